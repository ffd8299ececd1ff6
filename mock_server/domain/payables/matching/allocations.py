"""Allocations: so much of a bill's line is for a line of an order, of a delivery note, or of both."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from mock_server.domain import documents
from mock_server.domain.documents import Author, Collection
from mock_server.domain.model import Document
from mock_server.domain.money import decimal, written
from mock_server.domain.payables.matching.bill_lines import BillLine
from mock_server.domain.payables.matching.document_lines import DocumentLine, add_matched, stored_line
from mock_server.domain.payables.matching.sides import SIDES, Side
from mock_server.domain.world import World
from mock_server.json_value import Json

ALLOCATIONS = Collection("match-groups.allocations", parent="matchGroupId", stamps=frozenset())


@dataclass(frozen=True, slots=True)
class Allocation:
    """One as it is kept, with the lines that it names as they are now."""

    document: Document
    lines: tuple[DocumentLine, ...]

    @property
    def quantity(self) -> Decimal:
        return decimal(self.document.body["matchedQuantity"])

    @property
    def bill_line_id(self) -> str:
        return str(self.document.body["billLineId"])

    @property
    def confidence(self) -> Json:
        return self.document.body["matchConfidence"]

    def line_on(self, side: Side) -> DocumentLine | None:
        return next((line for line in self.lines if line.side is side), None)


def allocate(
    world: World,
    group: Document,
    bill_line: BillLine,
    lines: Iterable[DocumentLine],
    quantity: Decimal,
    confidence: Json = None,
) -> None:
    """Keeps an allocation to at most one line of each side. `confidence` is for those that were made by themselves."""
    named = {line.side: line for line in lines}
    members: dict[str, Json] = {
        "matchGroupId": group.id,
        "billLineId": bill_line.id,
        "matchedQuantity": written(quantity),
        "matchConfidence": confidence,
    }
    for side in SIDES:
        line = named.get(side)
        members[side.document] = None if line is None else line.document.id
        members[side.line] = None if line is None else line.id
    documents.create(world, ALLOCATIONS, Author(group.owner_id), members)
    for line in named.values():
        add_matched(world, line, quantity)


def release(world: World, allocation: Allocation) -> None:
    """Takes an allocation away: its lines can be matched again."""
    documents.remove(world, allocation.document)
    for line in allocation.lines:
        add_matched(world, line, -allocation.quantity)


def allocations_of(world: World, group: Document) -> list[Allocation]:
    """Those of a group, oldest first."""
    return [_read(world, found) for found in documents.of_parent(world, ALLOCATIONS, group.owner_id, group.id)]


def require_allocation(world: World, group: Document, allocation_id: Json) -> Allocation:
    """Raises Violation where the group has none such."""
    return _read(world, documents.require_under(world, ALLOCATIONS, group, allocation_id))


def groups_matched_with(world: World, side: Side, document: Document) -> list[str]:
    """The ids of the groups that have allocations to a document, each once."""
    found = documents.of_owner(world, ALLOCATIONS, document.owner_id)
    return list(dict.fromkeys(str(each.parent_id) for each in found if each.body[side.document] == document.id))


def _read(world: World, found: Document) -> Allocation:
    body = found.body
    lines = (stored_line(world, side, found.owner_id, body[side.document], body[side.line]) for side in SIDES)
    return Allocation(found, tuple(line for line in lines if line is not None))
