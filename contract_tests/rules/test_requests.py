"""Requests that are none: not what the contract describes, not JSON, too large, of another media type."""

from typing import Any

import pytest

from contract_tests.api_client import ApiClient
from contract_tests.checks.expect import Expectations
from contract_tests.provision import Provision
from contract_tests.rules.cases import TAKE_A_BODY, caller, case, credential, well_formed

INVALID = "Mock.InvalidRequest"
TOO_LARGE = "Mock.PayloadTooLarge"
UNSUPPORTED = "Mock.UnsupportedMediaType"
OVER_THE_LIMIT = 1024 * 1024 + 1
JSON = {"content-type": "application/json"}
RULE = "contract: the request's schema"

NO_JSON = {
    "cut_short": b'{"userId": "a1',
    "array": b"[]",
    "null": b"null",
    "text": b'"text"',
    "not_utf8": b'{"name": "\xff"}',
    "nan": b'{"name": NaN}',
    "doubled_member": b'{"name": "a", "name": "b"}',
    "empty": b"",
}
WRONG: dict[str, dict[str, Any]] = {
    "createAuthCode": {"json": {"userId": "no-uuid"}},
    "exchangeAuthCode": {"json": {}},
    "mintSandboxHandoff": {"json": {"organisationId": "no-uuid"}},
    "createOrganisation": {"json": {"name": 5, "industryId": "no-uuid"}},
    "listOrganisationUsers": {"path": {"organisationId": "no-uuid"}},
    "addOrganisationUser": {"json": {"email": "no email"}},
    "listInvoices": {"query": {"CustomerId": "no-uuid"}},
}


def body_cases(code: str) -> list[Any]:
    return [case(o, code, *(() if o == "exchangeAuthCode" else (credential(o),))) for o in TAKE_A_BODY]


@pytest.mark.parametrize("operation", [case(o, INVALID, *(["user"] if o != "exchangeAuthCode" else [])) for o in WRONG])
def test_a_request_that_does_not_match_the_contract_is_refused(
    operation: str, api: ApiClient, expect: Expectations, provision: Provision
) -> None:
    request = {**well_formed(operation, provision), **WRONG[operation]}
    answer = api.call(operation, caller(operation, provision), **request)
    expect.refusal(answer, INVALID, rule=RULE)


@pytest.mark.parametrize("body", NO_JSON.values(), ids=NO_JSON)
@pytest.mark.parametrize("operation", [case("exchangeAuthCode", INVALID)])
def test_a_body_that_is_no_json_object_is_refused(
    operation: str, body: bytes, api: ApiClient, expect: Expectations
) -> None:
    expect.refusal(api.call(operation, data=body, headers=JSON), INVALID, rule=RULE)


@pytest.mark.parametrize("operation", body_cases(INVALID))
def test_a_body_cut_short_is_refused(
    operation: str, api: ApiClient, expect: Expectations, provision: Provision
) -> None:
    answer = api.call(operation, caller(operation, provision), **_with_body(operation, provision, b'{"a": '))
    expect.refusal(answer, INVALID, rule=RULE)


@pytest.mark.parametrize("operation", body_cases(TOO_LARGE))
def test_a_body_over_the_limit_is_refused(
    operation: str, api: ApiClient, expect: Expectations, provision: Provision
) -> None:
    large = b'{"a": "' + b"a" * OVER_THE_LIMIT + b'"}'
    answer = api.call(operation, caller(operation, provision), **_with_body(operation, provision, large))
    expect.refusal(answer, TOO_LARGE)


@pytest.mark.parametrize("operation", body_cases(UNSUPPORTED))
def test_a_body_of_another_media_type_is_refused(
    operation: str, api: ApiClient, expect: Expectations, provision: Provision
) -> None:
    request = _with_body(operation, provision, b"{}", {"content-type": "text/plain"})
    answer = api.call(operation, caller(operation, provision), **request)
    expect.refusal(answer, UNSUPPORTED, rule="contract: the request's media type")


@pytest.mark.about("createAuthCode")
@pytest.mark.needs("api_key", "user")
def test_a_media_type_with_a_charset_is_taken(api: ApiClient, expect: Expectations, provision: Provision) -> None:
    body = f'{{"userId": "{provision.shared_user().id}"}}'.encode()
    headers = {"content-type": "application/json; charset=utf-8"}
    answer = api.call("createAuthCode", provision.client, data=body, headers=headers)
    expect.success(answer, 201, rule="RFC 9110: a media type may have parameters")


@pytest.mark.about("createAuthCode")
@pytest.mark.needs("api_key", "user")
def test_members_that_the_contract_does_not_know_are_ignored(
    api: ApiClient, expect: Expectations, provision: Provision
) -> None:
    body = {"userId": provision.shared_user().id, "somethingElse": 1}
    answer = api.call("createAuthCode", provision.client, json=body)
    expect.success(answer, 201, rule="contract: the schema allows further members")


@pytest.mark.about("createAuthCode")
@pytest.mark.needs("api_key", "user")
def test_a_user_id_is_the_same_in_capitals(api: ApiClient, expect: Expectations, provision: Provision) -> None:
    answer = api.call("createAuthCode", provision.client, json={"userId": provision.shared_user().id.upper()})
    expect.success(answer, 201, rule="RFC 9562: the letters of a UUID may be capitals")


@pytest.mark.about("createOrganisation", "listOrganisationUsers")
@pytest.mark.needs("writes")
def test_text_of_every_script_comes_back_as_it_was_sent(
    api: ApiClient, expect: Expectations, provision: Provision
) -> None:
    name = f"{provision.name('organisation')} Zoë Żółć 株式会社 🐬"
    body = {"name": name, "industryId": provision.industry()}
    answer = api.call("createOrganisation", provision.client, json=body)
    made = expect.success(answer, 201)
    expect.equal(answer, made["name"], name, "guide, step 1: the organisation is answered as it was sent")


def _with_body(
    operation: str, provision: Provision, body: bytes, headers: dict[str, str] | None = None
) -> dict[str, Any]:
    parts = well_formed(operation, provision)
    parts.pop("json", None)
    return {**parts, "data": body, "headers": headers or JSON}
