"""JSON as it comes in and goes out."""

import json
import math
import re
from collections.abc import Mapping

import jiter
import orjson

from mock_server.json_value import Json

_PLACE = re.compile(r" at line (\d+) column (\d+)$")
_ROOM = 4_096
"""Bytes. What orjson asks for at first; of longer texts the rest is a small part."""


class JsonError(Exception):
    """A text that is no JSON we take. The message tells what and where, without repeating the text."""


def read_json(text: bytes) -> Json:
    """Strict JSON in UTF-8: no NaN, no duplicate members, no lone surrogates, at most 200 levels deep.

    Raises JsonError.
    """
    try:
        value: Json = jiter.from_json(text, catch_duplicate_keys=True, allow_inf_nan=False)
    except ValueError as error:
        raise JsonError(_explain(str(error))) from error
    if _may_overflow(text) and _holds_infinity(value):
        raise JsonError("a number is out of range")
    return value


def write_json(value: Json) -> bytes:
    try:
        return _fitting(orjson.dumps(value))
    except TypeError:
        # orjson writes whole numbers of 64 bits at most; larger ones that a client stored come back exactly.
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _fitting(text: bytes) -> bytes:
    """Without the room that orjson asked for and did not need, which would stay as long as a journal keeps the text."""
    return bytes(memoryview(text)) if len(text) < _ROOM else text


def _may_overflow(text: bytes) -> bool:
    """Whether a number may be out of the range of a double: jiter reads infinity there, orjson nothing at all.

    To read a second time is several times faster than to search for such numbers.
    """
    try:
        orjson.loads(text)
    except ValueError:
        return True
    return False


def _explain(message: str) -> str:
    """The parser's reason without the parts of the text that some of its messages repeat."""
    place = _PLACE.search(message)
    reason = message[: place.start()] if place else message
    if reason.startswith("Detected duplicate key"):
        reason = "a member is there twice"
    where = f" at line {place[1]} column {place[2]}" if place else ""
    return reason + where


def _holds_infinity(value: Json) -> bool:
    if isinstance(value, float):
        return math.isinf(value)
    if isinstance(value, Mapping):
        return any(map(_holds_infinity, value.values()))
    return isinstance(value, list) and any(map(_holds_infinity, value))
