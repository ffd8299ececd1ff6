"""The coverage matrix: operation x documented status x error code, exercised or not, and why not."""

from collections.abc import Mapping
from dataclasses import dataclass

from contract_tests.contract import Operation
from contract_tests.properties.schemathesis_run import PropertyReport
from contract_tests.suite import Suite

NOT_CHOSEN = "not chosen by --only"
NOT_REACHED = "no request of this run caused it"
NOT_SHOWN = "the target does not show error codes; the status was seen"


@dataclass(frozen=True, slots=True)
class Cell:
    """One documented outcome of an operation. `count` is how often it was seen; `reason` why it was not."""

    operation_id: str
    status: str
    code: str | None
    count: int
    reason: str

    @property
    def exercised(self) -> bool:
        return self.count > 0


@dataclass(frozen=True, slots=True)
class Matrix:
    cells: tuple[Cell, ...]
    left_out: Mapping[str, str]

    @property
    def counted(self) -> tuple[Cell, ...]:
        """The outcomes of the operations that were not left out."""
        return tuple(cell for cell in self.cells if cell.operation_id not in self.left_out)

    @property
    def percent(self) -> float:
        """The share of exercised outcomes among those that count."""
        counted = self.counted
        return 100 * sum(cell.exercised for cell in counted) / len(counted) if counted else 0.0


def build_matrix(suite: Suite, properties: PropertyReport) -> Matrix:
    """The matrix of a run; the operations that its property tests left out do not count for the percentage."""
    left_out = {**properties.left_out, **dict.fromkeys(properties.not_chosen, NOT_CHOSEN)}
    operations = suite.contract.operations.values()
    return Matrix(tuple(cell for o in operations for cell in _cells(suite, o, left_out.get(o.id))), left_out)


def _cells(suite: Suite, operation: Operation, left_out: str | None) -> list[Cell]:
    cells: list[Cell] = []
    for status in operation.statuses:
        codes: list[str | None] = [code.name for code in operation.codes if str(code.status) == status]
        cells += [_cell(suite, operation, status, code, left_out) for code in codes or [None]]
    return cells


def _cell(suite: Suite, operation: Operation, status: str, code: str | None, left_out: str | None) -> Cell:
    exercised = suite.gate.recording.exercised
    same_status = {c: n for (o, s, c), n in exercised.items() if o == operation.id and str(s) == status}
    count = sum(same_status.values()) if code is None else same_status.get(code, 0)
    if count == 0 and code is not None and (operation.id, code) in suite.expect.seen:
        count = 1
    reason = "" if count else left_out or (NOT_SHOWN if None in same_status and code is not None else NOT_REACHED)
    return Cell(operation.id, status, code, count, reason)
