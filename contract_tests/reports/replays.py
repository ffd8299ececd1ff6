"""The requests that show a finding, kept in `replays.json` so that one can be sent again."""

import json
from pathlib import Path
from typing import Any

from contract_tests.findings import Finding
from contract_tests.http_layer.recording import Recorded
from contract_tests.options import UsageError
from contract_tests.reports.report import Report

FILE = "replays.json"


def replays_text(report: Report) -> str:
    kept = report.recording.kept
    shown = {finding.replay: finding for finding in report.findings if finding.replay in kept}
    entries = {name: _entry(kept[str(name)], finding) for name, finding in shown.items()}
    return json.dumps({"seed": report.options.seed, "requests": entries}, indent=2, ensure_ascii=False) + "\n"


def read_replay(folder: Path, name: str) -> tuple[int, dict[str, Any]]:
    """The seed of the run and the request of that id. Raises UsageError."""
    file = folder / FILE
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"no {file}: give the --report-dir of the run that named {name}") from error
    if name not in kept["requests"]:
        known = ", ".join(kept["requests"]) or "none"
        raise UsageError(f"{file} has no request {name}; it has {known}")
    return int(kept["seed"]), kept["requests"][name]


def _entry(recorded: Recorded, finding: Finding) -> dict[str, Any]:
    return {
        "title": finding.title,
        "finding": finding.key,
        "test": recorded.test,
        "operationId": recorded.operation_id,
        "method": recorded.method,
        "path": recorded.path,
        "headers": dict(recorded.request_headers),
        "credentials": dict(recorded.credentials),
        "body": recorded.request_body,
        "status": recorded.status,
        "errorCode": recorded.error_code,
    }
