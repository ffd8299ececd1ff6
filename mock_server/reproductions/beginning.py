"""What a script asks of the control API for its world, and sends in it; the same for every way to write it down."""

from collections.abc import Iterator, Mapping

from mock_server.domain import times
from mock_server.json_value import Json
from mock_server.reproductions.script import Expected, Start

_FRAMING = frozenset({"connection", "content-length", "host", "transfer-encoding"})


def beginning(start: Start) -> dict[str, Json]:
    """The body of `POST /__mock__/worlds`, but for a scenario's text or a snapshot's file: see `given_text`."""
    told: dict[str, Json] = {} if given_text(start) else {"scenario": start.scenario}
    if start.seed is not None:
        told["seed"] = start.seed
    if start.now is not None:
        told["now"] = times.written(start.now)
    return {**told, "frozen": True}


def given_text(start: Start) -> tuple[str, str] | None:
    """The member of that body that holds a whole file, and the file; None where a name says it all."""
    if start.snapshot is not None:
        return "snapshot", start.snapshot
    return None if start.text is None else ("scenarioText", start.text)


def whole_beginning(start: Start) -> dict[str, Json]:
    """The body of `POST /__mock__/worlds` with everything in it."""
    given = given_text(start)
    return {**beginning(start), **({} if given is None else {given[0]: given[1]})}


def own_headers(headers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Those that whoever sends the request does not write anew."""
    return ((name, value) for name, value in headers.items() if name.lower() not in _FRAMING)


def told(expected: Expected) -> str:
    """`400 Mock.InvalidRequest`; the status alone where there is no code."""
    return f"{expected.status} {expected.code}" if expected.code else str(expected.status)


def one_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
