"""Makes pytest run the rule tests and journeys of a suite, and collects how they end."""

from collections.abc import Callable, Collection, Generator
from typing import Any

import pytest

from contract_tests.checks.expect import Mismatch
from contract_tests.findings import Finding, Kind, Outcome
from contract_tests.http_layer.gate import GateClosed
from contract_tests.suite import Suite

MARKERS = (
    "needs(*capabilities): what the target must be able to do, such as clock, reset, writes, two_clients, portal_user",
    "error_code(code, operation): the refusal that the test produces by its real cause",
    "about(*operations): the operations that the test is about, where no error code says it",
)
NAME = "dolfin-suite"
_SHOWN_BODY = 300


class SuitePlugin:
    """Gives tests the suite, skips what the target cannot do, and turns endings into outcomes and findings."""

    def __init__(self, suite: Suite, only: str | None, say: Callable[[str], None], names: Collection[str] = ()) -> None:
        self.suite = suite
        self._only = only
        self._say = say
        self._names = tuple(names)

    def pytest_configure(self, config: pytest.Config) -> None:
        for marker in MARKERS:
            config.addinivalue_line("markers", marker)

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Tests over the whole contract get their operations from it."""
        cases = getattr(metafunc.module, "CASES", {}).get(metafunc.function.__name__)
        if cases is not None:
            metafunc.parametrize("operation", cases(self.suite.contract))

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        chosen = [item for item in items if self._is_chosen(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
        items[:] = chosen

    def _is_chosen(self, item: pytest.Item) -> bool:
        if self._names and not _key(item).startswith(self._names):
            return False
        return self._only is None or _concerns(item, self._only, self.suite)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        if self.suite.gate.stopped is not None:
            pytest.skip(self.suite.gate.stopped)
        missing = self.suite.target.missing(_needs(item))
        if missing:
            pytest.skip(f"the target has no {', '.join(sorted(missing))}")

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        self.suite.gate.test = _key(item)
        try:
            with self.suite.area(_area(item)):
                return (yield)
        finally:
            self.suite.gate.test = None

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        closed = call.excinfo is not None and isinstance(call.excinfo.value, GateClosed)
        if closed and call.excinfo is not None:
            report.outcome = "skipped"
            report.longrepr = (str(item.path), 0, f"Skipped: {call.excinfo.value}")
        if report.when == "call" or report.outcome != "passed":
            self._note(item, call, report)
        return report

    def _note(self, item: pytest.Item, call: pytest.CallInfo[None], report: pytest.TestReport) -> None:
        key = _key(item)
        reason = ""
        if report.outcome == "skipped":
            reason = str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else str(report.longrepr)
        outcome = Outcome(key, _area(item), report.outcome, reason.removeprefix("Skipped: "), report.duration)
        self.suite.results.outcomes.append(outcome)
        self._say(key)
        if report.outcome == "failed" and call.excinfo is not None:
            self.suite.results.add(self._finding(key, item, call.excinfo.value))

    def _finding(self, key: str, item: pytest.Item, error: BaseException) -> Finding:
        title = item.name.removeprefix("test_").replace("_", " ")
        if not isinstance(error, Mismatch):
            return self._unexpected(key, item, title, error)
        recorded = error.answer.recorded
        marker = item.get_closest_marker("error_code")
        return Finding(
            key=key,
            area=_area(item),
            title=title,
            expected=self.suite.gate.masker.text(error.expected),
            received=self.suite.gate.masker.text(error.received),
            location=error.location,
            kind=Kind.ASSUMED if error.assumed else Kind.FAILURE,
            operation_id=error.answer.operation.id,
            error_code=marker.args[0] if marker else None,
            curl=recorded.curl if recorded else None,
            replay=recorded.id if recorded else None,
        )

    def _unexpected(self, key: str, item: pytest.Item, title: str, error: BaseException) -> Finding:
        """A test that ended otherwise than by an expectation: the last answer it saw led there."""
        recorded = self.suite.gate.recording.last_of(key)
        answered = f", after the answer {recorded.status} {recorded.response_body[:_SHOWN_BODY]}" if recorded else ""
        return Finding(
            key=key,
            area=_area(item),
            title=title,
            expected=title,
            received=self.suite.gate.masker.text(_first_line(error)) + answered,
            location=item.nodeid,
            operation_id=recorded.operation_id if recorded else None,
            curl=recorded.curl if recorded else None,
            replay=recorded.id if recorded else None,
        )


def _needs(item: pytest.Item) -> frozenset[str]:
    return frozenset(need for marker in item.iter_markers("needs") for need in marker.args)


def _area(item: pytest.Item) -> str:
    return item.path.parent.name


def _key(item: pytest.Item) -> str:
    """How outcomes and findings name the test."""
    return f"{_area(item)}::{item.name}"


def _concerns(item: pytest.Item, only: str, suite: Suite) -> bool:
    """Whether a test is about that tag, operation or error code."""
    names = {marker.args[0] for marker in item.iter_markers("error_code")}
    for operation_id in _operations(item):
        operation = suite.contract.operations[operation_id]
        names |= {operation.id, operation.tag, operation.label}
    return only.casefold() in {name.casefold() for name in names}


def _operations(item: pytest.Item) -> frozenset[str]:
    refusing = {marker.args[1] for marker in item.iter_markers("error_code")}
    return frozenset(refusing.union(*(marker.args for marker in item.iter_markers("about"))))


def _first_line(error: BaseException) -> str:
    return f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
