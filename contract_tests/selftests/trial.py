"""One try: the tests that should notice a fault are run against the server behind the layer."""

import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from contract_tests.findings import Kind
from contract_tests.options import RunOptions
from contract_tests.properties.schemathesis_run import PropertyOptions, run_properties
from contract_tests.selftests.fault_layer import FaultLayer, passes_through
from contract_tests.selftests.faults.fault import Fault
from contract_tests.selftests.faults.generated import EVERY_OPERATION
from contract_tests.suite import Suite
from contract_tests.verify import opened_suite, run_tests

_SEED = 1
_EXAMPLES = 5
_GENERATED = "properties::"
_TEST = "properties::test_"
_COUNTING = (Kind.FAILURE, Kind.ASSUMED)


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of one fault: `failures` are the keys of what failed until it was caught, `requests` those sent."""

    fault: str
    caught_by: str | None
    failures: tuple[str, ...]
    requests: int
    seconds: float


def try_fault(layer: FaultLayer, fault: Fault, contract: Path) -> Trial:
    """Runs the fault's selection with the fault, until it is caught."""
    started = time.monotonic()
    layer.breaker = fault.breaker
    watch = _run(layer, fault.selection, fault.caught_by, contract)
    caught_by, failures = watch.caught_by, watch.failures
    if layer.accidents:
        caught_by, failures = None, (f"the fault itself failed: {layer.accidents[0]}",)
    return Trial(fault.name, caught_by, failures, watch.requests, time.monotonic() - started)


def failures_without_fault(layer: FaultLayer, selection: Iterable[str], contract: Path) -> tuple[str, ...]:
    """What fails although nothing is broken: nothing should, else a failure would prove nothing."""
    layer.breaker = passes_through
    return _run(layer, tuple(dict.fromkeys(selection)), (), contract).failures


class _Watch:
    """Ends a run as soon as one of the awaited failures is there."""

    def __init__(self, suite: Suite, awaited: tuple[str, ...]) -> None:
        self._suite = suite
        self._awaited = awaited
        self.caught_by: str | None = None
        self.requests = 0

    def __call__(self, _progress: str = "") -> None:
        if self.caught_by is None:
            self.requests = self._suite.gate.recording.sent
            self.caught_by = next((key for key in self.failures if key.startswith(self._awaited)), None)
        if self.caught_by is not None:
            self._suite.gate.stop("the fault is caught")

    @property
    def failures(self) -> tuple[str, ...]:
        results = self._suite.results
        failed = [outcome.key for outcome in results.outcomes if outcome.result == "failed" and _is_test(outcome.key)]
        return tuple(dict.fromkeys([*failed, *(f.key for f in results.findings if f.kind in _COUNTING)]))


def _run(layer: FaultLayer, selection: Collection[str], awaited: tuple[str, ...], contract: Path) -> _Watch:
    layer.upstream.reset()
    layer.accidents.clear()
    options = RunOptions(contract, target=layer.url, allow_writes=True, probe_methods=True, seed=_SEED)
    with opened_suite(options) as suite:
        watch = _Watch(suite, awaited)
        tests = [key for key in selection if _is_test(key)]
        if tests:
            run_tests(suite, None, watch, tests)
            watch()
        for label in dict.fromkeys(key.split("::")[1] for key in selection if not _is_test(key)):
            if watch.caught_by is None:
                run_properties(
                    suite, PropertyOptions(_SEED, _EXAMPLES, None if label == EVERY_OPERATION else label), watch
                )
                watch()
    return watch


def _is_test(key: str) -> bool:
    return key.startswith(_TEST) or not key.startswith(_GENERATED)
