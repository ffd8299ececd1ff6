"""How a moment is written in answers and read from text."""

import re
from datetime import UTC, datetime, timedelta

_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)
_BEFORE_THE_FIRST = re.compile(r"(0000|[+-]\d{3})-")
_LEAP_SECOND = re.compile(r"(T\d\d:\d\d):60")


_last_second = [(_FIRST, "0001-01-01T00:00:00")]
"""Most moments that are written lie in the same second as the one before."""

_last_written = [(_FIRST, "0001-01-01T00:00:00Z")]
"""A request has one moment, and writes it several times."""


def written(moment: datetime) -> str:
    """RFC 3339 in UTC with `Z`; a fraction only where there is one, as in the published samples."""
    last, text = _last_written[0]
    if moment is not last:
        text = _text_of(moment)
        _last_written[0] = moment, text
    return text


def _text_of(moment: datetime) -> str:
    utc = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    second, text = _last_second[0]
    since = utc - second
    if since.days or since.seconds:
        second = utc.replace(microsecond=0)
        text = second.isoformat().removesuffix("+00:00")
        _last_second[0] = second, text
    return f"{text}.{utc.microsecond:06}Z" if utc.microsecond else f"{text}Z"


def read(text: str) -> datetime:
    """The moment that an RFC 3339 text names, in UTC.

    What Python cannot hold is taken as the nearest that it can: a leap second as the second after it, the
    year 0 (and a signed one, which validators let through) as the first moment. Raises ValueError for text
    without a zone, or that is no time at all.
    """
    plain, leaps = _LEAP_SECOND.subn(r"\1:59", text.upper())
    if _BEFORE_THE_FIRST.match(plain):
        return _FIRST
    moment = datetime.fromisoformat(plain)
    if moment.tzinfo is None:
        raise ValueError("no time zone: write 2025-01-15T10:30:00Z")
    try:
        return moment.astimezone(UTC) + timedelta(seconds=leaps)
    except OverflowError:
        return _FIRST if moment.year == 1 else _LAST
