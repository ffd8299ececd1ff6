"""A match group as it is now: its lines, and what they come to."""

from collections.abc import Mapping
from dataclasses import dataclass

from mock_server.domain.model import Document
from mock_server.domain.payables.bills import Bill
from mock_server.domain.payables.matching.allocations import allocations_of
from mock_server.domain.payables.matching.bill_lines import BillLine, lines_of_bill
from mock_server.domain.payables.matching.document_lines import DocumentLine, open_lines
from mock_server.domain.payables.matching.groups import bill_of, decisions_of, is_parted
from mock_server.domain.payables.matching.match_lines import MatchLine
from mock_server.domain.payables.matching.sides import SIDES
from mock_server.domain.world import World


@dataclass(frozen=True, slots=True)
class MatchGroup:
    """`open_lines` are those of the supplier's documents that can still be matched with the bill."""

    document: Document
    bill: Bill
    lines: tuple[MatchLine, ...]
    open_lines: tuple[DocumentLine, ...]

    @property
    def holds_up(self) -> bool:
        """Whether the bill cannot be submitted."""
        return any(line.is_open for line in self.lines)

    @property
    def is_clean(self) -> bool:
        return not self.holds_up and all(line.is_fully_allocated for line in self.lines)

    @property
    def status(self) -> str:
        """Resolved once all variances are accepted, or where there are none and every line is allocated or accepted."""
        if self.holds_up:
            return "Variance"
        accepted = any(line.has_variance for line in self.lines)
        settled = all(line.is_fully_allocated or line.is_accepted for line in self.lines)
        return "Resolved" if accepted or settled else "Open"


def match_group(world: World, document: Document) -> MatchGroup:
    """The group that a document stands for."""
    bill = bill_of(world, document)
    found = tuple(line for side in SIDES for line in open_lines(world, side, bill))
    allocations = allocations_of(world, document)

    def matched(line: BillLine) -> MatchLine:
        decision = decisions_of(document).get(line.id)
        return MatchLine(
            billed=line,
            allocations=tuple(each for each in allocations if each.bill_line_id == line.id),
            equals=tuple(
                each for each in found if each.text == line.text != "" and not is_parted(document, line.id, each.id)
            ),
            decision=decision if isinstance(decision, Mapping) else None,
            currency=bill.currency or "",
        )

    return MatchGroup(document, bill, tuple(map(matched, lines_of_bill(bill))), found)
