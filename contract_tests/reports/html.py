"""The report for people: `report.html`, one page that needs nothing from outside."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from contract_tests.findings import Finding
from contract_tests.reports.report import Report
from contract_tests.reports.summary import verdict

_TEMPLATES = Path(__file__).parent / "templates"


def html_text(report: Report) -> str:
    environment = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True)
    one = environment.get_template("finding.html")

    def shown(finding: Finding, css: str) -> Markup:
        return Markup(one.render(finding=finding, css=css))

    return environment.get_template("report.html").render(report=report, verdict=verdict(report), shown=shown)
