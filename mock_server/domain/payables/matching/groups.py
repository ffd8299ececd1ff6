"""Match groups: each compares one bill with what its supplier was asked for and brought."""

from collections.abc import Mapping

from mock_server.domain import documents
from mock_server.domain.collections import BILLS
from mock_server.domain.documents import Author, Collection
from mock_server.domain.model import Document
from mock_server.domain.payables.bills import Bill
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject

MATCH_GROUPS = Collection("match-groups", parent="billId", stamps=frozenset())
"""Kept is what was decided; what is shown is computed from it when it is read."""


def new_group(world: World, bill: Bill) -> Document:
    members: JsonObject = {"billId": bill.document.id, "decisions": {}, "parted": []}
    return documents.create(world, MATCH_GROUPS, Author(bill.document.owner_id), members)


def group_of(world: World, bill: Bill) -> Document | None:
    """The bill's match group, if it has one."""
    return next(documents.of_parent(world, MATCH_GROUPS, bill.document.owner_id, bill.document.id), None)


def require_group(world: World, owner_id: str, group_id: Json) -> Document:
    return documents.require(world, MATCH_GROUPS, owner_id, group_id)


def bill_of(world: World, group: Document) -> Bill:
    return Bill(documents.require(world, BILLS, group.owner_id, group.body["billId"]))


def decisions_of(group: Document) -> Mapping[str, Json]:
    """What was decided, by the id of the bill's line."""
    decisions = group.body["decisions"]
    assert isinstance(decisions, Mapping)
    return decisions


def is_parted(group: Document, bill_line_id: str, line_id: str) -> bool:
    """Whether somebody took the allocation of one to the other away: it is not made by itself again."""
    parted = group.body["parted"]
    assert isinstance(parted, list)
    return [bill_line_id, line_id] in parted


def part(world: World, group: Document, bill_line_id: str, line_id: str) -> Document:
    parted = group.body["parted"]
    assert isinstance(parted, list)
    return documents.change(world, MATCH_GROUPS, group, {"parted": [*parted, [bill_line_id, line_id]]})
