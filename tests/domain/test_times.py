from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.domain import times


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2025, 1, 15, 10, 30, tzinfo=UTC), "2025-01-15T10:30:00Z"),
        (datetime(2025, 1, 15, 10, 30, 0, 1500, tzinfo=UTC), "2025-01-15T10:30:00.001500Z"),
        (datetime(2025, 1, 15, 12, 30, tzinfo=timezone(timedelta(hours=2))), "2025-01-15T10:30:00Z"),
    ],
)
def test_a_moment_is_written_in_utc_as_the_samples_are(moment: datetime, text: str) -> None:
    assert times.written(moment) == text


def test_each_of_several_moments_is_written_as_itself() -> None:
    noon, later = datetime(2025, 1, 15, 12, tzinfo=UTC), datetime(2025, 1, 15, 13, tzinfo=UTC)
    written = [times.written(moment) for moment in (noon, noon, later, noon)]
    assert written == ["2025-01-15T12:00:00Z", "2025-01-15T12:00:00Z", "2025-01-15T13:00:00Z", "2025-01-15T12:00:00Z"]


@given(st.lists(st.integers(-1_500_000, 1_500_000)))
def test_moments_of_one_second_and_of_those_around_it_are_each_written_as_themselves(microseconds: list[int]) -> None:
    moments = [datetime(2025, 1, 15, 12, tzinfo=UTC) + timedelta(microseconds=each) for each in microseconds]
    assert [times.written(each) for each in moments] == [each.isoformat().replace("+00:00", "Z") for each in moments]


@given(st.datetimes(timezones=st.just(UTC)))
def test_what_was_written_is_read_back(moment: datetime) -> None:
    assert times.read(times.written(moment)) == moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-01-15t10:30:00z", datetime(2025, 1, 15, 10, 30, tzinfo=UTC)),
        ("2025-01-15T10:30:00+02:00", datetime(2025, 1, 15, 8, 30, tzinfo=UTC)),
        ("2025-01-15T10:30:00.123456789Z", datetime(2025, 1, 15, 10, 30, 0, 123456, tzinfo=UTC)),
        ("2016-12-31T23:59:60Z", datetime(2017, 1, 1, tzinfo=UTC)),
        ("0000-05-05T00:00:00Z", datetime.min.replace(tzinfo=UTC)),
        ("-001-05-05T00:00:00Z", datetime.min.replace(tzinfo=UTC)),
        ("0001-01-01T00:00:00+14:00", datetime.min.replace(tzinfo=UTC)),
        ("9999-12-31T23:59:60Z", datetime.max.replace(tzinfo=UTC)),
        ("9999-12-31T23:00:00-05:00", datetime.max.replace(tzinfo=UTC)),
    ],
)
def test_a_moment_that_python_cannot_hold_is_read_as_the_nearest(text: str, moment: datetime) -> None:
    assert times.read(text) == moment


@pytest.mark.parametrize("text", ["2025-01-15T10:30:00", "2025-01-15", "noon", "", "2025-02-30T00:00:00Z"])
def test_text_without_a_zone_or_that_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        times.read(text)
