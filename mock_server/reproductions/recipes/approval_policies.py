"""Approval policies: what cannot be one, whether it is new or takes another's place."""

from collections.abc import Mapping

from mock_server.json_value import JsonObject
from mock_server.reproductions.recipe import UNKNOWN_ID, Ask, Recipe

_POLICY: JsonObject = {"name": "Small bills", "action": "AlwaysReview"}
_CREATED = Ask("createApprovalPolicy", json=_POLICY, keep={"policy": "/id"})
_WRONG: Mapping[str, JsonObject] = {
    "Mock.CurrencyRequired": {"amountLte": 100},
    "Mock.AmountsOutOfOrder": {"amountGte": 100, "amountLte": 50, "currency": "GBP"},
    "Supplier.NotFound": {"supplierIds": [UNKNOWN_ID]},
    "Mock.RecordNotFound": {"approverUserIds": [UNKNOWN_ID]},
}
"""Code -> the members that are refused with it."""


def _created(members: JsonObject) -> Recipe:
    return (Ask("createApprovalPolicy", json={**_POLICY, **members}),)


def _replaced(members: JsonObject) -> Recipe:
    return _CREATED, Ask("replaceApprovalPolicy", {"id": "${policy}"}, json={**_POLICY, **members})


RECIPES: Mapping[tuple[str, str], Recipe] = {
    **{("createApprovalPolicy", code): _created(members) for code, members in _WRONG.items()},
    **{("replaceApprovalPolicy", code): _replaced(members) for code, members in _WRONG.items()},
}
