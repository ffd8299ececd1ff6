"""Methods and paths beside those of the contract. All of it is assumed."""

import pytest

from contract_tests.api_client import Answer, ApiClient, Caller
from contract_tests.checks.expect import Expectations
from contract_tests.contract import Contract
from contract_tests.suite import Suite

HEAD = "assumption: HEAD answers as GET does, without a body"
OPTIONS = "assumption: OPTIONS answers 204 with every method of the path"
REFUSED = "assumption: another method is refused with 405 and every method of the path"
SLASH = "assumption: a path with a slash behind it is another path"
PATHS = ("listIndustries", "exchangeAuthCode", "getMe", "listOrganisationUsers", "createAuthCode")
ANY = {"organisationId": "00000000-0000-4000-8000-000000000000"}
DIFFER = {"date", "content-length", "transfer-encoding"}


@pytest.mark.about("listIndustries")
@pytest.mark.needs("api_key")
def test_head_is_get_without_a_body(api: ApiClient, expect: Expectations, client: Caller) -> None:
    get = api.call("listIndustries", client)
    head = api.call("listIndustries", client, method="HEAD")
    expect.status(head, get.status, HEAD, assumed=True)
    expect.equal(head, len(head.response.content), 0, HEAD, assumed=True)
    expect.equal(head, _kept(head), _kept(get), HEAD, assumed=True)


@pytest.mark.about("getMe")
def test_head_is_refused_as_get_is(api: ApiClient, expect: Expectations) -> None:
    head = api.call("getMe", method="HEAD")
    expect.status(head, 401, HEAD, assumed=True)
    expect.equal(head, len(head.response.content), 0, HEAD, assumed=True)


@pytest.mark.parametrize("operation", [pytest.param(o, marks=pytest.mark.about(o), id=o) for o in PATHS])
def test_options_names_every_method_of_the_path(
    operation: str, api: ApiClient, expect: Expectations, suite: Suite
) -> None:
    answer = api.call(operation, method="OPTIONS", path=ANY)
    expect.status(answer, 204, OPTIONS, assumed=True)
    _expect_allow(answer, expect, suite.contract, OPTIONS)


@pytest.mark.about("exchangeAuthCode")
def test_get_is_refused_where_only_post_is_declared(api: ApiClient, expect: Expectations, suite: Suite) -> None:
    answer = api.call("exchangeAuthCode", method="GET")
    _expect_not_allowed(answer, expect, suite.contract)


@pytest.mark.parametrize("operation", [pytest.param(o, marks=pytest.mark.about(o), id=o) for o in PATHS])
def test_a_method_that_the_path_does_not_declare_is_refused(
    operation: str, api: ApiClient, expect: Expectations, suite: Suite
) -> None:
    answer = api.call(operation, method="PATCH", path=ANY)
    _expect_not_allowed(answer, expect, suite.contract)


@pytest.mark.about("listIndustries")
@pytest.mark.needs("api_key")
def test_a_path_with_a_slash_behind_it_does_not_exist(api: ApiClient, expect: Expectations, client: Caller) -> None:
    expect.status(api.call("listIndustries", client, suffix="/"), 404, SLASH, assumed=True)


@pytest.mark.about("listIndustries")
@pytest.mark.needs("api_key")
def test_a_path_that_the_contract_does_not_know_does_not_exist(
    api: ApiClient, expect: Expectations, client: Caller
) -> None:
    answer = api.call("listIndustries", client, suffix="/dolfin-mock-verify")
    expect.status(answer, 404, "contract: it has no such path")


def _expect_not_allowed(answer: Answer, expect: Expectations, contract: Contract) -> None:
    expect.status(answer, 405, REFUSED, assumed=True)
    _expect_allow(answer, expect, contract, REFUSED)
    expect.header(answer, "content-type", "application/problem+json", REFUSED, assumed=True)


def _expect_allow(answer: Answer, expect: Expectations, contract: Contract, rule: str) -> None:
    declared = {o.method for o in contract.operations.values() if o.path == answer.operation.path}
    allowed = {method.strip() for method in answer.response.headers.get("allow", "").split(",")} - {""}
    beside = {"OPTIONS", *(["HEAD"] if "GET" in declared else [])}
    told = ", ".join(sorted(allowed)) or "no Allow"
    expected = ", ".join(sorted(declared | beside))
    expect.that(answer, declared <= allowed <= declared | beside, expected, told, rule, assumed=True)


def _kept(answer: Answer) -> dict[str, str]:
    headers = answer.response.headers
    return {name.lower(): value for name, value in headers.items() if name.lower() not in DIFFER}
