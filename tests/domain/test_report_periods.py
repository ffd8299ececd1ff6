"""The windows of reports: where they begin and end, their parts, and how one compares with the one before."""

from datetime import date
from decimal import Decimal

import pytest

from mock_server.domain.report_periods import (
    Granularity,
    ReportWindow,
    Span,
    buckets,
    period_of,
    trend_of,
    window_of,
)

LEAP_DAY = date(2024, 2, 29)


@pytest.mark.parametrize(
    ("name", "start", "previous", "granularity"),
    [
        ("Last7Days", date(2024, 2, 23), (date(2024, 2, 16), date(2024, 2, 22)), Granularity.DAILY),
        ("Last30Days", date(2024, 1, 31), (date(2024, 1, 1), date(2024, 1, 30)), Granularity.DAILY),
        ("Last90Days", date(2023, 12, 2), (date(2023, 9, 3), date(2023, 12, 1)), Granularity.WEEKLY),
        ("Last12Months", date(2023, 3, 1), (date(2022, 2, 28), date(2023, 2, 28)), Granularity.MONTHLY),
        ("MonthToDate", date(2024, 2, 1), (date(2024, 1, 3), date(2024, 1, 31)), Granularity.DAILY),
        ("QuarterToDate", date(2024, 1, 1), (date(2023, 11, 2), date(2023, 12, 31)), Granularity.WEEKLY),
        ("YearToDate", date(2024, 1, 1), (date(2023, 11, 2), date(2023, 12, 31)), Granularity.WEEKLY),
    ],
)
def test_a_period_ends_with_the_day_and_is_compared_with_as_many_days_before(
    name: str, start: date, previous: tuple[date, date], granularity: Granularity
) -> None:
    assert period_of(name, LEAP_DAY) == ReportWindow(start, LEAP_DAY, *previous, granularity)


@pytest.mark.parametrize(
    "name", ["Last7Days", "Last30Days", "Last90Days", "Last12Months", "MonthToDate", "QuarterToDate", "YearToDate"]
)
def test_a_period_on_the_first_day_there_is_stays_within_the_calendar(name: str) -> None:
    assert period_of(name, date.min).start == date.min


def test_the_parts_of_a_week_are_its_days() -> None:
    parts = list(buckets(period_of("Last7Days", LEAP_DAY)))
    assert [part.start for part in parts] == [part.end for part in parts] == [date(2024, 2, d) for d in range(23, 30)]


def test_the_last_stretch_of_seven_days_is_cut_short() -> None:
    parts = list(buckets(window_of(date(2024, 1, 1), date(2024, 2, 5))))
    assert parts[-2:] == [Span(date(2024, 1, 29), date(2024, 2, 4)), Span(date(2024, 2, 5), date(2024, 2, 5))]


def test_the_parts_of_a_year_are_months_cut_to_the_window() -> None:
    parts = list(buckets(window_of(date(2023, 11, 15), date(2024, 2, 29))))
    assert parts == [
        Span(date(2023, 11, 15), date(2023, 11, 30)),
        Span(date(2023, 12, 1), date(2023, 12, 31)),
        Span(date(2024, 1, 1), date(2024, 1, 31)),
        Span(date(2024, 2, 1), date(2024, 2, 29)),
    ]


def test_the_last_day_there_is_ends_the_last_part() -> None:
    assert list(buckets(window_of(date.max, date.max))) == [Span(date.max, date.max)]


@pytest.mark.parametrize(
    ("current", "previous", "direction", "delta", "percent"),
    [
        ("150", "100", "up", 50, 50),
        ("10", "30", "down", -20, -66.7),
        ("5", "5", "flat", 0, 0),
        ("5", "0", "up", 5, None),
    ],
)
def test_a_trend_tells_the_difference(
    current: str, previous: str, direction: str, delta: int, percent: float | None
) -> None:
    trend = trend_of(period_of("Last7Days", LEAP_DAY), Decimal(current), Decimal(previous))
    assert (trend["direction"], trend["deltaAmount"], trend["deltaPercent"]) == (direction, delta, percent)
    assert (trend["previousPeriodStart"], trend["previousPeriodEnd"]) == ("2024-02-16", "2024-02-22")
