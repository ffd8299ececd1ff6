"""Sandbox handoff: who may mint one for which organisation, and what its session covers."""

import pytest

from contract_tests.api_client import ApiClient, Caller
from contract_tests.checks import jwt_text
from contract_tests.checks.expect import Expectations
from contract_tests.checks.times import is_moment, moment
from contract_tests.provision import Person, Provision
from contract_tests.rules.cases import unknown_id

pytestmark = [pytest.mark.needs("writes"), pytest.mark.about("mintSandboxHandoff")]

ACCESS = "published: a member of the organisation, or Admin or Owner of its client, may mint a handoff"
ONE = "published: a handoff session covers one organisation"
NIL = "00000000-0000-0000-0000-000000000000"


def test_a_member_mints_a_handoff(
    api: ApiClient, expect: Expectations, provision: Provision, session: Caller, organisation: str
) -> None:
    answer = api.call("mintSandboxHandoff", session, json={"organisationId": organisation})
    body = expect.success(answer, 201, rule=ACCESS)
    provision.masker.learn(body["code"])
    written = body["expiresAt"]
    expect.that(answer, is_moment(written), "an RFC 3339 time with a zone", repr(written), "contract: expiresAt")
    if jwt_text.is_jwt(body["code"]) and "exp" in jwt_text.claims(body["code"]):
        ends = jwt_text.claims(body["code"])["exp"]
        expect.equal(answer, int(moment(written).timestamp()), ends, "expiresAt and the code's exp agree")
    told = "a URL without the code" if body["sandboxUrl"] else "nothing"
    expect.that(answer, body["code"] in body["sandboxUrl"], "a URL with the code", told, "published: sandboxUrl")


@pytest.mark.needs("portal_user")
def test_an_admin_of_the_client_mints_a_handoff_without_being_a_member(
    api: ApiClient, expect: Expectations, provision: Provision, organisation: str
) -> None:
    answer = api.call("mintSandboxHandoff", provision.portal_session(), json={"organisationId": organisation})
    expect.success(answer, 201, rule=ACCESS)


@pytest.mark.error_code("Handoff.MissingOrganisationId", "mintSandboxHandoff")
@pytest.mark.parametrize("body", [{}, {"organisationId": ""}], ids=["missing", "empty"])
def test_a_handoff_needs_an_organisation_id(
    body: dict[str, str], api: ApiClient, expect: Expectations, session: Caller
) -> None:
    expect.refusal(api.call("mintSandboxHandoff", session, json=body), "Handoff.MissingOrganisationId")


@pytest.mark.parametrize("organisation_id", [None, NIL], ids=["null", "nil"])
def test_an_organisation_id_that_says_nothing_counts_as_missing(
    organisation_id: str | None, api: ApiClient, expect: Expectations, session: Caller
) -> None:
    answer = api.call("mintSandboxHandoff", session, json={"organisationId": organisation_id})
    rule = "assumption: null, empty and nil ids count as missing"
    expect.status(answer, 400, rule, assumed=True)
    if answer.error_code is not None:
        expect.equal(answer, answer.error_code, "Handoff.MissingOrganisationId", rule, assumed=True)


@pytest.mark.error_code("Handoff.NoOrgAccess", "mintSandboxHandoff")
def test_somebody_who_is_no_member_mints_no_handoff(
    api: ApiClient, expect: Expectations, provision: Provision, session: Caller
) -> None:
    other = provision.organisation()
    expect.refusal(api.call("mintSandboxHandoff", session, json={"organisationId": other}), "Handoff.NoOrgAccess")


@pytest.mark.error_code("Handoff.NoOrgAccess", "mintSandboxHandoff")
@pytest.mark.needs("two_clients")
def test_a_member_mints_no_handoff_for_another_clients_organisation(
    api: ApiClient, expect: Expectations, provision: Provision, session: Caller, second_client: Caller
) -> None:
    other = provision.organisation(second_client)
    expect.refusal(api.call("mintSandboxHandoff", session, json={"organisationId": other}), "Handoff.NoOrgAccess")


@pytest.mark.error_code("Handoff.NoOrgAccess", "mintSandboxHandoff")
@pytest.mark.needs("two_clients", "portal_user")
def test_an_admin_of_one_client_mints_no_handoff_for_anothers_organisation(
    api: ApiClient, expect: Expectations, provision: Provision, second_client: Caller
) -> None:
    other = provision.organisation(second_client)
    answer = api.call("mintSandboxHandoff", provision.portal_session(), json={"organisationId": other})
    expect.refusal(answer, "Handoff.NoOrgAccess")


@pytest.mark.error_code("Organisation.NotFound", "mintSandboxHandoff")
def test_no_handoff_is_minted_for_an_organisation_that_does_not_exist(
    api: ApiClient, expect: Expectations, session: Caller
) -> None:
    answer = api.call("mintSandboxHandoff", session, json={"organisationId": unknown_id()})
    expect.refusal(answer, "Organisation.NotFound")


def test_a_handoff_session_covers_its_organisation_alone(
    api: ApiClient, expect: Expectations, provision: Provision, organisation: str
) -> None:
    person = provision.user(organisation)
    provision.user(provision.organisation(), email=person.email)
    exchanged = api.call("exchangeAuthCode", json={"code": _handoff(api, expect, provision, person, organisation)})
    body = expect.success(exchanged, 200, rule="published: the code can be exchanged for a session")
    listed = [entry["organisationId"] for entry in body["organisations"]]
    expect.equal(exchanged, listed, [organisation], ONE)
    me = api.call("getMe", Caller(token=body["token"]))
    shown = [entry["id"] for entry in expect.success(me, 200)["organisations"]]
    expect.equal(me, shown, [organisation], ONE)


@pytest.mark.error_code("Mock.OrganisationNotAccessible", "listInvoices")
@pytest.mark.error_code("Handoff.NoOrgAccess", "mintSandboxHandoff")
def test_a_handoff_session_reaches_no_other_organisation_of_its_user(
    api: ApiClient, expect: Expectations, provision: Provision, organisation: str
) -> None:
    person = provision.user(organisation)
    other = provision.organisation()
    provision.user(other, email=person.email)
    handed = Caller(token=provision.exchange(_handoff(api, expect, provision, person, organisation))["token"])
    expect.success(api.call("listInvoices", handed.selecting(organisation)), 200, rule=ONE)
    answer = api.call("listInvoices", handed.selecting(other))
    expect.refusal(answer, "Mock.OrganisationNotAccessible", rule=ONE)
    answer = api.call("mintSandboxHandoff", handed, json={"organisationId": other})
    expect.refusal(answer, "Handoff.NoOrgAccess")


@pytest.mark.error_code("Mock.AuthCodeUsed", "exchangeAuthCode")
def test_a_handoff_code_works_once(
    api: ApiClient, expect: Expectations, provision: Provision, user: Person, organisation: str
) -> None:
    code = _handoff(api, expect, provision, user, organisation)
    provision.exchange(code)
    answer = api.call("exchangeAuthCode", json={"code": code})
    expect.refusal(answer, "Mock.AuthCodeUsed", rule="guide: a code works once")


@pytest.mark.needs("portal_user")
def test_a_handed_off_admin_may_use_the_organisation(
    api: ApiClient, expect: Expectations, provision: Provision, organisation: str
) -> None:
    portal = provision.portal_session()
    answer = api.call("mintSandboxHandoff", portal, json={"organisationId": organisation})
    code = expect.success(answer, 201, rule=ACCESS)["code"]
    exchanged = api.call("exchangeAuthCode", json={"code": code})
    session = expect.success(exchanged, 200)
    roles = [(entry["organisationId"], entry["role"]) for entry in session["organisations"]]
    rule = "assumption: a handed-off portal user has the client role there"
    expect.that(
        exchanged,
        roles in ([(organisation, "Admin")], [(organisation, "Owner")]),
        "the organisation, with Admin or Owner",
        f"{len(roles)} organisations: {', '.join(role for _, role in roles)}",
        rule,
        assumed=True,
    )
    handed = Caller(token=session["token"], organisation=organisation)
    expect.success(api.call("listInvoices", handed), 200, rule=ONE)


def _handoff(api: ApiClient, expect: Expectations, provision: Provision, person: Person, organisation: str) -> str:
    answer = api.call("mintSandboxHandoff", provision.session(person.id), json={"organisationId": organisation})
    code = str(expect.success(answer, 201, rule=ACCESS)["code"])
    provision.masker.learn(code)
    return code
