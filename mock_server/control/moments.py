"""How a moment or a step of time in a body of the control API is read."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import isodate

from mock_server.catalogue import INVALID_REQUEST
from mock_server.domain import times
from mock_server.domain.clock import EARLIEST, LATEST, is_reachable
from mock_server.domain.violations import Violation
from mock_server.json_value import Json

STEP_SCHEMA = {
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


def reachable(moment: datetime) -> datetime:
    """The moment itself. Raises Violation where no clock goes there."""
    if not is_reachable(moment):
        raise _out_of_range()
    return moment


def destination(sent: Json, now: datetime) -> datetime:
    """Where a step forwards from `now` leads; it is sent as seconds, or as an ISO 8601 duration."""
    if isinstance(sent, Mapping) and "seconds" in sent:
        seconds = sent["seconds"]
        assert isinstance(seconds, int | float)
        step = _forwards(seconds)
    else:
        step = _duration(str(sent["duration"] if isinstance(sent, Mapping) else sent), now)
    if step < timedelta():
        raise Violation(INVALID_REQUEST, reason="The clock advances forwards only: PUT the clock to go back.")
    try:
        return reachable(now + step)
    except OverflowError as error:
        raise _out_of_range() from error


def _out_of_range() -> Violation:
    reason = f"The clock goes from {times.written(EARLIEST)} to {times.written(LATEST)}."
    return Violation(INVALID_REQUEST, reason=reason)


def _forwards(seconds: float) -> timedelta:
    try:
        return timedelta(seconds=seconds)
    except OverflowError as error:
        raise _out_of_range() from error


def _duration(text: str, now: datetime) -> timedelta:
    if text != text.strip() or text.endswith("T"):
        raise _no_duration()  # isodate takes them: "P1D\n", "PT"
    try:
        duration = isodate.parse_duration(text)
    except OverflowError as error:
        raise _out_of_range() from error
    except (isodate.ISO8601Error, ValueError) as error:
        raise _no_duration() from error
    return duration if isinstance(duration, timedelta) else _of_calendar(duration, now)


def _of_calendar(duration: isodate.Duration, now: datetime) -> timedelta:
    """How long so many years and months are from `now` on."""
    if any(number != int(number) for number in (duration.years, duration.months)):
        raise _no_duration()
    try:
        step: timedelta = duration.totimedelta(start=now)
    except (OverflowError, ValueError) as error:
        raise _out_of_range() from error
    return step


def _no_duration() -> Violation:
    return Violation(INVALID_REQUEST, reason="The duration must be ISO 8601, for example PT10M or P1Y.")
