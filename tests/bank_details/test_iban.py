"""What the library is asked."""

import subprocess
import sys

import pytest

from mock_server.bank_details.iban import iban_fault, iban_length, in_sepa, is_bic


@pytest.mark.parametrize(("country", "length"), [("GB", 22), ("DE", 22), ("NO", 15), ("US", None), ("ZZ", None)])
def test_some_countries_have_ibans(country: str, length: int | None) -> None:
    assert iban_length(country) == length


def test_some_of_them_are_in_sepa() -> None:
    assert in_sepa("DE")
    assert not in_sepa("SA")


@pytest.mark.parametrize(
    "iban",
    ["GB29NWBK60161331926819", "DE89370400440532013000", "FR1420041010050500013M02606", "NO9386011117947"],
)
def test_an_iban_with_its_checksum_is_right(iban: str) -> None:
    assert iban_fault(iban) is None


@pytest.mark.parametrize(
    ("iban", "fault"),
    [
        ("GB28NWBK60161331926819", "checksum"),
        ("GB29NWBK60161331926891", "checksum"),
        ("GB29NWBK6016133192681", "form"),
        ("GB29601613319268190000", "form"),
        ("US29NWBK60161331926819", "form"),
        ("GB29", "form"),
        ("29", "form"),
        ("GB29NWBK6016133192681٩", "form"),
        ("X" * 100_000, "form"),
    ],
    ids=lambda value: value[:24],
)
def test_an_iban_can_be_wrong_in_form_or_checksum(iban: str, fault: str) -> None:
    assert iban_fault(iban) == fault


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("NWBKGB2L", True),
        ("NWBKGB2LXXX", True),
        ("NWBKGB2", False),
        ("NWBKGB2LX", False),
        ("NWBKZZ2L", False),
        ("NWBK-B2L", False),
        ("NWBKGB٢L", False),
    ],
)
def test_a_bic_has_its_form_and_a_country(text: str, right: bool) -> None:
    assert is_bic(text) is right


def test_the_library_is_not_loaded_before_it_is_needed() -> None:
    program = "import sys, mock_server.bootstrap; print('schwifty' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"
