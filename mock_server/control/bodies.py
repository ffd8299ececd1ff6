"""What the control API takes, and how a time or step in it is read."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import isodate

from mock_server.catalogue import INVALID_REQUEST
from mock_server.contract.validators import PartValidator
from mock_server.domain import times
from mock_server.domain.clock import LATEST
from mock_server.domain.violations import Violation
from mock_server.http_api.json_codec import JsonError, read_json
from mock_server.json_value import Json

_CLOCK = {
    "type": "object",
    "additionalProperties": False,
    "minProperties": 1,
    "properties": {"now": {"type": "string", "format": "date-time"}, "frozen": {"type": "boolean"}},
}
_STEP = {
    "oneOf": [
        {
            "type": "object",
            "additionalProperties": False,
            "required": ["seconds"],
            "properties": {"seconds": {"type": "number"}},
        },
        {
            "type": "object",
            "additionalProperties": False,
            "required": ["duration"],
            "properties": {"duration": {"type": "string"}},
        },
        {"type": "string"},
    ]
}
_LOGIN = {
    "type": "object",
    "additionalProperties": False,
    "required": ["email"],
    "properties": {"email": {"type": "string"}},
}


def read_clock(body: bytes) -> tuple[datetime | None, bool | None]:
    """`now` and `frozen`, each None where it was not sent."""
    sent = _object(body, _CLOCK, '{"now": "2025-01-15T10:30:00Z", "frozen": true}, either or both')
    now, frozen = sent.get("now"), sent.get("frozen")
    return None if now is None else _reachable(times.read(str(now))), None if frozen is None else bool(frozen)


def read_destination(body: bytes, now: datetime) -> datetime:
    """Where a step forwards from `now` leads; it is sent as seconds, or as an ISO 8601 duration."""
    sent = _matching(body, _STEP, '{"seconds": 600} or {"duration": "PT10M"}')
    if isinstance(sent, Mapping) and "seconds" in sent:
        seconds = sent["seconds"]
        assert isinstance(seconds, int | float)
        step = _forwards(seconds)
    else:
        step = _duration(str(sent["duration"] if isinstance(sent, Mapping) else sent), now)
    if step < timedelta():
        raise Violation(INVALID_REQUEST, reason="The clock advances forwards only: PUT the clock to go back.")
    try:
        return _reachable(now + step)
    except OverflowError as error:
        raise _out_of_range() from error


def read_email(body: bytes) -> str:
    return str(_object(body, _LOGIN, '{"email": "alice@acmeplumbing.co.uk"}')["email"])


def _reachable(moment: datetime) -> datetime:
    if moment > LATEST:
        raise _out_of_range()
    return moment


def _out_of_range() -> Violation:
    return Violation(INVALID_REQUEST, reason=f"The clock goes up to {times.written(LATEST)}.")


def _forwards(seconds: float) -> timedelta:
    try:
        return timedelta(seconds=seconds)
    except OverflowError as error:
        raise _out_of_range() from error


def _duration(text: str, now: datetime) -> timedelta:
    try:
        duration = isodate.parse_duration(text)
        return duration if isinstance(duration, timedelta) else duration.totimedelta(start=now)
    except (isodate.ISO8601Error, OverflowError, ValueError) as error:
        reason = "The duration must be ISO 8601, for example PT10M or P1Y."
        raise Violation(INVALID_REQUEST, reason=reason) from error


def _object(body: bytes, schema: dict[str, Any], example: str) -> Mapping[str, Json]:
    sent = _matching(body, schema, example)
    assert isinstance(sent, Mapping)
    return sent


def _matching(body: bytes, schema: dict[str, Any], example: str) -> Json:
    try:
        sent = read_json(body)
    except JsonError as error:
        raise Violation(INVALID_REQUEST, reason=f"The body is not JSON: {error}. Send {example}.") from error
    if not PartValidator(schema, {}).accepts(sent):
        raise Violation(INVALID_REQUEST, reason=f"The body must read {example}.")
    return sent
