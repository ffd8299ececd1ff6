"""Times as the contract wants them."""

from datetime import UTC, datetime

import pytest

from contract_tests.checks.times import is_moment, moment


@pytest.mark.parametrize(
    "text", ["2025-01-15T10:40:00Z", "2025-01-15T10:40:00.1234567+01:00", "2025-01-15T10:40:00.5Z"]
)
def test_a_time_with_a_zone_is_one(text: str) -> None:
    assert is_moment(text)
    assert moment(text).tzinfo is not None


@pytest.mark.parametrize("text", ["2025-01-15T10:40:00", "2025-01-15", "10:40", "", None, 5, "2025-01-15 10:40:00Z"])
def test_anything_else_is_none(text: object) -> None:
    assert not is_moment(text)


def test_a_time_is_read_to_the_microsecond() -> None:
    assert moment("2025-01-15T10:40:00.1234567Z") == datetime(2025, 1, 15, 10, 40, 0, 123456, tzinfo=UTC)
