"""A whole run, from options to exit code."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis.configuration import set_hypothesis_home_dir

from contract_tests.contract import read_contract
from contract_tests.credentials import read_credentials
from contract_tests.divergences import DEFAULT_FILE, Divergence, apply_divergences, read_divergences
from contract_tests.findings import Finding
from contract_tests.http_layer.gate import INTERRUPTED
from contract_tests.options import RunOptions, UsageError
from contract_tests.plan import plan_lines
from contract_tests.properties.schemathesis_run import PropertyReport
from contract_tests.replay import replay
from contract_tests.reports.har import write_har
from contract_tests.reports.html import html_text
from contract_tests.reports.json_report import json_text
from contract_tests.reports.junit import junit_text
from contract_tests.reports.matrix import build_matrix
from contract_tests.reports.replays import FILE, read_replay, replays_text
from contract_tests.reports.report import CLEAN_EXIT, FINDINGS_EXIT, Report, make_report
from contract_tests.reports.summary import summary_lines
from contract_tests.suite import Suite
from contract_tests.verify import opened_suite, policy_of, require_known, run_suite

Say = Callable[[str], None]


def run(options: RunOptions, say: Say, progress: Say) -> int:
    """Runs what the options ask for and says what came out; returns the exit code.

    Raises the errors of a run that cannot be started: UsageError, TargetError, CredentialsError,
    DivergencesError and LaunchError.
    """
    contract = read_contract(options.contract)
    require_known(contract, options.only)
    if options.plan:
        policy = policy_of(options, read_credentials(options.credentials))
        for line in plan_lines(contract, policy, options.only, confined=not options.starts_mock):
            say(line)
        return CLEAN_EXIT
    if options.replay is not None:
        return _replay(options, options.replay, say)
    rows = read_divergences(options.divergences or DEFAULT_FILE)
    _make_folder(options.report_dir)
    report = _tested(options, rows, progress)
    for line in summary_lines(report):
        say(line)
    _write(report, options.report_dir, say)
    return report.exit_code


def _tested(options: RunOptions, rows: Sequence[Divergence], progress: Say) -> Report:
    """A run that is cut short, by Ctrl-C too, still tells what it did and what it left behind."""
    started = time.monotonic()
    with _nothing_left_by_hypothesis(), opened_suite(options) as suite:
        try:
            properties = run_suite(suite, options, progress)
        except KeyboardInterrupt:
            suite.gate.stop(INTERRUPTED)
            properties = PropertyReport()
        _note_breakdown(suite)
        apply_divergences(suite.results, rows, complete=options.only is None and suite.gate.stopped is None)
        suite.gate.recording.mask_again(suite.gate.masker.text)
        matrix = build_matrix(suite, properties)
        return make_report(suite, options, properties, matrix, time.monotonic() - started)


@contextmanager
def _nothing_left_by_hypothesis() -> Iterator[None]:
    """Hypothesis keeps files in the folder it is started in: here that is the user's, who did not ask for them."""
    with TemporaryDirectory() as folder:
        set_hypothesis_home_dir(folder)
        yield


def _replay(options: RunOptions, name: str, say: Say) -> int:
    seed, entry = read_replay(options.report_dir, name)
    with _nothing_left_by_hypothesis(), opened_suite(replace(options, seed=seed)) as suite:
        lines, same = replay(suite, entry, name)
    for line in lines:
        say(line)
    return FINDINGS_EXIT if same else CLEAN_EXIT


def _make_folder(folder: Path) -> None:
    """Before the run: reports that cannot be written afterwards would be lost."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"--report-dir {folder}: {error.strerror}") from error


def _note_breakdown(suite: Suite) -> None:
    if suite.gate.breakdown is not None:
        suite.results.add(
            Finding(
                key="gate::breakdown",
                area="gate",
                title="the server broke down; the run was stopped",
                expected="answers",
                received=suite.gate.breakdown,
                location="the gate",
            )
        )


def _write(report: Report, folder: Path, say: Say) -> None:
    texts = {
        "report.html": html_text(report),
        "report.json": json_text(report),
        "junit.xml": junit_text(report),
        FILE: replays_text(report),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", errors="replace")
    write_har(report.recording, folder / "traffic.har", version("dolfin-mock"))
    say(f"Reports: {folder / 'report.html'}, report.json, junit.xml, traffic.har")
