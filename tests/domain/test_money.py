"""Amounts: exact, and rounded half up to the minor unit of their currency."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.domain.money import LARGEST, decimal, number, rounded, written
from mock_server.json_value import Json


@pytest.mark.parametrize(
    ("sent", "value"),
    [(1, "1"), (0.1, "0.1"), ("12.50", "12.50"), (1e2, "100"), ("-3", "-3"), (19.99, "19.99"), ("1e-3", "0.001")],
)
def test_an_amount_has_the_value_that_is_written(sent: Json, value: str) -> None:
    assert decimal(sent) == Decimal(value)


@pytest.mark.parametrize(
    ("amount", "currency", "result"),
    [
        ("1.005", "GBP", "1.01"), ("1.0049", "GBP", "1.00"), ("-1.005", "GBP", "-1.01"), ("2.675", "eur", "2.68"),
        ("100.5", "JPY", "101"), ("100.4", "jpy", "100"), ("1.0005", "KWD", "1.001"), ("1.0004", "BHD", "1.000"),
        ("0.125", "XXX", "0.13"), ("5", "GBP", "5.00"),
    ],
)  # fmt: skip
def test_amounts_are_rounded_half_up_to_the_minor_unit(amount: str, currency: str, result: str) -> None:
    assert str(rounded(Decimal(amount), currency)) == result


def test_whole_amounts_are_written_as_whole_numbers() -> None:
    for amount, value in (("5.00", 5), ("0", 0), ("-2.0", -2), ("12.50", 12.5)):
        shown = written(Decimal(amount))
        assert shown == value
        assert type(shown) is type(value)


@given(st.decimals(min_value=0, max_value=LARGEST, places=2))
def test_amounts_up_to_the_largest_survive_being_written(amount: Decimal) -> None:
    assert decimal(written(amount)) == amount


@given(st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.decimals(-10, 10).map(str)))
def test_a_number_is_what_its_exact_value_is_written_as(sent: Json) -> None:
    assert repr(number(sent)) == repr(written(decimal(sent)))


@pytest.mark.parametrize(
    ("sent", "shown"), [(12.0, "12"), (-0.0, "0"), (0.1, "0.1"), (1e23, str(10**23)), ("1e3", "1000")]
)
def test_a_whole_number_is_written_without_a_fraction(sent: Json, shown: str) -> None:
    assert repr(number(sent)) == shown
