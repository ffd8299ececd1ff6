"""Performs a script, request by request, over whatever sends requests."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import orjson

from mock_server.json_pointer import keys_of
from mock_server.reproductions.placeholders import filled
from mock_server.reproductions.script import Body, Filler, Script, Step

CODE_HEADER = "x-mock-error-code"


@dataclass(frozen=True, slots=True)
class Received:
    """An answer; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def code(self) -> str | None:
        return self.headers.get(CODE_HEADER)


class Sender(Protocol):
    """Sends a step to the world of the script; `body` is complete."""

    def __call__(self, step: Step, path: str, headers: Mapping[str, str], body: bytes | None) -> Received: ...


class ScriptError(Exception):
    """A step was answered otherwise than the steps after it need; one line for the user."""


def perform(script: Script, send: Sender) -> Received:
    """The answer of the last step. Raises ScriptError where an earlier one lacks what later ones use."""
    kept: dict[str, str] = {}
    received: Received | None = None
    for number, step in enumerate(script.steps, 1):
        received = send(step, filled(step.path, kept), _headers(step, kept), _content(step.body, kept))
        if step.control and received.status >= 400:
            raise ScriptError(f"step {number} ({step.method} {step.path}) was refused with {received.status}")
        kept |= _kept(step, received, number)
    assert received is not None, "a script has a step"
    return received


def _kept(step: Step, received: Received, number: int) -> dict[str, str]:
    if not step.keep:
        return {}
    try:
        answer = orjson.loads(received.content)
        return {name: str(_at(answer, pointer)) for name, pointer in step.keep.items()}
    except (ValueError, LookupError, TypeError) as error:
        told = f"step {number} ({step.method} {step.path}) was answered {received.status}"
        raise ScriptError(f"{told}, without {', '.join(step.keep)}") from error


def _at(value: Any, pointer: str) -> Any:
    for key in keys_of(pointer):
        if isinstance(value, str):
            value = value.split("/")
        value = value[int(key)] if isinstance(value, list) else value[key]
    return value


def _headers(step: Step, kept: Mapping[str, str]) -> dict[str, str]:
    return {name: filled(value, kept) for name, value in step.headers.items()}


def _content(body: Body, kept: Mapping[str, str]) -> bytes | None:
    if isinstance(body, Filler):
        return b" " * body.size
    return filled(body, kept).encode() if isinstance(body, str) else body
