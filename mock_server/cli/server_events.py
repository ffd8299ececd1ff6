"""Reads server-sent events as they come."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ServerEvent:
    name: str
    data: dict[str, Any]


def read_events(lines: Iterable[bytes]) -> Iterator[ServerEvent]:
    """The events of a stream whose data are one JSON object each; comments are passed over."""
    name, data = "message", ""
    for line in lines:
        field, _, value = line.decode().rstrip("\r\n").partition(": ")
        if field == "event":
            name = value
        elif field == "data":
            data += value
        elif not field and data:
            yield ServerEvent(name, json.loads(data))
            name, data = "message", ""
