"""Bills: how one gets into a state, and what that state does not allow."""

from collections.abc import Mapping

from mock_server.json_value import JsonObject
from mock_server.reproductions.recipe import UNKNOWN_ID, Advance, Ask, Recipe

SUPPLIER = "9c5e3d7f-2e4c-4f6a-8b8d-3c5e7f9b1d01"
"""Copper Pipes Ltd, the one supplier of Acme Plumbing."""
_FILE = (
    "--bill\r\n"
    'Content-Disposition: form-data; name="file"; filename="bill.pdf"\r\n'
    "Content-Type: application/pdf\r\n"
    "\r\n"
    "%PDF-1.4\r\n"
    "--bill--\r\n"
)
_UPLOAD = Ask(
    "uploadBill", raw=_FILE, headers={"content-type": "multipart/form-data; boundary=bill"}, keep={"bill": "/id"}
)


def of_bill(operation: str, json: JsonObject | None = None) -> Ask:
    """A call about the uploaded bill."""
    return Ask(operation, {"id": "${bill}"}, json=json)


UPLOADED: Recipe = (_UPLOAD,)
"""A bill, `${bill}`, in OcrProcessing."""
READ: Recipe = (*UPLOADED, Advance("PT30S"))
"""The bill in PendingReview, with texts, amounts in GBP and lines."""
APPROVING: Recipe = (of_bill("submitBillForReview"), of_bill("approveBill"))
"""What brings a bill that was read to Approved."""
APPROVED: Recipe = (*READ, *APPROVING)

RECIPES: Mapping[tuple[str, str], Recipe] = {
    ("patchBill", "Mock.InvalidState"): (*UPLOADED, of_bill("patchBill", {"invoiceNumber": "INV-7"})),
    ("patchBill", "Mock.DatesOutOfOrder"): (
        *READ,
        of_bill("patchBill", {"invoiceDate": "2026-01-15T00:00:00Z", "dueDate": "2026-01-14T00:00:00Z"}),
    ),
    ("patchBill", "Supplier.NotFound"): (*READ, of_bill("patchBill", {"supplierId": UNKNOWN_ID})),
    ("retryBillOcr", "Mock.InvalidState"): (*UPLOADED, of_bill("retryBillOcr")),
    ("validateBill", "Mock.BillInvalid"): (*UPLOADED, of_bill("validateBill")),
    ("submitBillForReview", "Mock.InvalidState"): (*UPLOADED, of_bill("submitBillForReview")),
    ("approveBill", "Mock.InvalidState"): (*UPLOADED, of_bill("approveBill")),
    ("rejectBill", "Mock.InvalidState"): (*UPLOADED, of_bill("rejectBill", {"reason": "Sent twice"})),
    ("reopenBill", "Mock.InvalidState"): (*UPLOADED, of_bill("reopenBill")),
    ("voidBill", "Mock.InvalidState"): (*UPLOADED, of_bill("voidBill", {"reason": "Sent twice"})),
    ("scheduleBillPayment", "Mock.InvalidState"): (
        *UPLOADED,
        of_bill("scheduleBillPayment", {"paymentDate": "2026-01-16T00:00:00Z"}),
    ),
    ("scheduleBillPayment", "Mock.DatesOutOfOrder"): (
        *APPROVED,
        of_bill("scheduleBillPayment", {"paymentDate": "2026-01-14T00:00:00Z"}),
    ),
}
