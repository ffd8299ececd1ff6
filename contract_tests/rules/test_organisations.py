"""Organisations: made by a client for itself, changed by it or by an Admin or Owner."""

from typing import Any

import pytest

from contract_tests.api_client import ApiClient, Caller
from contract_tests.checks.expect import Expectations
from contract_tests.checks.times import is_moment
from contract_tests.provision import Provision
from contract_tests.rules.cases import unknown_id

pytestmark = [pytest.mark.needs("writes"), pytest.mark.about("createOrganisation")]

CHANGES = ("replaceOrganisation", "patchOrganisation")
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


def changing(operation_id: str, code: str) -> Any:
    return pytest.param(operation_id, marks=pytest.mark.error_code(code, operation_id), id=operation_id)


def _profile(provision: Provision) -> dict[str, Any]:
    """What replaces a profile, and patches it just as well."""
    return {
        "name": provision.name("organisation"),
        "industryId": provision.industry(),
        "contactEmail": provision.email(),
        "country": "GB",
    }


@pytest.mark.about(*CHANGES)
@pytest.mark.parametrize("operation_id", CHANGES)
def test_a_changed_organisation_is_answered_in_both_shapes(
    operation_id: str, api: ApiClient, expect: Expectations, provision: Provision, client: Caller
) -> None:
    industries = expect.success(api.call("listIndustries", client), 200)["data"]
    organisation = provision.organisation()
    sent = {**_profile(provision), "industryId": industries[-1]["id"]}
    answer = api.call(operation_id, client, path={"id": organisation}, json=sent)
    body = expect.success(answer, 200)
    shown = (body["id"], body["name"], body["contactEmail"], body["country"])
    told = (organisation, sent["name"], sent["contactEmail"], "GB")
    expect.equal(answer, shown, told, "contract: the answer is the organisation as it is now")
    expect.equal(answer, body["industry"], industries[-1], "guide: industry {id, name}")
    expect.equal(answer, body.get("industryId"), industries[-1]["id"], "reference: industryId")


@pytest.mark.about("patchOrganisation")
def test_a_patch_changes_what_it_names_and_nothing_else(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller
) -> None:
    path = {"id": provision.organisation()}
    details = {"sortCode": "112233", "accountNumber": "12345678"}
    for sent in ({"phone": "0117 496 0000"}, {"hasBeenOnboarded": True}, {"bankDetails": details}, {"city": "Bristol"}):
        expect.success(api.call("patchOrganisation", client, path=path, json=sent), 200)
    answer = api.call("patchOrganisation", client, path=path, json={})
    body = expect.success(answer, 200)
    shown = (body["phone"], body["hasBeenOnboarded"], body["city"], body["bankDetails"]["sortCode"])
    expect.equal(answer, shown, ("0117 496 0000", True, "Bristol", "112233"), "reference: PATCH takes any subset")


@pytest.mark.parametrize("operation_id", [changing(o, "Organisation.NotFound") for o in CHANGES])
def test_an_organisation_that_does_not_exist_cannot_be_changed(
    operation_id: str, api: ApiClient, expect: Expectations, provision: Provision, client: Caller
) -> None:
    answer = api.call(operation_id, client, path={"id": unknown_id()}, json=_profile(provision))
    expect.refusal(answer, "Organisation.NotFound", rule="what is not there cannot be changed")


@pytest.mark.needs("two_clients")
@pytest.mark.parametrize("operation_id", [changing(o, "Organisation.NotFound") for o in CHANGES])
def test_another_clients_organisation_cannot_be_changed(
    operation_id: str, api: ApiClient, expect: Expectations, provision: Provision, client: Caller
) -> None:
    path = {"id": provision.shared_foreign_organisation()}
    answer = api.call(operation_id, client, path=path, json=_profile(provision))
    expect.refusal(answer, "Organisation.NotFound", rule="an organisation belongs to one client")


@pytest.mark.parametrize("operation_id", [changing(o, "Mock.IndustryNotFound") for o in CHANGES])
def test_a_changed_organisation_needs_an_industry_that_exists(
    operation_id: str, api: ApiClient, expect: Expectations, provision: Provision, client: Caller, organisation: str
) -> None:
    sent = {**_profile(provision), "industryId": unknown_id()}
    answer = api.call(operation_id, client, path={"id": organisation}, json=sent)
    expect.refusal(answer, "Mock.IndustryNotFound")


@pytest.mark.parametrize("operation_id", [changing(o, "Mock.NotAdministrator") for o in CHANGES])
def test_a_mere_member_does_not_change_the_organisation(
    operation_id: str, api: ApiClient, expect: Expectations, provision: Provision, session: Caller, organisation: str
) -> None:
    answer = api.call(operation_id, session, path={"id": organisation}, json=_profile(provision))
    expect.refusal(answer, "Mock.NotAdministrator")


@pytest.mark.about(*CHANGES)
@pytest.mark.parametrize("role", ["Admin", "Owner"])
@pytest.mark.parametrize("operation_id", CHANGES)
def test_an_admin_or_owner_changes_the_organisation(
    operation_id: str, role: str, api: ApiClient, expect: Expectations, provision: Provision
) -> None:
    organisation = provision.organisation()
    session = provision.session(provision.user(organisation, role=role).id)
    answer = api.call(operation_id, session, path={"id": organisation}, json=_profile(provision))
    rule = "assumption: an Admin or Owner changes the organisation"
    expect.success(answer, 200, rule=rule, assumed=True)
