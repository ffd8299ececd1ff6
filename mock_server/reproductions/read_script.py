"""A script as programs are told it, read back."""

import base64
from collections.abc import Mapping
from typing import Any

from mock_server.domain import times
from mock_server.reproductions.beginning import TEXT_MEMBER
from mock_server.reproductions.script import Body, Expected, Filler, Script, Start, Step


def read_script(told: Mapping[str, Any]) -> Script:
    """The script of which `as_json` made this. Raises KeyError, TypeError or ValueError for anything else."""
    expected = Expected(told["expected"]["status"], told["expected"]["code"])
    return Script(told["title"], _start(told["start"]), tuple(map(_step, told["steps"])), expected)


def _start(told: Mapping[str, Any]) -> Start:
    return Start(
        scenario=told.get("scenario", ""),
        text=told.get(TEXT_MEMBER),
        seed=told.get("seed"),
        now=times.read(told["now"]) if "now" in told else None,
    )


def _step(told: Mapping[str, Any]) -> Step:
    keep = dict(told.get("keep", {}))
    return Step(told["method"], told["path"], dict(told["headers"]), _body(told), keep, control=told["control"])


def _body(told: Mapping[str, Any]) -> Body:
    if "spaces" in told:
        return Filler(told["spaces"])
    if "base64" in told:
        return base64.b64decode(told["base64"])
    body: str | None = told.get("body")
    return body
