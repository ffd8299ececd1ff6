"""Tag Credit Notes."""

from collections.abc import Mapping

from mock_server.json_value import Json
from mock_server.reproductions.acme import DRAFT_INVOICE, OUTSTANDING, SENT_INVOICE
from mock_server.reproductions.recipe import UNKNOWN_ID, Ask, Recipe


def _draft(amount: Json, invoice: str = SENT_INVOICE, **members: Json) -> Ask:
    body = {"amount": amount, **members}
    return Ask("createInvoiceCreditNote", path={"invoiceId": invoice}, json=body, keep={"note": "/id"})


def _on_note(operation: str, note: str = "${note}") -> Ask:
    return Ask(operation, path={"invoiceId": SENT_INVOICE, "creditNoteId": note})


_ISSUE = _on_note("issueInvoiceCreditNote")
_PAY_A_PART = Ask("recordInvoicePayment", path={"id": SENT_INVOICE}, json={"amount": 1})

RECIPES: Mapping[tuple[str, str], Recipe] = {
    ("createInvoiceCreditNote", "Mock.AmountExceedsOutstanding"): (_draft(OUTSTANDING + 1),),
    ("createInvoiceCreditNote", "Mock.AmountTooPrecise"): (_draft("0.001"),),
    ("createInvoiceCreditNote", "Mock.RecordNotFound"): (_draft(1, invoiceLineItemId=UNKNOWN_ID),),
    ("createInvoiceCreditNote", "Mock.InvalidState"): (_draft(1, DRAFT_INVOICE),),
    ("issueInvoiceCreditNote", "Mock.AmountExceedsOutstanding"): (_draft(OUTSTANDING), _PAY_A_PART, _ISSUE),
    ("issueInvoiceCreditNote", "Mock.InvalidState"): (_draft(1), _ISSUE, _ISSUE),
    ("issueInvoiceCreditNote", "Mock.RecordNotFound"): (_on_note("issueInvoiceCreditNote", UNKNOWN_ID),),
    ("deleteInvoiceCreditNote", "Mock.InvalidState"): (_draft(1), _ISSUE, _on_note("deleteInvoiceCreditNote")),
    ("deleteInvoiceCreditNote", "Mock.RecordNotFound"): (_on_note("deleteInvoiceCreditNote", UNKNOWN_ID),),
}
