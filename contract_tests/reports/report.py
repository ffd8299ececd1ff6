"""Everything that the reports tell of a run."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from contract_tests.findings import Finding, Kind, Outcome
from contract_tests.http_layer.recording import Recording
from contract_tests.options import RunOptions
from contract_tests.properties.schemathesis_run import PropertyReport
from contract_tests.reports.matrix import Matrix
from contract_tests.suite import Suite

CLEAN_EXIT, FINDINGS_EXIT, NOTHING_TESTED_EXIT = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Report:
    """A finished run, in the shape that every writer of a report takes."""

    options: RunOptions
    target_url: str
    target_is_mock: bool
    outcomes: tuple[Outcome, ...]
    findings: tuple[Finding, ...]
    notes: tuple[str, ...]
    matrix: Matrix
    properties: PropertyReport
    refused: Mapping[str, int]
    ledger: tuple[str, ...]
    recording: Recording
    stopped: str | None
    seconds: float

    @property
    def failing(self) -> tuple[Finding, ...]:
        """The findings that fail the run: what is only assumed fails the mock, and others where it is asked for."""
        strict = self.target_is_mock or self.options.fail_on_assumed
        kinds = {Kind.FAILURE, Kind.ASSUMED} if strict else {Kind.FAILURE}
        return tuple(finding for finding in self.findings if finding.kind in kinds)

    @property
    def informing(self) -> tuple[Finding, ...]:
        failing = set(self.failing)
        return tuple(finding for finding in self.findings if finding not in failing)

    @property
    def below_threshold(self) -> bool:
        return self.options.fail_under is not None and self.matrix.percent < self.options.fail_under

    @property
    def exit_code(self) -> int:
        if self.failing or self.below_threshold:
            return FINDINGS_EXIT
        tested = any(outcome.result in ("passed", "failed") for outcome in self.outcomes)
        return CLEAN_EXIT if tested else NOTHING_TESTED_EXIT

    def areas(self) -> Iterator[tuple[str, Counter[str]]]:
        """Per area, how many tests passed, failed and were skipped."""
        for area in dict.fromkeys(outcome.area for outcome in self.outcomes):
            yield area, Counter(outcome.result for outcome in self.outcomes if outcome.area == area)

    def skip_reasons(self) -> Counter[tuple[str, str]]:
        skipped = [outcome for outcome in self.outcomes if outcome.result == "skipped"]
        return Counter((outcome.area, outcome.reason) for outcome in skipped)


def make_report(
    suite: Suite, options: RunOptions, properties: PropertyReport, matrix: Matrix, seconds: float
) -> Report:
    notes = [
        *suite.results.notes,
        *(f"{code}: the target shows no error code for it" for code in sorted(suite.expect.not_observable)),
    ]
    return Report(
        options=options,
        target_url=suite.target.url,
        target_is_mock=suite.target.is_mock,
        outcomes=tuple(suite.results.outcomes),
        findings=tuple(suite.results.findings),
        notes=tuple(notes),
        matrix=matrix,
        properties=properties,
        refused=dict(suite.gate.refused),
        ledger=tuple(suite.provision.ledger),
        recording=suite.gate.recording,
        stopped=suite.gate.stopped,
        seconds=seconds,
    )
