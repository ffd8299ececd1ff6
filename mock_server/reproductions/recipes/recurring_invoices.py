"""Tag RecurringInvoices: schedules that generate invoices."""

from collections.abc import Iterator, Mapping

from mock_server.json_value import Json, JsonObject
from mock_server.reproductions.acme import (
    A_LINE,
    HARBOUR_HOTEL,
    LINE_WITHOUT_PRODUCT,
    LINE_WITHOUT_TAX_RATE,
)
from mock_server.reproductions.recipe import CLIENT, NOON, UNKNOWN_ID, Ask, Recipe

_LARGE: JsonObject = {**A_LINE, "quantity": 999_999_999, "unitPriceOverride": 999_999_999_999}
_MEMBERS: JsonObject = {
    "customerId": HARBOUR_HOTEL,
    "currency": "GBP",
    "cadence": "Monthly",
    "startDate": "2026-02-01T09:00:00Z",
    "lineItems": [A_LINE],
}
_REFUSED_LINES: Mapping[str, JsonObject] = {
    "Product.NotFound": LINE_WITHOUT_PRODUCT,
    "Mock.RecordNotFound": LINE_WITHOUT_TAX_RATE,
    "Mock.AmountTooLarge": _LARGE,
}
_KEEP = {"schedule": "/id"}


def _create(caller: str = CLIENT, **members: Json) -> Ask:
    return Ask("createRecurringInvoice", json={**_MEMBERS, **members}, caller=caller, keep=_KEEP)


def _on_schedule(operation: str, body: Json = None) -> Ask:
    return Ask(operation, path={"id": "${schedule}"}, json=body)


_CREATE_ONE_THAT_ENDS_NOW = _create(startDate=NOON.isoformat(), totalOccurrences=1)
"""Its only invoice is due as it is made: whoever calls next finds it Completed."""


def _of_lines() -> Iterator[tuple[tuple[str, str], Recipe]]:
    for code, line in _REFUSED_LINES.items():
        yield ("createRecurringInvoice", code), (_create(lineItems=[line]),)
        if code != "Mock.RecordNotFound":
            yield (
                ("patchRecurringInvoice", code),
                (
                    _create(),
                    _on_schedule("patchRecurringInvoice", {"lineItems": [line]}),
                ),
            )


RECIPES: Mapping[tuple[str, str], Recipe] = {
    **dict(_of_lines()),
    ("createRecurringInvoice", "Mock.CurrencyMismatch"): (_create(currency="EUR"),),
    ("createRecurringInvoice", "Mock.NotAdministrator"): (_create(caller="alice"),),
    ("createRecurringInvoice", "Customer.NotFound"): (_create(customerId=UNKNOWN_ID),),
    ("patchRecurringInvoice", "Mock.CurrencyMismatch"): (
        Ask("createProduct", json={"name": "Boiler", "currency": "EUR"}, keep={"product": "/id"}),
        _create(),
        _on_schedule("patchRecurringInvoice", {"lineItems": [{"productId": "${product}", "quantity": 1}]}),
    ),
    ("patchRecurringInvoice", "Mock.InvalidState"): (
        _CREATE_ONE_THAT_ENDS_NOW,
        _on_schedule("patchRecurringInvoice", {"memo": "Thank you"}),
    ),
    ("pauseRecurringInvoice", "Mock.InvalidState"): (_CREATE_ONE_THAT_ENDS_NOW, _on_schedule("pauseRecurringInvoice")),
    ("resumeRecurringInvoice", "Mock.InvalidState"): (_create(), _on_schedule("resumeRecurringInvoice")),
    ("cancelRecurringInvoice", "Mock.InvalidState"): (
        _CREATE_ONE_THAT_ENDS_NOW,
        _on_schedule("cancelRecurringInvoice"),
    ),
}
