"""How a test's world begins: as the options say, the marker, and the call that makes it."""

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from mock_server.pytest_plugin.clock import written
from mock_server.pytest_plugin.errors import DolfinMockError
from mock_server.pytest_plugin.scenario_file import is_file

_MEMBERS = ("scenario", "seed", "now", "frozen")
_NAME_LENGTH = 40


def require_members(given: Mapping[str, object]) -> None:
    """Raises DolfinMockError for a keyword that says nothing of a beginning."""
    unknown = [name for name in given if name not in _MEMBERS]
    if unknown:
        raise DolfinMockError(f"dolfin_mock knows no {', '.join(unknown)}: it takes {', '.join(_MEMBERS)}")


def sent_beginning(given: Mapping[str, object], folder: Path) -> dict[str, Any]:
    """What is sent to make a world; a scenario's file is looked for in `folder`."""
    sent = {name: value for name, value in given.items() if value is not None}
    if isinstance(sent.get("now"), datetime):
        sent["now"] = written(sent["now"])  # type: ignore[arg-type]  # narrowed by the line before
    scenario = sent.get("scenario")
    if isinstance(scenario, str | Path) and is_file(str(scenario)):
        del sent["scenario"]
        sent["scenarioText"] = _text(folder / scenario)
    return sent


def world_name(node_id: str, number: int) -> str:
    """The name of a test's world, the same in every run: tokens hold it."""
    short = re.sub(r"[^A-Za-z0-9]+", "-", node_id.rpartition("::")[2])[:_NAME_LENGTH].strip("-") or "test"
    digest = hashlib.sha256(node_id.encode()).hexdigest()[:8]
    return f"{short}-{digest}" if number == 1 else f"{short}-{digest}-{number}"


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DolfinMockError(f"cannot read the scenario {path}: {error}") from error
