"""Suggestions: open lines that read like a line of the bill which is not allocated yet."""

from collections.abc import Iterator

from mock_server.domain.money import written
from mock_server.domain.payables.matching.document_lines import DocumentLine
from mock_server.domain.payables.matching.match_groups import MatchGroup
from mock_server.domain.payables.matching.match_lines import MatchLine
from mock_server.domain.payables.matching.sides import Side
from mock_server.domain.payables.matching.texts import alike
from mock_server.domain.policy import MATCH_LIKENESS, MATCH_SUGGESTIONS
from mock_server.json_value import Json

_DIGITS = 2


def suggestions(group: MatchGroup, side: Side) -> list[Json]:
    """Those of one side, the most alike first for each line of the bill."""
    return [suggestion for line in group.lines for suggestion in _for_line(group, side, line)]


def _for_line(group: MatchGroup, side: Side, line: MatchLine) -> Iterator[Json]:
    if line.allocated_on(side) >= line.billed.quantity:
        return
    taken = {found.id for each in line.allocations if (found := each.line_on(side))}
    possible = [each for each in group.open_lines if each.side is side and each.left > 0 and each.id not in taken]
    scored = [(alike(line.billed.text, each.text), each) for each in possible]
    likely = sorted((pair for pair in scored if pair[0] >= MATCH_LIKENESS), key=lambda pair: -pair[0])
    yield from (_shown(line, each, likeness) for likeness, each in likely[:MATCH_SUGGESTIONS])


def _shown(line: MatchLine, found: DocumentLine, likeness: float) -> Json:
    side, document = found.side, found.document
    return {
        "billLineId": line.billed.id,
        side.line: found.id,
        side.document: document.id,
        side.number: document.body.get(side.number),
        side.description: found.description,
        "openQuantity": written(found.left),
        "matchConfidence": round(likeness, _DIGITS),
    }
