"""Organisations: made by a client for itself."""

import pytest

from contract_tests.api_client import ApiClient, Caller
from contract_tests.checks.expect import Expectations
from contract_tests.checks.times import is_moment
from contract_tests.provision import Provision
from contract_tests.rules.cases import unknown_id

pytestmark = [pytest.mark.needs("writes"), pytest.mark.about("createOrganisation")]

STEP_ONE = "guide, step 1: an organisation is created"


def test_a_new_organisation_is_answered_in_full(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller
) -> None:
    industries = expect.success(api.call("listIndustries", client), 200)["data"]
    name = provision.name("organisation")
    answer = api.call("createOrganisation", client, json={"name": name, "industryId": industries[-1]["id"]})
    body = expect.success(answer, 201, rule=STEP_ONE)
    expect.equal(answer, body["name"], name, STEP_ONE)
    expect.equal(answer, body["industry"], industries[-1], STEP_ONE)
    written = body["createdAt"]
    expect.that(answer, is_moment(written), "an RFC 3339 time with a zone", repr(written), "contract: createdAt")


def test_the_organisations_of_one_client_have_the_same_client_id(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller
) -> None:
    made = []
    for _ in range(2):
        body = {"name": provision.name("organisation"), "industryId": provision.industry()}
        answer = api.call("createOrganisation", client, json=body)
        made.append(expect.success(answer, 201, rule=STEP_ONE))
    expect.equal(answer, made[0]["clientId"], made[1]["clientId"], STEP_ONE)
    expect.equal(answer, made[0]["id"] == made[1]["id"], False, "an id names one organisation")
    if provision.target.credentials.client_id is not None:
        expect.equal(answer, made[0]["clientId"], provision.target.credentials.client_id, STEP_ONE)


def test_a_new_organisation_has_no_users(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller
) -> None:
    answer = api.call("listOrganisationUsers", client, path={"organisationId": provision.organisation()})
    expect.equal(answer, expect.success(answer, 200)["data"], [], "an organisation has the users that were added")


@pytest.mark.error_code("Mock.IndustryNotFound", "createOrganisation")
def test_an_organisation_needs_an_industry_that_exists(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller
) -> None:
    body = {"name": provision.name("organisation"), "industryId": unknown_id()}
    answer = api.call("createOrganisation", client, json=body)
    expect.refusal(answer, "Mock.IndustryNotFound")
