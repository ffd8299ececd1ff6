"""Bank details: what a country takes, and the check of form and checksum."""

from typing import Any

import pytest

from contract_tests.api_client import ApiClient, Caller
from contract_tests.checks.expect import Expectations

VALIDATE, PROFILE = "validateBankDetails", "getBankDetailProfile"
CHECKED = "reference: details are checked by form and checksum; the answer is 200 with isValid and errors"
CANONICAL = "reference: the answer has the details in canonical form"
pytestmark = pytest.mark.needs("api_key")


@pytest.mark.about(VALIDATE)
def test_an_iban_with_its_checksum_is_valid(api: ApiClient, expect: Expectations, client: Caller) -> None:
    answer = api.call(VALIDATE, client, json={"iban": "gb29 nwbk 6016-1331 9268 19", "country": "GB"})
    body = expect.success(answer, 200, rule=CHECKED)
    expect.equal(answer, (body["isValid"], body["errors"]), (True, []), CHECKED)
    expect.equal(answer, body["canonical"]["iban"], "GB29NWBK60161331926819", CANONICAL, assumed=True)


@pytest.mark.about(VALIDATE)
@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"country": "GB", "iban": "GB28NWBK60161331926819"}, "iban"),
        ({"country": "DE", "iban": "DE8937040044053201300"}, "iban"),
        ({"country": "GB", "sortCode": "60161", "accountNumber": "31926819"}, "sortCode"),
        ({"country": "US", "routingNumber": "021000022", "accountNumber": "123456789"}, "routingNumber"),
        ({"country": "DE", "iban": "DE89370400440532013000", "bicSwift": "COBADEF"}, "bicSwift"),
    ],
    ids=["checksum", "length", "sort code", "routing number", "BIC"],
)
def test_wrong_details_are_told_in_a_success(
    sent: dict[str, Any], field: str, api: ApiClient, expect: Expectations, client: Caller
) -> None:
    answer = api.call(VALIDATE, client, json=sent)
    body = expect.success(answer, 200, rule=CHECKED)
    fields = [error["field"] for error in body["errors"]]
    expect.equal(answer, (body["isValid"], fields), (False, [field]), CHECKED)
    told = [error for error in body["errors"] if error.get("code") and error.get("message")]
    expect.equal(answer, told, body["errors"], "reference: an error has a field, a code and a message")


@pytest.mark.about(VALIDATE)
def test_british_details_are_a_sort_code_and_an_account_number(
    api: ApiClient, expect: Expectations, client: Caller
) -> None:
    sent = {"country": "GB", "sortCode": "60-16-13", "accountNumber": "31926819"}
    answer = api.call(VALIDATE, client, json=sent)
    expect.equal(answer, expect.success(answer, 200)["isValid"], True, CHECKED)


@pytest.mark.about(PROFILE)
@pytest.mark.parametrize(
    ("code", "required"), [("GB", {"sortCode", "accountNumber"}), ("DE", {"iban"}), ("us", {"routingNumber"})]
)
def test_the_profile_of_a_country_tells_its_fields_and_rails(
    code: str, required: set[str], api: ApiClient, expect: Expectations, client: Caller
) -> None:
    rule = "reference: a profile has required fields, labels, patterns and payment rails"
    answer = api.call(PROFILE, client, path={"code": code})
    profile = expect.success(answer, 200, rule=rule)
    expect.equal(answer, profile["country"], code.upper(), rule)
    fields = {field["name"] for field in profile["fields"] if field["required"]}
    expect.that(answer, required <= fields, ", ".join(sorted(required)), ", ".join(sorted(fields)), rule, assumed=True)
    expect.that(answer, bool(profile["paymentRails"]), "payment rails", "none", rule)


@pytest.mark.error_code("Mock.RecordNotFound", PROFILE)
def test_a_country_that_does_not_exist_has_no_profile(api: ApiClient, expect: Expectations, client: Caller) -> None:
    expect.refusal(api.call(PROFILE, client, path={"code": "ZZ"}), "Mock.RecordNotFound")
