"""Matching: a bill beside what was ordered of its supplier. What was reviewed, and what is not there to be matched."""

from collections.abc import Mapping

from mock_server.json_value import Json
from mock_server.reproductions.recipe import Ask, Recipe
from mock_server.reproductions.recipes.bills import READ, SUPPLIER, UPLOADED, of_bill

_LINE = {
    "line": "/lineItems/0/id",
    "description": "/lineItems/0/description",
    "quantity": "/lineItems/0/quantity",
    "price": "/lineItems/0/unitPrice",
}
LINKED: Recipe = (
    *READ,
    Ask("patchBill", {"id": "${bill}"}, json={"supplierId": SUPPLIER}, keep=_LINE),
)
"""A bill of Copper Pipes in review; `${description}` and so on are those of its first line, `${line}`."""


def _ordered(quantity: str = "${quantity}", **members: Json) -> Recipe:
    """A linked bill, and an order with its first line, `${ordered}`."""
    line = {"description": "${description}", "quantityOrdered": quantity, "unitPrice": "${price}"}
    body = {"supplierId": SUPPLIER, "poNumber": "PO-1", "lines": [line], **members}
    return *LINKED, Ask("createPurchaseOrder", json=body, keep={"ordered": "/lines/0/id"})


def _group(**keep: str) -> Ask:
    """The bill's match group, `${group}`."""
    return Ask("getBillMatchGroup", {"billId": "${bill}"}, keep={"group": "/id", **keep})


def _allocate(quantity: str) -> Ask:
    body = {"billLineId": "${line}", "poLineId": "${ordered}", "matchedQuantity": quantity}
    return Ask("addMatchAllocation", {"id": "${group}"}, json=body)


_SUBMIT = of_bill("submitBillForReview")
_REVIEWED: Recipe = (*_ordered(), _group(), _SUBMIT)
_REMOVE = Ask("removeMatchAllocation", {"id": "${group}", "allocationId": "${allocation}"})
_ACCEPT = Ask("resolveMatchLine", {"id": "${group}"}, json={"billLineId": "${line}", "resolution": "Accept"})
_UNDO = Ask("undoMatchLineResolution", {"id": "${group}", "billLineId": "${line}"})

RECIPES: Mapping[tuple[str, str], Recipe] = {
    ("getBillMatchGroup", "Mock.RecordNotFound"): (*UPLOADED, _group()),
    ("submitBillForReview", "Mock.MatchUnresolved"): (*_ordered("0.5"), _SUBMIT),
    ("addMatchAllocation", "Mock.InvalidState"): (*_REVIEWED, _allocate("0.5")),
    ("addMatchAllocation", "Mock.AmountExceedsOutstanding"): (*_ordered(), _group(), _allocate("1000")),
    ("addMatchAllocation", "Mock.CurrencyMismatch"): (*_ordered(currency="EUR"), _group(), _allocate("0.5")),
    ("removeMatchAllocation", "Mock.InvalidState"): (
        *_ordered(),
        _group(allocation="/lines/0/allocations/0/id"),
        _SUBMIT,
        _REMOVE,
    ),
    ("resolveMatchLine", "Mock.InvalidState"): (*_REVIEWED, _ACCEPT),
    ("undoMatchLineResolution", "Mock.InvalidState"): (*_REVIEWED, _UNDO),
}
