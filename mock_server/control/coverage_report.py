"""How much of what a contract documents was answered: operation by status and error code."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mock_server.catalogue import ENFORCED
from mock_server.contract.document import Contract, Operation
from mock_server.domain.coverage import Outcome
from mock_server.json_value import Json


@dataclass(frozen=True, slots=True)
class Documented:
    """An outcome that the contract has for an operation. Nothing here answers one that is not `possible`."""

    status: int
    error_code: str | None
    possible: bool
    exercised: int
    asked: int

    @property
    def told(self) -> str:
        return f"{self.status} {self.error_code}" if self.error_code else str(self.status)


@dataclass(frozen=True, slots=True)
class OperationCoverage:
    """`others` are the outcomes that the contract does not have, with how often there was each."""

    operation: Operation
    documented: tuple[Documented, ...]
    others: Mapping[Outcome, int]

    @property
    def is_called(self) -> bool:
        return any(each.exercised for each in self.documented) or any(not outcome.asked for outcome in self.others)

    @property
    def possible(self) -> int:
        return sum(each.possible for each in self.documented)

    @property
    def exercised(self) -> int:
        return sum(each.possible and each.exercised > 0 for each in self.documented)


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """`only_called`: an operation that was never called does not count."""

    operations: tuple[OperationCoverage, ...]
    unmatched: Mapping[Outcome, int]
    threshold: float | None
    only_called: bool

    @property
    def counted(self) -> tuple[OperationCoverage, ...]:
        return tuple(each for each in self.operations if each.is_called or not self.only_called)

    @property
    def possible(self) -> int:
        return sum(each.possible for each in self.counted)

    @property
    def exercised(self) -> int:
        return sum(each.exercised for each in self.counted)

    @property
    def percent(self) -> float:
        return percent(self.exercised, self.possible)

    @property
    def is_reached(self) -> bool:
        """Without a threshold it always is; where nothing counts, nothing was exercised."""
        return self.threshold is None or self.exercised * 100 >= self.threshold * max(self.possible, 1)


def report_of(
    contract: Contract, counts: Mapping[Outcome, int], threshold: float | None, *, only_called: bool
) -> CoverageReport:
    by_operation: dict[str, dict[Outcome, int]] = {}
    for outcome, times in counts.items():
        known = outcome.operation_id if outcome.operation_id in contract.operations else None
        by_operation.setdefault(known or "", {})[outcome] = times
    operations = tuple(_covered(each, by_operation.get(each.id, {})) for each in contract.operations.values())
    return CoverageReport(operations, by_operation.get("", {}), threshold, only_called)


def percent(part: int, whole: int) -> float:
    """Rounded down to two places, so that it never looks like more; 0 of nothing."""
    return part * 10_000 // whole / 100 if whole else 0.0


def shown(report: CoverageReport) -> dict[str, Json]:
    called = [each for each in report.operations if each.is_called]
    return {
        "percent": report.percent,
        "threshold": report.threshold,
        "reached": report.is_reached,
        "counted": "called" if report.only_called else "all",
        "outcomes": {"documented": report.possible, "exercised": report.exercised},
        "operations": {"documented": len(report.operations), "called": len(called)},
        "byOperation": [_shown_operation(each) for each in report.operations],
        "unmatched": _shown_others(report.unmatched),
    }


def _covered(operation: Operation, counts: Mapping[Outcome, int]) -> OperationCoverage:
    documented = tuple(
        Documented(
            status,
            code,
            code is None or code in ENFORCED,
            counts.get(Outcome(operation.id, status, code), 0),
            counts.get(Outcome(operation.id, status, code, asked=True), 0),
        )
        for status, code in _documented(operation)
    )
    known = {(each.status, each.error_code) for each in documented}
    others = {o: n for o, n in counts.items() if (o.status, o.error_code) not in known}
    return OperationCoverage(operation, documented, others)


def _documented(operation: Operation) -> Iterator[tuple[int, str | None]]:
    yield operation.success, None
    yield from dict.fromkeys((row.status, row.code) for row in operation.error_codes)


def _shown_operation(covered: OperationCoverage) -> Json:
    return {
        "operationId": covered.operation.id,
        "method": covered.operation.method,
        "path": covered.operation.path,
        "percent": percent(covered.exercised, covered.possible),
        "outcomes": [
            {
                "status": each.status,
                "errorCode": each.error_code,
                "exercised": each.exercised,
                "askedFor": each.asked,
                "counts": each.possible,
            }
            for each in covered.documented
        ],
        "undocumented": _shown_others(covered.others),
    }


def _shown_others(others: Mapping[Outcome, int]) -> Json:
    return [
        {"status": o.status or None, "errorCode": o.error_code, "times": times, "askedFor": o.asked}
        for o, times in others.items()
    ]
