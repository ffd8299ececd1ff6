"""Refusals are problem details, alike everywhere, and tell nothing that they should not."""

from typing import Any

import pytest

from contract_tests.api_client import Answer, ApiClient, Caller
from contract_tests.checks.expect import Expectations
from contract_tests.provision import Provision
from contract_tests.rules.cases import unknown_id

MEMBERS = {"type", "title", "status", "detail", "instance"}
SHAPE = "assumption: a problem has the five members of the published sample"


@pytest.mark.about("getMe")
def test_a_problem_has_the_five_members(api: ApiClient, expect: Expectations) -> None:
    answer = api.call("getMe")
    _expect_problem(answer, expect, 401, "Unauthorized")


@pytest.mark.about("exchangeAuthCode")
def test_a_problem_names_its_status_and_path(api: ApiClient, expect: Expectations) -> None:
    answer = api.call("exchangeAuthCode", json={"code": "no-such-code"})
    body = _expect_problem(answer, expect, 400, "Bad Request")
    expect.equal(answer, body["instance"], "/auth/exchange", SHAPE, assumed=True)


@pytest.mark.about("createAuthCode")
@pytest.mark.needs("api_key")
def test_a_documented_refusal_has_the_shape_of_all(api: ApiClient, expect: Expectations, client: Caller) -> None:
    answer = api.call("createAuthCode", client, json={"userId": unknown_id()})
    _expect_problem(answer, expect, 404, "Not Found")


@pytest.mark.about("createAuthCode", "exchangeAuthCode")
@pytest.mark.needs("api_key")
def test_a_refusal_does_not_repeat_what_was_sent(api: ApiClient, expect: Expectations, client: Caller) -> None:
    marker = "verify-marker-7f3a"
    answers = (
        api.call("createAuthCode", client, json={"userId": marker}),
        api.call("exchangeAuthCode", json={"code": marker}),
        api.call("getMe", Caller(token=marker)),
        api.call("listIndustries", Caller(api_key=marker)),
    )
    for answer in answers:
        rule = "assumption: a refusal repeats no value that was sent"
        expect.that(answer, answer.status >= 400, "a refusal", str(answer.status), rule)
        expect.equal(answer, marker in answer.response.text, False, rule, assumed=True)


@pytest.mark.about("createAuthCode")
@pytest.mark.needs("api_key")
def test_a_refusal_tells_no_secret_and_no_inside(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller
) -> None:
    answer = api.call("createAuthCode", client, json={"userId": unknown_id()})
    text = answer.response.text
    secrets = provision.target.credentials.secrets
    expect.equal(answer, any(secret in text for secret in secrets), False, "a refusal tells no credential")
    expect.equal(answer, "Traceback" in text, False, "a refusal tells no inside of the server")


def _expect_problem(answer: Answer, expect: Expectations, status: int, title: str) -> Any:
    expect.header(answer, "content-type", "application/problem+json", "contract: the media type of refusals")
    body = answer.json
    expect.equal(answer, set(body), MEMBERS, SHAPE, assumed=True)
    expect.equal(answer, (body["status"], body["title"]), (status, title), SHAPE, assumed=True)
    expect.that(answer, bool(body["type"] and body["detail"]), "a type and a detail", "nothing", SHAPE, assumed=True)
    return body
