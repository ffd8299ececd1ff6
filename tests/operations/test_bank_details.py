"""Bank details: profiles of countries, and the check of details (A6)."""

from typing import Any

import pytest

from tests.asgi import ALICE, InProcess, refusal

NOTHING = dict.fromkeys(
    ("accountHolderName", "accountNumber", "sortCode", "routingNumber", "iban", "bicSwift", "country", "currency")
)


def validate(mock: InProcess, **details: Any) -> dict[str, Any]:
    response = mock.with_key("POST", "/bank-details/validate", json=details)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


@pytest.mark.parametrize("code", ["GB", "gb"])
def test_a_profile_tells_fields_and_rails(mock: InProcess, code: str) -> None:
    response = mock.with_key("GET", f"/bank-details/countries/{code}/profile")
    assert response.status_code == 200
    profile = response.json()
    assert (profile["country"], profile["paymentRails"]) == ("GB", ["FasterPayments", "Bacs", "Chaps"])
    assert profile["fields"][:2] == [
        {"name": "accountHolderName", "label": "Account holder name", "required": False, "pattern": None},
        {"name": "sortCode", "label": "Sort code", "required": True, "pattern": "^[0-9]{6}$"},
    ]


def test_a_country_without_rules_has_no_profile(mock: InProcess) -> None:
    assert refusal(mock.with_key("GET", "/bank-details/countries/ZZ/profile")) == (404, "Mock.RecordNotFound")


@pytest.mark.parametrize("code", ["G", "GBR", "G1", "%00%00"])
def test_a_country_is_two_letters(mock: InProcess, code: str) -> None:
    response = mock.with_key("GET", f"/bank-details/countries/{code}/profile")
    assert refusal(response) == (400, "Mock.InvalidRequest")


def test_right_details_are_answered_in_canonical_form(mock: InProcess) -> None:
    canonical = {**NOTHING, "country": "GB", "sortCode": "601613", "accountNumber": "31926819"}
    answer = validate(mock, country="gb", sortCode="60-16-13", accountNumber="3192 6819")
    assert answer == {"isValid": True, "errors": [], "canonical": canonical}


def test_wrong_details_are_no_refusal(mock: InProcess) -> None:
    answer = validate(mock, iban="GB28 NWBK 6016 1331 9268 19")
    wrong = {"field": "iban", "code": "InvalidChecksum", "message": "The checksum of the IBAN is wrong."}
    canonical = {**NOTHING, "iban": "GB28NWBK60161331926819"}
    assert answer == {"isValid": False, "errors": [wrong], "canonical": canonical}


@pytest.mark.parametrize("sent", [{}, NOTHING], ids=["nothing", "nulls"])
def test_no_details_at_all_are_no_refusal_either(mock: InProcess, sent: dict[str, None]) -> None:
    answer = validate(mock, **sent)
    assert (answer["isValid"], [error["code"] for error in answer["errors"]]) == (False, ["Required"])


def test_a_session_will_do_and_no_organisation_is_selected(mock: InProcess) -> None:
    token = mock.login(ALICE)
    assert mock.with_token(token, "GET", "/bank-details/countries/US/profile").status_code == 200
    body = {"iban": "DE89370400440532013000"}
    assert mock.with_token(token, "POST", "/bank-details/validate", json=body).json()["isValid"] is True


def test_details_are_texts(mock: InProcess) -> None:
    response = mock.with_key("POST", "/bank-details/validate", json={"accountNumber": 31926819})
    assert refusal(response) == (400, "Mock.InvalidRequest")
