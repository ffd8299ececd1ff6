"""Schemathesis over every operation: examples, coverage, fuzzing and stateful phases, with all built-in checks.

Its command line is not used: the engine's events become the suite's outcomes and findings, and its requests
pass the suite's gate. The names imported here are pinned with its version.
"""

import json
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.core.errors import NoLinksFound
from schemathesis.core.failures import Failure
from schemathesis.engine import Status, events, from_schema
from schemathesis.engine.recorder import CheckNode, ScenarioRecorder
from schemathesis.filters import FilterSet

from contract_tests.api_client import Caller
from contract_tests.contract import Operation
from contract_tests.findings import Finding, Outcome
from contract_tests.http_layer.gate import INTERRUPTED, GateClosed
from contract_tests.http_layer.policy import BEYOND, OUTREACHING_OPERATIONS, changes_nothing
from contract_tests.properties.exceptions import check_settings, reasons
from contract_tests.properties.framing import leaves_framing_alone
from contract_tests.suite import Suite

AREA = "properties"
UNDECLARED_METHODS = ("DELETE", "OPTIONS", "PATCH", "PUT")
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class PropertyOptions:
    """How much to generate: the most examples for an operation in one phase, from a seed."""

    seed: int
    max_examples: int
    only: str | None = None


@dataclass
class PropertyReport:
    """What the run did, besides its findings."""

    left_out: dict[str, str] = field(default_factory=dict)
    not_chosen: set[str] = field(default_factory=set)
    exceptions: dict[str, str] = field(default_factory=dict)
    checks: Counter[str] = field(default_factory=Counter)
    cases: int = 0


def run_properties(suite: Suite, options: PropertyOptions, progress: Progress) -> PropertyReport:
    """Runs every phase over the operations that may be called; adds outcomes and findings to the suite's results."""
    report = PropertyReport()
    operations = suite.contract.operations.values()
    report.not_chosen = {o.id for o in operations if options.only is not None and not is_about(o, options.only)}
    chosen = {o.id for o in operations if o.id not in report.not_chosen and _is_chosen(suite, o, report)}
    report.exceptions = {o: reason for o, reason in reasons(suite.contract).items() if o in chosen}
    if chosen and suite.gate.stopped is None:
        with tempfile.TemporaryDirectory() as folder, suite.area(AREA):
            config = _config(suite, options, chosen, _identities(suite, Path(folder)))
            schema = schemathesis.openapi.from_dict(dict(suite.contract.document), config=config)
            schema.filter_set = FilterSet()
            schema.filter_set.include(operation_id=sorted(chosen))
            leave_framing_alone(schema)
            _follow(suite, schema, report, progress)
    return report


def leave_framing_alone(schema: Any) -> None:
    """Has the generator pass over headers that belong to the HTTP layer."""
    schema.hook("filter_headers")(leaves_framing_alone)


def _is_chosen(suite: Suite, operation: Operation, report: PropertyReport) -> bool:
    reason = _reason_to_leave_out(suite, operation)
    if reason is not None:
        report.left_out[operation.id] = reason
    return reason is None


def is_about(operation: Operation, only: str) -> bool:
    """Whether `--only` names the operation, its tag or one of its error codes."""
    names = {operation.id, operation.tag, operation.label, *(code.name for code in operation.codes)}
    return only.casefold() in {name.casefold() for name in names}


def _reason_to_leave_out(suite: Suite, operation: Operation) -> str | None:
    if not suite.gate.policy.writes and not changes_nothing(operation):
        return "changes state: allow that with --allow-writes"
    if operation.id in OUTREACHING_OPERATIONS and not suite.gate.policy.outreach:
        return "has effects outside the API: allow that with --allow-outreach"
    if suite.gate.confined and not changes_nothing(operation) and not operation.needs_organisation:
        return BEYOND
    if operation.credentials == {"apiKey"} and "api_key" not in suite.target.capabilities:
        return "takes an API key alone, and none was given"
    return None


def _identities(suite: Suite, folder: Path) -> tuple[Path, list[str]]:
    """A Web Fuzzing Commons document with the callers; two must not see each other's objects.

    Key and session are sent together: each operation picks the one it takes.
    """
    callers = suite.provision.identities()
    file = folder / "identities.json"
    entries = [{"name": name, "fixedHeaders": _fixed(caller)} for name, caller in callers.items()]
    file.write_text(json.dumps({"schemaVersion": "0.2.0", "auth": entries}), encoding="utf-8")
    return file, list(callers)


def _fixed(caller: Caller) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in caller.headers.items()]


def _config(
    suite: Suite, options: PropertyOptions, chosen: set[str], identities: tuple[Path, list[str]]
) -> SchemathesisConfig:
    file, names = identities
    wfc: dict[str, Any] = {"path": str(file)}
    if len(names) > 1:
        wfc["peers"] = names
    undeclared = list(UNDECLARED_METHODS) if suite.gate.policy.undeclared else []
    return SchemathesisConfig.from_dict(
        {
            "seed": options.seed,
            "base-url": suite.target.url,
            "continue-on-failure": True,
            "auth": {"wfc": wfc, "auto-signup": False},
            "generation": {"max-examples": options.max_examples, "database": "none"},
            "phases": {"coverage": {"unexpected-methods": undeclared}},
            "cache": {"enabled": False},
            "operations": [
                {"include-operation-id": o, "checks": checks}
                for o, checks in check_settings(suite.contract).items()
                if o in chosen
            ],
        }
    )


def _follow(suite: Suite, schema: Any, report: PropertyReport, progress: Progress) -> None:
    stream = from_schema(schema).execute()
    for event in stream:
        if isinstance(event, events.ScenarioFinished) and event.is_test_scenario:
            _note_scenario(suite, event, report)
            progress(f"{event.phase.value} {event.label or ''}".strip())
        elif isinstance(event, events.NonFatalError):
            _note_problem(suite, event)
        elif isinstance(event, events.Interrupted):
            suite.gate.stop(INTERRUPTED)
        elif isinstance(event, events.FatalError):
            _note_error(suite, "Schemathesis", event.exception)
        if suite.gate.stopped is not None:
            stream.stop()


def _note_scenario(suite: Suite, event: events.ScenarioFinished, report: PropertyReport) -> None:
    report.cases += len(event.recorder.cases)
    key = f"{AREA}::{event.phase.value}::{event.recorder.label}"
    failed = False
    for case_id, nodes in event.recorder.checks.items():
        for node in nodes:
            report.checks[node.name] += 1
            if node.status == Status.FAILURE and node.failure_info is not None:
                failed = True
                suite.results.add(_finding(suite, event.recorder, case_id, node, node.failure_info.failure))
    result, reason = ("failed", "") if failed else _ending(suite, event)
    suite.results.outcomes.append(Outcome(key, AREA, result, reason, event.elapsed_time))


def _ending(suite: Suite, event: events.ScenarioFinished) -> tuple[str, str]:
    """How a scenario without a failed check ended: it passed only if it ran to its end and was answered."""
    if event.status == Status.SKIP:
        return "skipped", event.skip_reason or ""
    if event.status == Status.SUCCESS and event.recorder.has_responses():
        return "passed", ""
    if suite.gate.stopped is not None:
        return "skipped", f"not run to its end: {suite.gate.stopped}"
    if event.status == Status.SUCCESS:
        return "skipped", "nothing was sent"
    return "failed", "it could not be run to its end"


def _finding(suite: Suite, recorder: ScenarioRecorder, case_id: str, node: CheckNode, failure: Failure) -> Finding:
    case = recorder.cases[case_id].value
    operation = suite.contract.find(case.operation.method.upper(), case.operation.path)
    interaction = recorder.interactions.get(case_id)
    response = interaction.response if interaction is not None else None
    label = operation.label if operation is not None else recorder.label
    return Finding(
        key=f"{AREA}::{label}::{node.name}::{failure.title}",
        area=AREA,
        title=f"{label}: {failure.title}",
        expected=node.name.replace("_", " "),
        received=suite.gate.masker.text(_told(failure, response)),
        location=f"Schemathesis check {node.name}",
        operation_id=operation.id if operation is not None else None,
        curl=suite.gate.masker.text(node.failure_info.code_sample) if node.failure_info else None,
        replay=suite.gate.recording.by_case.get(failure.case_id or case_id),
    )


def _told(failure: Failure, response: Any) -> str:
    status = f"{response.status_code}: " if response is not None else ""
    return f"{status}{failure.message.strip() or failure.title}"


def _note_problem(suite: Suite, event: events.NonFatalError) -> None:
    """A part of the run that could not be: no finding where it is no fault of the target."""
    if isinstance(event.value, NoLinksFound):
        reason = "no link leads from one of the chosen operations to another"
        suite.results.outcomes.append(Outcome(f"{AREA}::stateful", AREA, "skipped", reason))
    elif not _is_gate(event.value):
        _note_error(suite, event.label, event.value)


def _note_error(suite: Suite, label: str, error: Exception) -> None:
    text = suite.gate.masker.text(f"{type(error).__name__}: {error}")
    suite.results.add(
        Finding(f"{AREA}::error::{label}", AREA, f"{label}: could not be tested", "a test run", text, "Schemathesis")
    )


def _is_gate(error: BaseException | None) -> bool:
    """Whether a request was not sent because the gate was closed; that is counted there."""
    while error is not None:
        if isinstance(error, GateClosed):
            return True
        error = error.__cause__ or error.__context__
    return False
