"""What a script asks of the control API for its world, and sends in it; the same for every way to write it down."""

from collections.abc import Iterator, Mapping

from mock_server.domain import times
from mock_server.json_value import Json
from mock_server.reproductions.script import Expected, Start

TEXT_MEMBER = "scenarioText"
_FRAMING = frozenset({"connection", "content-length", "host", "transfer-encoding"})


def beginning(start: Start) -> dict[str, Json]:
    """The body of `POST /__mock__/worlds`, but for the text of a scenario that has no name there."""
    named: dict[str, Json] = {"scenario": start.scenario} if start.text is None else {}
    seed: dict[str, Json] = {} if start.seed is None else {"seed": start.seed}
    now: dict[str, Json] = {} if start.now is None else {"now": times.written(start.now)}
    return {**named, **seed, **now, "frozen": True}


def whole_beginning(start: Start) -> dict[str, Json]:
    """The same with everything in it."""
    return {**({} if start.text is None else {TEXT_MEMBER: start.text}), **beginning(start)}


def own_headers(headers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Those that whoever sends the request does not write anew."""
    return ((name, value) for name, value in headers.items() if name.lower() not in _FRAMING)


def told(expected: Expected) -> str:
    """`400 Mock.InvalidRequest`; the status alone where there is no code."""
    return f"{expected.status} {expected.code}" if expected.code else str(expected.status)


def one_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
