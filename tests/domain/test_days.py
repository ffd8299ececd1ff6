"""Days of UTC."""

from datetime import date

from mock_server.domain.days import day_of, days_before


def test_the_day_of_a_moment_is_that_of_utc() -> None:
    assert day_of("2025-06-01T01:00:00+02:00") == date(2025, 5, 31)
    assert day_of(None) is None


def test_no_day_comes_before_the_first() -> None:
    assert days_before(date(1, 1, 3), 5) == date.min
