"""The check of bank details: form and checksum alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.bank_details.check import MEMBERS, canonical, errors_of

IBAN = "GB29NWBK60161331926819"


def errors(**sent: str | None) -> list[tuple[str, str]]:
    return [(error.field, error.code) for error in errors_of(canonical(sent))]


@pytest.mark.parametrize(
    "sent",
    [
        {"country": "GB", "sortCode": "60-16-13", "accountNumber": "3192 6819"},
        {"country": "gb", "iban": "gb29 nwbk 6016 1331 9268 19", "bicSwift": "nwbkgb2l", "currency": "gbp"},
        {"sortCode": "601613", "accountNumber": "31926819"},
        {"iban": IBAN},
        {"country": "DE", "iban": "DE89370400440532013000"},
        {"country": "US", "routingNumber": "021000021", "accountNumber": "123456789"},
        {"country": "CA", "routingNumber": "000300002", "accountNumber": "1234567"},
        {"country": "AU", "sortCode": "062-000", "accountNumber": "12345678"},
        {"country": "GB", "iban": IBAN, "accountHolderName": "Jo - Bloggs & Co", "sortCode": None},
    ],
    ids=str,
)
def test_details_that_can_be_right_have_no_errors(sent: dict[str, str | None]) -> None:
    assert errors(**sent) == []


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        ({}, [("iban", "Required")]),
        ({"country": "", "iban": " - "}, [("iban", "Required")]),
        ({"accountHolderName": "Jo"}, [("iban", "Required")]),
        ({"country": "GB"}, [("accountNumber", "Required"), ("sortCode", "Required")]),
        ({"country": "DE", "accountNumber": "12345678"}, [("iban", "Required")]),
        (
            {"country": "GB", "sortCode": "60161", "accountNumber": "3192681x"},
            [("accountNumber", "InvalidFormat"), ("sortCode", "InvalidFormat")],
        ),
        ({"country": "GB", "sortCode": "601613", "accountNumber": "123456789"}, [("accountNumber", "InvalidFormat")]),
        ({"accountNumber": "123"}, [("accountNumber", "InvalidFormat")]),
        ({"country": "GB", "iban": "GB28NWBK60161331926819"}, [("iban", "InvalidChecksum")]),
        ({"iban": "GB29NWBK6016133192681"}, [("iban", "InvalidFormat")]),
        ({"country": "DE", "iban": IBAN}, [("iban", "CountryMismatch")]),
        ({"iban": IBAN, "bicSwift": "NWBK"}, [("bicSwift", "InvalidFormat")]),
        ({"iban": IBAN, "currency": "POUND"}, [("currency", "InvalidFormat")]),
        ({"iban": IBAN, "country": "Britain"}, [("country", "InvalidFormat")]),
        ({"iban": IBAN, "country": "JP"}, [("country", "UnsupportedCountry")]),
        ({"iban": IBAN, "sortCode": "1"}, [("sortCode", "InvalidFormat")]),
        (
            {"country": "US", "routingNumber": "021000022", "accountNumber": "123456789"},
            [("routingNumber", "InvalidChecksum")],
        ),
        (
            {"country": "US", "routingNumber": "000000000", "accountNumber": "123456789"},
            [("routingNumber", "InvalidFormat")],
        ),
        ({"routingNumber": "021000022", "accountNumber": "123456789"}, [("routingNumber", "InvalidChecksum")]),
        (
            {"country": "CA", "routingNumber": "100300002", "accountNumber": "1234567"},
            [("routingNumber", "InvalidFormat")],
        ),
    ],
    ids=str,
)
def test_everything_that_is_wrong_is_told(sent: dict[str, str | None], found: list[tuple[str, str]]) -> None:
    assert errors(**sent) == found


@pytest.mark.parametrize("position", range(9))
def test_the_checksum_of_a_routing_number_notices_every_changed_digit(position: int) -> None:
    right = "021000021"
    changed = right[:position] + str((int(right[position]) + 1) % 10) + right[position + 1 :]
    assert errors(routingNumber=changed, accountNumber="12345") == [("routingNumber", "InvalidChecksum")]


def test_canonical_details_are_capitals_without_blanks_and_hyphens() -> None:
    sent = {
        "iban": " gb29-nwbk 6016\t1331 9268 19 ",
        "accountHolderName": " Jo  van-Dam ",
        "sortCode": " ",
        "extra": "x",
    }
    assert canonical(sent) == {**dict.fromkeys(MEMBERS), "iban": IBAN, "accountHolderName": "Jo  van-Dam"}


def test_messages_do_not_repeat_what_was_sent() -> None:
    sent = dict.fromkeys(MEMBERS, "SECRET1")
    assert all("SECRET" not in error.message for error in errors_of(canonical(sent)))


texts = st.none() | st.text(max_size=40) | st.from_regex(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}", fullmatch=True)


@given(st.fixed_dictionaries(dict.fromkeys(MEMBERS, texts)))
def test_any_texts_can_be_checked_and_canonical_ones_stay(sent: dict[str, str | None]) -> None:
    details = canonical(sent)
    assert canonical(details) == details
    errors_of(details)
