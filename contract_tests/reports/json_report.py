"""The report for programs: `report.json`, for gates in CI."""

import json
from dataclasses import asdict
from typing import Any

from contract_tests.reports.report import Report


def json_text(report: Report) -> str:
    return json.dumps(as_json(report), indent=2, ensure_ascii=False) + "\n"


def as_json(report: Report) -> dict[str, Any]:
    failing = set(report.failing)
    return {
        "target": report.target_url,
        "exitCode": report.exit_code,
        "seed": report.options.seed,
        "seconds": round(report.seconds, 1),
        "stopped": report.stopped,
        "areas": {area: dict(counts) for area, counts in report.areas()},
        "findings": [{**asdict(finding), "fails": finding in failing} for finding in report.findings],
        "outcomes": [asdict(outcome) for outcome in report.outcomes],
        "coverage": {
            "percent": round(report.matrix.percent, 1),
            "cells": [asdict(cell) for cell in report.matrix.cells],
        },
        "properties": {
            "cases": report.properties.cases,
            "checks": dict(report.properties.checks),
            "leftOut": report.properties.left_out,
            "exceptions": report.properties.exceptions,
        },
        "requests": {"sent": report.recording.sent, "heldBack": dict(report.refused)},
        "ledger": list(report.ledger),
        "notes": list(report.notes),
    }
