"""Matching by itself: what arrives is matched with what is there, whichever of the two came first.

Lines of equal texts are allocated to each other as far as both have something left; an allocation that somebody took
away is not made again.
"""

from collections.abc import Iterable
from decimal import Decimal

from mock_server.domain import documents
from mock_server.domain.collections import BILLS
from mock_server.domain.model import Document
from mock_server.domain.payables.bills import Bill
from mock_server.domain.payables.matching.allocations import allocate, allocations_of, release
from mock_server.domain.payables.matching.bill_lines import BillLine, lines_of_bill
from mock_server.domain.payables.matching.document_lines import (
    MATCHABLE,
    DocumentLine,
    is_comparable,
    lines_of,
    now,
    open_documents,
)
from mock_server.domain.payables.matching.groups import group_of, is_parted, new_group
from mock_server.domain.payables.matching.sides import SIDES, Side
from mock_server.domain.world import World

IN_REVIEW = "PendingReview"
_CERTAIN = 1


def match_bill(world: World, bill: Bill) -> Document | None:
    """The bill's match group, with all that could be matched; None while the supplier has nothing to match it with."""
    group = group_of(world, bill)
    if bill.state != IN_REVIEW:
        return group
    found = {side: open_documents(world, side, bill) for side in SIDES}
    if group is None:
        if not any(found.values()):
            return None
        group = new_group(world, bill)
    for side in SIDES:
        _pair(world, bill, group, side, found[side])
    return group


def match_document(world: World, side: Side, document: Document) -> Document:
    """Matches a new or changed order or delivery note with the supplier's bills in review; as it is afterwards."""
    if document.body.get("supplierId") is not None and document.body.get("status") in MATCHABLE:
        for bill in _bills_in_review(world, document):
            group = group_of(world, bill)
            if group is None:
                match_bill(world, bill)
            else:
                _pair(world, bill, group, side, [document])
    return documents.require(world, side.collection, document.owner_id, document.id)


def match_anew(world: World, before: Bill, bill: Bill) -> None:
    """After a correction: with another supplier or currency, matching begins from nothing (assumed)."""
    if any(before.body.get(name) != bill.body.get(name) for name in ("supplierId", "currency")):
        unmatch(world, bill)
    match_bill(world, bill)


def unmatch(world: World, bill: Bill) -> None:
    """Takes the bill's match group away, with its allocations."""
    group = group_of(world, bill)
    if group is not None:
        for allocation in allocations_of(world, group):
            release(world, allocation)
        documents.remove(world, group)


def group_for(world: World, bill: Bill) -> Document | None:
    """The bill's match group; one that there could be is made now."""
    return group_of(world, bill) or match_bill(world, bill)


def _pair(world: World, bill: Bill, group: Document, side: Side, found: Iterable[Document]) -> None:
    """Allocates what is left of the bill's lines to lines of equal texts."""
    bill_lines = [line for line in lines_of_bill(bill) if line.text]
    wanted = {line.text for line in bill_lines}
    comparable = (document for document in found if is_comparable(side, document, bill))
    equal = [line for document in comparable for line in lines_of(side, document) if line.text in wanted]
    for bill_line in bill_lines:
        ours = (line for line in equal if line.text == bill_line.text and not is_parted(group, bill_line.id, line.id))
        _take(world, group, bill_line, left_of(world, group, bill_line, side), ours)


def _take(world: World, group: Document, bill_line: BillLine, left: Decimal, lines: Iterable[DocumentLine]) -> None:
    for line in lines:
        if left <= 0:
            return
        quantity = min(left, now(world, line).left)
        if quantity > 0:
            allocate(world, group, bill_line, [line], quantity, _CERTAIN)
            left -= quantity


def left_of(world: World, group: Document, bill_line: BillLine, side: Side) -> Decimal:
    """What of a bill's line is still to be allocated on a side."""
    ours = (each for each in allocations_of(world, group) if each.bill_line_id == bill_line.id)
    return bill_line.quantity - sum((each.quantity for each in ours if each.line_on(side)), Decimal(0))


def _bills_in_review(world: World, document: Document) -> list[Bill]:
    found = documents.with_member(world, BILLS, document.owner_id, "supplierId", document.body["supplierId"])
    return [bill for bill in map(Bill, found) if bill.state == IN_REVIEW]
