"""The windows that reports look at, their parts, and how one compares with the window before.

The names of the periods are documented. Where a window begins, what it is compared with and how it is divided is
assumed: days of UTC, both ends included; the window before is as long and ends the day before.
"""

import calendar
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from mock_server.domain.days import days_before
from mock_server.domain.money import tenths, written
from mock_server.json_value import JsonObject

DEFAULT_PERIOD = "Last30Days"
"""Where none is asked for."""

_DAILY_UP_TO = 31
_WEEKLY_UP_TO = 92
_WEEK = 7


class Granularity(StrEnum):
    """How long a part of a window is."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class Span:
    """Some days; both ends belong to it."""

    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


@dataclass(frozen=True, slots=True)
class ReportWindow:
    """The days that a report is about, and those that it compares them with."""

    start: date
    end: date
    previous_start: date
    previous_end: date
    granularity: Granularity

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def previous(self) -> Span:
        return Span(self.previous_start, self.previous_end)


def period_of(name: str, as_of: date) -> ReportWindow:
    """The window that a ReportPeriod means on a day, which is its last."""
    return window_of(_STARTS[name](as_of), as_of)


def window_of(start: date, end: date) -> ReportWindow:
    """The window from one day to another that is not before it."""
    days = Span(start, end).days
    return ReportWindow(start, end, days_before(start, days), days_before(start, 1), _granularity(days))


def buckets(window: ReportWindow) -> Iterator[Span]:
    """The parts of a window, oldest first: days, stretches of seven days, or what it covers of each month."""
    start = window.start.toordinal()
    last = window.end.toordinal()
    while start <= last:
        end = min(last, start + _length(date.fromordinal(start), window.granularity) - 1)
        yield Span(date.fromordinal(start), date.fromordinal(end))
        start = end + 1


def compared(current: Decimal, previous: Decimal) -> JsonObject:
    """Direction (up, down or flat) and difference; the percentage is null where there was nothing before."""
    delta = current - previous
    return {
        "direction": "up" if delta > 0 else "down" if delta < 0 else "flat",
        "previousTotal": written(previous),
        "deltaAmount": written(delta),
        "deltaPercent": tenths(delta * 100, previous),
    }


def trend_of(window: ReportWindow, current: Decimal, previous: Decimal) -> JsonObject:
    """A `Trend`: the window's total compared with that of the window before."""
    return {
        **compared(current, previous),
        "previousPeriodStart": window.previous_start.isoformat(),
        "previousPeriodEnd": window.previous_end.isoformat(),
    }


def _granularity(days: int) -> Granularity:
    if days <= _DAILY_UP_TO:
        return Granularity.DAILY
    return Granularity.WEEKLY if days <= _WEEKLY_UP_TO else Granularity.MONTHLY


def _length(start: date, granularity: Granularity) -> int:
    """The days of the part that begins with a day."""
    if granularity is Granularity.MONTHLY:
        return calendar.monthrange(start.year, start.month)[1] - start.day + 1
    return _WEEK if granularity is Granularity.WEEKLY else 1


def _a_year_before(day: date) -> date:
    """The day after the same day of the year before: twelve months that end with the day."""
    if day.year == date.min.year:
        return date.min
    last = calendar.monthrange(day.year - 1, day.month)[1]
    return date.fromordinal(day.replace(year=day.year - 1, day=min(day.day, last)).toordinal() + 1)


_STARTS: Mapping[str, Callable[[date], date]] = {
    "Last7Days": lambda day: days_before(day, 6),
    "Last30Days": lambda day: days_before(day, 29),
    "Last90Days": lambda day: days_before(day, 89),
    "Last12Months": _a_year_before,
    "MonthToDate": lambda day: day.replace(day=1),
    "QuarterToDate": lambda day: day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
    "YearToDate": lambda day: day.replace(month=1, day=1),
}
