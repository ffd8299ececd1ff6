"""Purchase orders: what cannot be ordered, and what was ended."""

from collections.abc import Mapping

from mock_server.json_value import Json, JsonObject
from mock_server.reproductions.recipe import UNKNOWN_ID, Ask, Recipe
from mock_server.reproductions.recipes.bills import SUPPLIER
from mock_server.reproductions.recipes.matching import LINKED

_LINE: JsonObject = {"description": "Copper pipe", "quantityOrdered": 10}
_WRONG: Mapping[str, JsonObject] = {
    "Mock.AmountTooLarge": {"lines": [{**_LINE, "quantityOrdered": 999999999, "unitPrice": 999999999}]},
    "Mock.DatesOutOfOrder": {"orderDate": "2026-01-15T00:00:00Z", "expectedDeliveryDate": "2026-01-14T00:00:00Z"},
    "Supplier.NotFound": {"supplierId": UNKNOWN_ID},
}
"""Code -> the members that are refused with it, whether the order is new or replaced."""


def _body(**members: Json) -> JsonObject:
    return {"poNumber": "PO-1", "lines": [_LINE], **members}


def _create(**members: Json) -> Ask:
    return Ask("createPurchaseOrder", json=_body(**members), keep={"order": "/id"})


def _replace(**members: Json) -> Ask:
    return Ask("replacePurchaseOrder", {"id": "${order}"}, json=_body(**members))


_CLOSE = Ask("closePurchaseOrder", {"id": "${order}"})
_CANCEL = Ask("cancelPurchaseOrder", {"id": "${order}"})
_OF_THE_BILL: JsonObject = {
    "supplierId": SUPPLIER,
    "lines": [{"description": "${description}", "quantityOrdered": 1}],
}
"""An order that the linked bill is matched with."""

RECIPES: Mapping[tuple[str, str], Recipe] = {
    **{("createPurchaseOrder", code): (_create(**members),) for code, members in _WRONG.items()},
    ("createPurchaseOrder", "Mock.NumberTaken"): (_create(), _create()),
    **{("replacePurchaseOrder", code): (_create(), _replace(**members)) for code, members in _WRONG.items()},
    ("replacePurchaseOrder", "Mock.RecordNotFound"): (_create(), _replace(lines=[{**_LINE, "id": UNKNOWN_ID}])),
    ("replacePurchaseOrder", "Mock.InvalidState"): (_create(), _CLOSE, _replace()),
    ("replacePurchaseOrder", "Mock.NumberTaken"): (
        _create(poNumber="PO-2"),
        _create(),
        _replace(poNumber="PO-2"),
    ),
    ("replacePurchaseOrder", "Mock.LineMatched"): (*LINKED, _create(**_OF_THE_BILL), _replace(**_OF_THE_BILL)),
    ("closePurchaseOrder", "Mock.InvalidState"): (_create(), _CLOSE, _CLOSE),
    ("cancelPurchaseOrder", "Mock.InvalidState"): (_create(), _CANCEL, _CANCEL),
}
