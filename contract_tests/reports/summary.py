"""The summary that a person reads in ten seconds."""

from collections.abc import Iterator

from contract_tests.findings import Finding
from contract_tests.reports.report import CLEAN_EXIT, NOTHING_TESTED_EXIT, Report

_SHOWN_FINDINGS = 20
_SHOWN_LEDGER = 20


def summary_lines(report: Report) -> Iterator[str]:
    yield ""
    for finding in report.failing[:_SHOWN_FINDINGS]:
        yield from finding_lines(finding)
    if len(report.failing) > _SHOWN_FINDINGS:
        yield f"... and {len(report.failing) - _SHOWN_FINDINGS} more, in the reports"
    yield from _area_lines(report)
    yield from _side_lines(report)
    yield ""
    yield verdict(report)


def finding_lines(finding: Finding) -> Iterator[str]:
    """Expected and received side by side, where it is laid down, and how to see it again."""
    yield f"FAILED  {finding.title}  [{finding.kind}]"
    yield f"  expected  {_one_line(finding.expected)}"
    yield f"  received  {_one_line(finding.received)}"
    yield f"  where     {finding.location}"
    if finding.curl:
        yield f"  curl      {finding.curl}"
    if finding.replay:
        yield f"  replay    dolfin-mock verify --replay {finding.replay}"
    yield ""


def _area_lines(report: Report) -> Iterator[str]:
    yield f"{'area':<14}{'passed':>8}{'failed':>8}{'skipped':>9}"
    for area, counts in report.areas():
        yield f"{area:<14}{counts['passed']:>8}{counts['failed']:>8}{counts['skipped']:>9}"
    for (area, reason), count in report.skip_reasons().most_common():
        yield f"  {count} skipped in {area}: {reason or 'nothing to do for the operation in this phase'}"


def _side_lines(report: Report) -> Iterator[str]:
    counted = report.matrix.counted
    yield (
        f"coverage      {report.matrix.percent:.0f} %: {sum(cell.exercised for cell in counted)} of {len(counted)}"
        f" documented outcomes of the tested operations ({len(report.matrix.cells)} outcomes in the contract)"
    )
    yield f"requests      {report.recording.sent} sent, {sum(report.refused.values())} held back by the gate"
    for reason, count in sorted(report.refused.items()):
        yield f"  {count} {reason}"
    for reason in dict.fromkeys(report.properties.left_out.values()):
        count = sum(1 for r in report.properties.left_out.values() if r == reason)
        yield f"left out      {count} operations of the property tests: {reason}"
    for reason in dict.fromkeys(report.properties.exceptions.values()):
        count = sum(1 for r in report.properties.exceptions.values() if r == reason)
        yield f"exceptions    {count} operations: {reason}"
    for finding in report.informing:
        yield f"{finding.kind:<14}{finding.title}: expected {_one_line(finding.expected)}, received {finding.received}"
    for note in report.notes:
        yield f"note          {note}"
    yield from _ledger_lines(report)


def _ledger_lines(report: Report) -> Iterator[str]:
    if not report.ledger or report.options.starts_mock:
        return
    yield f"left behind   {len(report.ledger)} things on the target; the API offers no way to remove them:"
    for entry in report.ledger[:_SHOWN_LEDGER]:
        yield f"  {entry}"
    if len(report.ledger) > _SHOWN_LEDGER:
        yield f"  ... and {len(report.ledger) - _SHOWN_LEDGER} more, in the reports"


def verdict(report: Report) -> str:
    stopped = f" The run was cut short: {report.stopped}." if report.stopped else ""
    seed = f" Seed {report.options.seed}, {report.seconds:.0f} s."
    if report.exit_code == CLEAN_EXIT:
        return f"Clean: {report.target_url} keeps the contract as far as it was tested.{stopped}{seed}"
    if report.exit_code == NOTHING_TESTED_EXIT:
        return f"Nothing was tested: the reasons are above.{stopped}{seed}"
    if report.below_threshold:
        return f"Coverage is below --fail-under {report.options.fail_under:g}.{stopped}{seed}"
    return f"{len(report.failing)} findings at {report.target_url}.{stopped}{seed}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
