"""The report for CI: `junit.xml`, one case for each test and each finding that no test stands for."""

import re
from collections.abc import Iterable
from xml.etree import ElementTree

from contract_tests.findings import Finding, Outcome
from contract_tests.reports.report import Report

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_text(report: Report) -> str:
    root = ElementTree.Element("testsuites", name="dolfin-mock verify")
    tested = {outcome.key for outcome in report.outcomes}
    for area in dict.fromkeys([*(o.area for o in report.outcomes), *(f.area for f in report.failing)]):
        suite = ElementTree.SubElement(root, "testsuite", name=area)
        for outcome in report.outcomes:
            if outcome.area == area:
                _add_outcome(suite, outcome, report.failing)
        for finding in report.failing:
            if finding.area == area and finding.key not in tested:
                _add_failure(ElementTree.SubElement(suite, "testcase", name=_clean(finding.key)), finding)
        _count(suite)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _add_outcome(suite: ElementTree.Element, outcome: Outcome, failing: Iterable[Finding]) -> None:
    case = ElementTree.SubElement(
        suite, "testcase", name=_clean(outcome.key), classname=outcome.area, time=f"{outcome.seconds:.3f}"
    )
    if outcome.result == "skipped":
        ElementTree.SubElement(case, "skipped", message=_clean(outcome.reason))
    for finding in failing:
        if finding.key == outcome.key:
            _add_failure(case, finding)


def _add_failure(case: ElementTree.Element, finding: Finding) -> None:
    message = f"expected {finding.expected}, received {finding.received}"
    failure = ElementTree.SubElement(case, "failure", message=_clean(message), type=finding.kind.value)
    failure.text = _clean("\n".join(part for part in (finding.location, finding.curl, finding.replay) if part))


def _count(suite: ElementTree.Element) -> None:
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(sum(case.find("failure") is not None for case in suite)))
    suite.set("skipped", str(sum(case.find("skipped") is not None for case in suite)))


def _clean(text: str) -> str:
    """XML has no way to write control characters."""
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)
