"""Buckets of what is overdue."""

from datetime import date
from decimal import Decimal

from mock_server.domain.aging import aged, days_overdue


def test_a_bucket_holds_what_is_overdue_that_long() -> None:
    ages = [0, 1, 30, 31, 60, 61, 90, 91, 4000]
    assert aged("GBP", [(days, Decimal("0.10")) for days in ages]) == {
        "currency": "GBP",
        "buckets": {
            "current": {"amount": 0.1, "count": 1},
            "d1To30": {"amount": 0.2, "count": 2},
            "d31To60": {"amount": 0.2, "count": 2},
            "d61To90": {"amount": 0.2, "count": 2},
            "d90Plus": {"amount": 0.2, "count": 2},
        },
    }


def test_nothing_is_overdue_on_its_day_or_without_one() -> None:
    due = date(2025, 6, 1)
    assert [days_overdue(due, day) for day in (due, date(2025, 5, 1), date(2025, 6, 2))] == [0, 0, 1]
    assert days_overdue(None, due) == 0
