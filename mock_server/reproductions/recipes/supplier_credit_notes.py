"""Supplier credit notes: drafted, issued, applied to bills, and taken back."""

from collections.abc import Mapping

from mock_server.json_value import Json, JsonObject
from mock_server.reproductions.recipe import UNKNOWN_ID, Ask, Recipe
from mock_server.reproductions.recipes.bills import APPROVED, APPROVING, READ, SUPPLIER, of_bill


def _draft(**members: Json) -> Ask:
    """A new note of Copper Pipes; one of 60 GBP unless told."""
    body = {"currency": "GBP", "amount": 60, **members}
    return Ask("createSupplierCreditNote", {"supplierId": SUPPLIER}, json=body, keep={"note": "/id"})


def _of_note(operation: str, json: JsonObject | None = None, keep: Mapping[str, str] | None = None) -> Ask:
    return Ask(operation, {"creditNoteId": "${note}"}, json=json, keep=keep or {})


def _apply(amount: Json, bill: str = "${bill}") -> Ask:
    body = {"billId": bill, "amount": amount}
    return _of_note("applySupplierCreditNote", body, keep={"application": "/id"})


def _reverse(application: str) -> Ask:
    path = {"creditNoteId": "${note}", "applicationId": application}
    return Ask("reverseSupplierCreditApplication", path)


def _from_nowhere(operation: str) -> Recipe:
    return (Ask(operation, {"supplierId": SUPPLIER}, {"Cursor": "nowhere"}),)


_ISSUE = _of_note("issueSupplierCreditNote")
_ISSUED: Recipe = (_draft(), _ISSUE)
_OWED: Recipe = (*READ, of_bill("patchBill", {"supplierId": SUPPLIER}), *APPROVING)
"""A bill in GBP that Copper Pipes is to be paid."""
_APPLICABLE: Recipe = (*_OWED, *_ISSUED)

RECIPES: Mapping[tuple[str, str], Recipe] = {
    ("listSupplierCreditNotes", "Mock.InvalidCursor"): _from_nowhere("listSupplierCreditNotes"),
    ("listSupplierCreditLedger", "Mock.InvalidCursor"): _from_nowhere("listSupplierCreditLedger"),
    ("createSupplierCreditNote", "Mock.AmountTooPrecise"): (_draft(amount="0.001"),),
    ("createSupplierCreditNote", "Bill.NotFound"): (_draft(originalBillId=UNKNOWN_ID),),
    ("createSupplierCreditNote", "Mock.RecordNotFound"): (_draft(taxRateId=UNKNOWN_ID),),
    ("deleteSupplierCreditNote", "Mock.InvalidState"): (*_ISSUED, _of_note("deleteSupplierCreditNote")),
    ("issueSupplierCreditNote", "Mock.InvalidState"): (*_ISSUED, _ISSUE),
    ("applySupplierCreditNote", "Mock.InvalidState"): (_draft(), _apply(1, bill=UNKNOWN_ID)),
    ("applySupplierCreditNote", "Bill.NotFound"): (*_ISSUED, _apply(1, bill=UNKNOWN_ID)),
    ("applySupplierCreditNote", "Mock.SupplierMismatch"): (*APPROVED, *_ISSUED, _apply(1)),
    ("applySupplierCreditNote", "Mock.CurrencyMismatch"): (*_OWED, _draft(currency="EUR"), _ISSUE, _apply(1)),
    ("applySupplierCreditNote", "Mock.AmountTooPrecise"): (*_APPLICABLE, _apply("0.001")),
    ("applySupplierCreditNote", "Mock.AmountExceedsOutstanding"): (*_APPLICABLE, _apply("60.01")),
    ("reverseSupplierCreditApplication", "Mock.RecordNotFound"): (_draft(), _reverse(UNKNOWN_ID)),
    ("reverseSupplierCreditApplication", "Mock.InvalidState"): (
        *_APPLICABLE,
        _apply(1),
        _reverse("${application}"),
        _reverse("${application}"),
    ),
}
