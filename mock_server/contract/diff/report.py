"""Changes as text for people, and as JSON for programs."""

from collections.abc import Iterable, Iterator, Sequence

from mock_server.contract.diff.change import Change
from mock_server.json_value import Json

_MOST_NAMED = 4


def report(changes: Sequence[Change]) -> str:
    """The changes in two groups, breaking ones first. What many operations share is told once, naming the first few."""
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
        group = list(_alike(change for change in changes if change.breaking is breaking))
        yield f"{title}: {len(group) or 'nothing'}"
        for alike in group:
            finding = alike[0].finding
            more = f" and {len(alike) - 1} more places" if len(alike) > 1 else ""
            yield f"  {_named([name for change in alike for name in change.operations])}: {finding.message}"
            yield f"      {finding.rule}, at {finding.pointer}{more} of the {finding.document} document"


def _alike(changes: Iterable[Change]) -> Iterable[list[Change]]:
    """The changes that say the same of different places, together."""
    told: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        told.setdefault((change.finding.rule, change.finding.message), []).append(change)
    return told.values()


def _named(operations: Sequence[str]) -> str:
    names = list(dict.fromkeys(operations))
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
