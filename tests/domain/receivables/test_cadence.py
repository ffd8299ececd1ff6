"""The calendar of recurring schedules."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.domain.receivables.cadence import Cadence, number_from, occurrence


def day(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}T09:30:00+00:00")


def days(start: str, cadence: Cadence, count: int) -> list[str]:
    return [occurrence(day(start), cadence, number).date().isoformat() for number in range(1, count + 1)]


@pytest.mark.parametrize(
    ("start", "cadence", "expected"),
    [
        ("2025-01-06", Cadence.WEEKLY, ["2025-01-06", "2025-01-13", "2025-01-20", "2025-01-27", "2025-02-03"]),
        ("2025-01-31", Cadence.MONTHLY, ["2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30", "2025-05-31"]),
        ("2023-12-30", Cadence.MONTHLY, ["2023-12-30", "2024-01-30", "2024-02-29", "2024-03-30"]),
        ("2024-08-31", Cadence.QUARTERLY, ["2024-08-31", "2024-11-30", "2025-02-28", "2025-05-31", "2025-08-31"]),
        ("2024-02-29", Cadence.ANNUALLY, ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]),
    ],
)
def test_occurrences_are_counted_from_the_start_and_kept_inside_their_month(
    start: str, cadence: Cadence, expected: list[str]
) -> None:
    assert days(start, cadence, len(expected)) == expected


@pytest.mark.parametrize("cadence", Cadence)
def test_every_occurrence_keeps_the_time_of_day(cadence: Cadence) -> None:
    assert {occurrence(day("2025-01-31"), cadence, number).time() for number in range(1, 30)} == {
        day("2025-01-31").time()
    }


@pytest.mark.parametrize("cadence", Cadence)
def test_an_occurrence_past_the_end_of_time_is_at_its_end(cadence: Cadence) -> None:
    assert occurrence(day("9999-12-31"), cadence, 2) == datetime.max.replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        (day("2024-12-01"), 1),
        (day("2025-01-31"), 1),
        (day("2025-01-31") + timedelta(microseconds=1), 2),
        (day("2025-02-28"), 2),
        (day("2025-02-28") + timedelta(microseconds=1), 3),
        (day("2025-03-01"), 3),
        (day("2026-01-31"), 13),
    ],
)
def test_the_first_occurrence_from_a_moment_on(moment: datetime, number: int) -> None:
    assert number_from(day("2025-01-31"), Cadence.MONTHLY, moment) == number


moments = st.datetimes(timezones=st.just(UTC)).filter(lambda moment: moment.year < 9990)


@given(start=moments, cadence=st.sampled_from(Cadence), number=st.integers(1, 2_000))
def test_an_occurrence_is_the_first_from_its_own_moment_on(start: datetime, cadence: Cadence, number: int) -> None:
    at = occurrence(start, cadence, number)
    if at < datetime(9999, 1, 1, tzinfo=UTC):
        assert number_from(start, cadence, at) == number
        assert number_from(start, cadence, at + timedelta(microseconds=1)) == number + 1


@given(start=moments, cadence=st.sampled_from(Cadence), moment=moments)
def test_no_occurrence_lies_between_a_moment_and_the_first_from_it_on(
    start: datetime, cadence: Cadence, moment: datetime
) -> None:
    number = number_from(start, cadence, moment)
    assert occurrence(start, cadence, number) >= moment
    assert number == 1 or occurrence(start, cadence, number - 1) < moment
