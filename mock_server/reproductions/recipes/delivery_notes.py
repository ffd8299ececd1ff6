"""Delivery notes: what cannot have come, and what was ended."""

from collections.abc import Mapping

from mock_server.json_value import Json, JsonObject
from mock_server.reproductions.recipe import UNKNOWN_ID, Ask, Recipe
from mock_server.reproductions.recipes.bills import SUPPLIER
from mock_server.reproductions.recipes.matching import LINKED

_WRONG: Mapping[str, JsonObject] = {
    "Supplier.NotFound": {"supplierId": UNKNOWN_ID},
    "PurchaseOrder.NotFound": {"purchaseOrderId": UNKNOWN_ID},
}
"""Code -> the members that are refused with it, whether the note is new or replaced."""


def _body(**members: Json) -> JsonObject:
    return {"dnNumber": "DN-1", "lines": [{"description": "Copper pipe", "quantityReceived": 10}], **members}


def _create(**members: Json) -> Ask:
    return Ask("createDeliveryNote", json=_body(**members), keep={"note": "/id"})


def _replace(**members: Json) -> Ask:
    return Ask("replaceDeliveryNote", {"id": "${note}"}, json=_body(**members))


_CLOSE = Ask("closeDeliveryNote", {"id": "${note}"})
_CANCEL = Ask("cancelDeliveryNote", {"id": "${note}"})
_OF_THE_BILL: JsonObject = {
    "supplierId": SUPPLIER,
    "lines": [{"description": "${description}", "quantityReceived": 1}],
}
"""A note that the linked bill is matched with."""

RECIPES: Mapping[tuple[str, str], Recipe] = {
    **{("createDeliveryNote", code): (_create(**members),) for code, members in _WRONG.items()},
    ("createDeliveryNote", "Mock.NumberTaken"): (_create(), _create()),
    **{("replaceDeliveryNote", code): (_create(), _replace(**members)) for code, members in _WRONG.items()},
    ("replaceDeliveryNote", "Mock.InvalidState"): (_create(), _CLOSE, _replace()),
    ("replaceDeliveryNote", "Mock.NumberTaken"): (
        _create(dnNumber="DN-2"),
        _create(),
        _replace(dnNumber="DN-2"),
    ),
    ("replaceDeliveryNote", "Mock.LineMatched"): (*LINKED, _create(**_OF_THE_BILL), _replace(**_OF_THE_BILL)),
    ("closeDeliveryNote", "Mock.InvalidState"): (_create(), _CLOSE, _CLOSE),
    ("cancelDeliveryNote", "Mock.InvalidState"): (_create(), _CANCEL, _CANCEL),
}
