"""Changes as text for people, and as JSON for programs."""

from collections.abc import Iterator, Sequence

from mock_server.contract.diff.change import Change
from mock_server.json_value import Json

_MOST_NAMED = 4


def report(changes: Sequence[Change]) -> str:
    """The changes in two groups, breaking ones first; a change of many operations names the first few."""
    if not changes:
        return "nothing changed for those who call the API"
    return "\n".join(_lines(changes))


def as_json(changes: Sequence[Change]) -> list[Json]:
    return [
        {
            "id": change.finding.rule,
            "breaking": change.breaking,
            "operation": change.operations[0],
            "operations": list(change.operations),
            "pointer": change.finding.pointer,
            "document": change.finding.document,
            "message": change.finding.message,
        }
        for change in changes
    ]


def _lines(changes: Sequence[Change]) -> Iterator[str]:
    for title, breaking in (("Breaking", True), ("Not breaking", False)):
        group = [change for change in changes if change.breaking is breaking]
        yield f"{title}: {len(group) or 'nothing'}"
        for change in group:
            yield f"  {_named(change.operations)}: {change.finding.message}"
            yield f"      {change.finding.rule}, at {change.finding.pointer} of the {change.finding.document} document"


def _named(operations: Sequence[str]) -> str:
    more = len(operations) - _MOST_NAMED
    return ", ".join(operations[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
