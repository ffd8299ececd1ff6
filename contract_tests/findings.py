"""What a run reports."""

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """How a finding counts."""

    FAILURE = "failure"
    ASSUMED = "assumed"
    """An expectation that is only assumed: fails the mock, informs otherwise."""
    DIVERGENCE = "divergence"
    """A known difference: counted, not failed."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as expected.

    `key` names it from run to run; `location` is the rule or the place in the schema; `replay` is the id of
    the request that shows it.
    """

    key: str
    area: str
    title: str
    expected: str
    received: str
    location: str
    kind: Kind = Kind.FAILURE
    operation_id: str | None = None
    error_code: str | None = None
    curl: str | None = None
    replay: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one test ended: passed, failed or skipped, with the reason of a skip."""

    key: str
    area: str
    result: str
    reason: str = ""
    seconds: float = 0.0


@dataclass(slots=True)
class Results:
    """Everything a run found out."""

    outcomes: list[Outcome] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, finding: Finding) -> None:
        """Adds a finding once: the first example of it is kept."""
        if all(known.key != finding.key for known in self.findings):
            self.findings.append(finding)
