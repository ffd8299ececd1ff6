"""Allocations that somebody makes and takes away."""

from mock_server.domain.model import Document
from mock_server.domain.money import decimal
from mock_server.domain.payables.bills import Bill
from mock_server.domain.payables.matching.allocations import allocate, release, require_allocation
from mock_server.domain.payables.matching.automatic import left_of
from mock_server.domain.payables.matching.bill_lines import require_bill_line
from mock_server.domain.payables.matching.document_lines import (
    MATCHABLE,
    DocumentLine,
    is_comparable,
    line_of_supplier,
)
from mock_server.domain.payables.matching.groups import bill_of, part
from mock_server.domain.payables.matching.sides import SIDES, Side
from mock_server.domain.rules.amounts import require_at_most, require_same_currency
from mock_server.domain.rules.lines import require_known_line
from mock_server.domain.rules.states import require_state
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject


def add(world: World, group: Document, sent: JsonObject) -> None:
    """Raises Violation where a line is not there or has not so much left."""
    bill = bill_of(world, group)
    bill_line, quantity = require_bill_line(bill, sent["billLineId"]), decimal(sent["matchedQuantity"])
    lines = [_require_line(world, bill, side, sent[side.line]) for side in SIDES if sent.get(side.line) is not None]
    for line in lines:
        require_at_most(quantity, left_of(world, group, bill_line, line.side), "left of the bill's line")
        require_at_most(quantity, line.left, "left of the line that it is matched with")
    allocate(world, group, bill_line, lines, quantity)


def remove(world: World, group: Document, allocation_id: str) -> Document:
    """The group without the allocation, which is not made by itself again."""
    allocation = require_allocation(world, group, allocation_id)
    release(world, allocation)
    for line in allocation.lines:
        group = part(world, group, allocation.bill_line_id, line.id)
    return group


def _require_line(world: World, bill: Bill, side: Side, line_id: Json) -> DocumentLine:
    line = line_of_supplier(world, side, bill, line_id)
    require_known_line(known=line is not None)
    assert line is not None
    require_state(line.document.body.get("status"), MATCHABLE)
    if not is_comparable(side, line.document, bill):
        require_same_currency(line.document.body.get("currency"), bill.currency, what="the order", other="the bill")
    return line
