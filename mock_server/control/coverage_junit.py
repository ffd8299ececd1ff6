"""A coverage report as JUnit, as CI servers read it.

One suite for each operation that counts, one case for each of its outcomes: passed where it was exercised, skipped
where it was not, so that what is missing is listed and breaks no build. What breaks it is one case of its own, the
threshold.
"""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from mock_server.control.coverage_report import CoverageReport, Documented, OperationCoverage

_CLASS = "dolfin-mock.coverage"


def junit_of(report: CoverageReport) -> bytes:
    suites = Element("testsuites", name="dolfin-mock coverage")
    _threshold(suites, report)
    for covered in report.counted:
        _suite(suites, covered)
    indent(suites)
    return bytes(tostring(suites, encoding="utf-8", xml_declaration=True)) + b"\n"


def _threshold(suites: Element, report: CoverageReport) -> None:
    failed = not report.is_reached
    suite = SubElement(suites, "testsuite", name="threshold", tests="1", failures=str(int(failed)), skipped="0")
    case = SubElement(suite, "testcase", classname=_CLASS, name="threshold")
    told = f"{report.percent} % of {report.possible} documented outcomes were exercised"
    if failed:
        SubElement(case, "failure", message=f"{told}: {report.threshold:g} % are asked for")
    else:
        SubElement(case, "system-out").text = told


def _suite(suites: Element, covered: OperationCoverage) -> None:
    missing = len(covered.documented) - sum(each.exercised > 0 for each in covered.documented)
    suite = SubElement(
        suites,
        "testsuite",
        name=covered.operation.id,
        tests=str(len(covered.documented)),
        failures="0",
        skipped=str(missing),
    )
    for each in covered.documented:
        case = SubElement(suite, "testcase", classname=f"{_CLASS}.{covered.operation.id}", name=each.told)
        if not each.exercised:
            SubElement(case, "skipped", message=_why(each))


def _why(each: Documented) -> str:
    if not each.possible:
        return "does not count: documented only, nothing here causes it"
    return "not exercised: only asked for" if each.asked else "not exercised"
