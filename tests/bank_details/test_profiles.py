"""Which bank details a country takes."""

import re

import pytest

from mock_server.bank_details.check import MEMBERS
from mock_server.bank_details.profiles import CountryProfile, profile_of

COUNTRIES = ("AU", "CA", "GB", "US", "DE", "IE", "SA")


def profile(country: str) -> CountryProfile:
    found = profile_of(country)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("country", "required"),
    [
        ("GB", {"sortCode", "accountNumber"}),
        ("US", {"routingNumber", "accountNumber"}),
        ("AU", {"sortCode", "accountNumber"}),
        ("CA", {"routingNumber", "accountNumber"}),
        ("DE", {"iban"}),
        ("SA", {"iban"}),
    ],
)
def test_a_country_requires_what_its_banks_use(country: str, required: set[str]) -> None:
    assert {field.name for field in profile(country).fields if field.required} == required


@pytest.mark.parametrize("country", ["XX", "ZZ", "JP"])
def test_a_country_without_rules_has_no_profile(country: str) -> None:
    assert profile_of(country) is None


def test_a_country_is_the_same_in_either_case() -> None:
    assert profile("gb") is profile("GB")
    assert profile("de") == profile("DE")


def test_rails_are_those_of_the_country() -> None:
    assert profile("GB").payment_rails == ("FasterPayments", "Bacs", "Chaps")
    assert profile("DE").payment_rails == ("SepaCreditTransfer", "SepaInstant")
    assert profile("SA").payment_rails == ("Swift",)


@pytest.mark.parametrize("country", COUNTRIES)
def test_fields_are_members_of_bank_details_and_their_patterns_are_anchored(country: str) -> None:
    for field in profile(country).fields:
        assert field.name in MEMBERS
        if field.pattern is not None:
            assert (field.pattern[0], field.pattern[-1]) == ("^", "$")
            re.compile(field.pattern)


def test_the_pattern_of_an_iban_has_the_length_of_the_countrys() -> None:
    pattern = next(field.pattern for field in profile("DE").fields if field.name == "iban")
    assert pattern == "^DE[0-9]{2}[A-Z0-9]{18}$"
