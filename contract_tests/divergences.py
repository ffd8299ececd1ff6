"""Known differences of a target: counted, not failed, until they are cured or expire."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml

from contract_tests.findings import Finding, Kind, Results

DEFAULT_FILE = Path(__file__).parent / "divergences.yaml"
AREA = "divergences"
_MEMBERS = {"test", "what", "since", "expires"}


class DivergencesError(Exception):
    """A file of divergences that cannot be used; the message names file and row."""


@dataclass(frozen=True, slots=True)
class Divergence:
    """A row: `test` is the key of the finding, `*` standing for anything; `expires` is its last day."""

    test: str
    what: str
    since: date
    expires: date

    def covers(self, finding: Finding) -> bool:
        return fnmatchcase(finding.key, self.test)


def read_divergences(file: Path) -> tuple[Divergence, ...]:
    """The rows of a file. Raises DivergencesError."""
    try:
        rows = yaml.safe_load(file.read_text(encoding="utf-8")) or []
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DivergencesError(f"cannot read {file}: {type(error).__name__}") from error
    if not isinstance(rows, list):
        raise DivergencesError(f"{file}: a list of rows is expected, each with {', '.join(sorted(_MEMBERS))}")
    return tuple(_row(file, number, row) for number, row in enumerate(rows, start=1))


def apply_divergences(
    results: Results, rows: Sequence[Divergence], *, complete: bool, today: date | None = None
) -> None:
    """Turns covered failures into divergences, and rows that are over into failures.

    A row is over when its last day has passed, or (in a complete run) when nothing shows the difference.
    """
    day = today or datetime.now(UTC).date()
    current = [row for row in rows if day <= row.expires]
    used: set[str] = set()
    for position, finding in enumerate(results.findings):
        row = next((row for row in current if row.covers(finding)), None)
        if row is not None and finding.kind in (Kind.FAILURE, Kind.ASSUMED):
            used.add(row.test)
            results.findings[position] = replace(finding, kind=Kind.DIVERGENCE)
    for row in rows:
        if row not in current:
            results.add(_over(row, f"expired on {row.expires}", "a difference that is looked at again, or gone"))
        elif complete and row.test not in used:
            results.add(_over(row, "cured: nothing shows it any more", "the known difference"))


def _over(row: Divergence, received: str, expected: str) -> Finding:
    return Finding(
        key=f"{AREA}::{row.test}",
        area=AREA,
        title=f"known difference: {row.what}",
        expected=expected,
        received=received,
        location=f"the row {row.test} of the divergences file",
    )


def _row(file: Path, number: int, row: Any) -> Divergence:
    place = f"{file}: row {number}"
    if not isinstance(row, dict) or set(row) != _MEMBERS:
        raise DivergencesError(f"{place}: give {', '.join(sorted(_MEMBERS))}")
    if not _are_dates(row["since"], row["expires"]):
        raise DivergencesError(f"{place}: since and expires are dates, for example 2026-01-31")
    return Divergence(str(row["test"]), str(row["what"]), row["since"], row["expires"])


def _are_dates(*values: object) -> bool:
    return all(isinstance(value, date) and not isinstance(value, datetime) for value in values)
