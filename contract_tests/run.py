"""A whole run, from options to exit code."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis.configuration import set_hypothesis_home_dir

from contract_tests.contract import read_contract
from contract_tests.credentials import read_credentials
from contract_tests.divergences import DEFAULT_FILE, apply_divergences, read_divergences
from contract_tests.findings import Finding
from contract_tests.options import RunOptions
from contract_tests.plan import plan_lines
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
from contract_tests.verify import opened_suite, policy_of, run_suite

Say = Callable[[str], None]


def run(options: RunOptions, say: Say, progress: Say) -> int:
    """Runs what the options ask for and says what came out; returns the exit code.

    Raises the errors of a run that cannot be started: UsageError, TargetError, CredentialsError,
    DivergencesError and LaunchError.
    """
    if options.plan:
        policy = policy_of(options, read_credentials(options.credentials))
        for line in plan_lines(read_contract(options.contract), policy):
            say(line)
        return CLEAN_EXIT
    if options.replay is not None:
        return _replay(options, options.replay, say)
    rows = read_divergences(options.divergences or DEFAULT_FILE)
    started = time.monotonic()
    with _nothing_left_by_hypothesis(), opened_suite(options) as suite:
        properties = run_suite(suite, options, progress)
        _note_breakdown(suite)
        apply_divergences(suite.results, rows, complete=options.only is None and suite.gate.stopped is None)
        matrix = build_matrix(suite, properties.left_out)
        report = make_report(suite, options, properties, matrix, time.monotonic() - started)
    for line in summary_lines(report):
        say(line)
    _write(report, options.report_dir, say)
    return report.exit_code


@contextmanager
def _nothing_left_by_hypothesis() -> Iterator[None]:
    """Hypothesis keeps files in the folder it is started in: here that is the user's, who did not ask for them."""
    with TemporaryDirectory() as folder:
        set_hypothesis_home_dir(folder)
        yield


def _replay(options: RunOptions, name: str, say: Say) -> int:
    seed, entry = read_replay(options.report_dir, name)
    with opened_suite(replace(options, seed=seed)) as suite:
        lines, same = replay(suite, entry)
    for line in lines:
        say(line)
    return FINDINGS_EXIT if same else CLEAN_EXIT


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
    folder.mkdir(parents=True, exist_ok=True)
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
