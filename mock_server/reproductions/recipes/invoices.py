"""Tag Invoices."""

from collections.abc import Iterator, Mapping

from mock_server.json_value import Json, JsonObject
from mock_server.reproductions.acme import (
    A_LINE,
    DRAFT_INVOICE,
    HARBOUR_HOTEL,
    LINE_WITHOUT_PRODUCT,
    LINE_WITHOUT_TAX_RATE,
    OUTSTANDING,
    PAID_INVOICE,
    RADIATOR,
    SENT_INVOICE,
    TAKEN_NUMBER,
)
from mock_server.reproductions.recipe import UNKNOWN_ID, Ask, Recipe

_MOST_AT_ONCE: JsonObject = {"productId": RADIATOR, "quantity": 999_999_999}
_REFUSED_MEMBERS: Mapping[str, JsonObject] = {
    "Customer.NotFound": {"customerId": UNKNOWN_ID},
    "Product.NotFound": {"lineItems": [LINE_WITHOUT_PRODUCT]},
    "Mock.RecordNotFound": {"lineItems": [LINE_WITHOUT_TAX_RATE]},
    "Mock.CurrencyMismatch": {"currency": "EUR"},
    # One such line can be written yet, seven come to more than a million millions.
    "Mock.AmountTooLarge": {"lineItems": [_MOST_AT_ONCE] * 7},
    "Mock.DatesOutOfOrder": {"dueDate": "2025-01-01T00:00:00Z"},
}
"""Code -> members of an invoice that are refused with it, in a new one and in the draft."""


def _create(**members: Json) -> Ask:
    return Ask("createInvoice", json={"customerId": HARBOUR_HOTEL, "currency": "GBP", "lineItems": [A_LINE], **members})


def _patch(invoice: str, **members: Json) -> Ask:
    return Ask("patchInvoice", path={"id": invoice}, json=members)


def _pay(invoice: str, amount: Json, **members: Json) -> Ask:
    return Ask("recordInvoicePayment", path={"id": invoice}, json={"amount": amount, **members})


def _of_members() -> Iterator[tuple[tuple[str, str], Recipe]]:
    for code, members in _REFUSED_MEMBERS.items():
        yield ("createInvoice", code), (_create(**members),)
        yield ("patchInvoice", code), (_patch(DRAFT_INVOICE, **members),)


RECIPES: Mapping[tuple[str, str], Recipe] = {
    **dict(_of_members()),
    ("createInvoice", "Mock.NumberTaken"): (_create(documentNumber=TAKEN_NUMBER),),
    ("patchInvoice", "Mock.InvalidState"): (_patch(SENT_INVOICE, memo="Thank you"),),
    ("voidInvoice", "Mock.InvalidState"): (Ask("voidInvoice", path={"id": PAID_INVOICE}),),
    ("sendInvoice", "Mock.InvalidState"): (Ask("sendInvoice", path={"id": SENT_INVOICE}),),
    ("previewInvoiceEmail", "Mock.InvalidState"): (Ask("previewInvoiceEmail", path={"id": SENT_INVOICE}),),
    ("recordInvoicePayment", "Mock.AmountExceedsOutstanding"): (_pay(SENT_INVOICE, OUTSTANDING + 1),),
    ("recordInvoicePayment", "Mock.AmountTooPrecise"): (_pay(SENT_INVOICE, "0.001"),),
    ("recordInvoicePayment", "Mock.DatesOutOfOrder"): (_pay(SENT_INVOICE, 1, paidAt="2026-01-16T00:00:00Z"),),
    ("recordInvoicePayment", "Mock.InvalidState"): (_pay(DRAFT_INVOICE, 1),),
}
