"""The calendar of a recurring schedule: every occurrence is counted from the start, not from the one before it."""

import calendar
from datetime import UTC, datetime, timedelta
from enum import StrEnum

_WEEK = timedelta(days=7)
_YEAR = 12
_LAST = datetime.max.replace(tzinfo=UTC)


class Cadence(StrEnum):
    """How often a schedule runs."""

    WEEKLY = "Weekly"
    MONTHLY = "Monthly"
    QUARTERLY = "Quarterly"
    ANNUALLY = "Annually"


_MONTHS = {Cadence.MONTHLY: 1, Cadence.QUARTERLY: 3, Cadence.ANNUALLY: _YEAR}


def occurrence(start: datetime, cadence: Cadence, number: int) -> datetime:
    """When an occurrence falls: number 1 on the start itself (assumed), each further one an interval later.

    A day that its month does not have is the last of the month. Past the last moment that there is, that moment.
    """
    try:
        if cadence is Cadence.WEEKLY:
            return start + (number - 1) * _WEEK
        return _months_after(start, (number - 1) * _MONTHS[cadence])
    except (OverflowError, ValueError):
        return _LAST


def number_from(start: datetime, cadence: Cadence, moment: datetime) -> int:
    """The number of the first occurrence that does not fall before a moment."""
    if moment <= start:
        return 1
    if cadence is Cadence.WEEKLY:
        return 1 - (start - moment) // _WEEK
    months = (moment.year - start.year) * _YEAR + moment.month - start.month
    number = 1 + months // _MONTHS[cadence]
    return number if occurrence(start, cadence, number) >= moment else number + 1


def _months_after(start: datetime, months: int) -> datetime:
    years, month = divmod(start.month - 1 + months, _YEAR)
    year = start.year + years
    return start.replace(year=year, month=month + 1, day=min(start.day, calendar.monthrange(year, month + 1)[1]))
