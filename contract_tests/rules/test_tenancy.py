"""One client never sees another's: users, organisations, invoices, names, by any operation."""

import pytest

from contract_tests.api_client import ApiClient, Caller
from contract_tests.checks.expect import Expectations
from contract_tests.provision import Person, Provision

pytestmark = pytest.mark.needs("writes", "two_clients")

APART = "guide: an API key belongs to a client, and a client sees its own"
ONE_PERSON = "assumption: one email is one user across clients"
FIRST_NAME, SECOND_NAME = "Verify First", "Verify Second"


@pytest.fixture
def their_organisation(provision: Provision) -> str:
    """An organisation of the second client."""
    return provision.shared_foreign_organisation()


@pytest.fixture
def their_user(provision: Provision) -> Person:
    """A user in that organisation, and nowhere else."""
    return provision.shared_foreign_user()


@pytest.mark.error_code("User.NotInClient", "createAuthCode")
def test_a_client_mints_no_code_for_another_clients_user(
    api: ApiClient, expect: Expectations, client: Caller, their_user: Person
) -> None:
    expect.refusal(api.call("createAuthCode", client, json={"userId": their_user.id}), "User.NotInClient")


@pytest.mark.error_code("Organisation.NotFound", "listOrganisationUsers")
def test_a_client_does_not_list_the_users_of_anothers_organisation(
    api: ApiClient, expect: Expectations, client: Caller, their_organisation: str
) -> None:
    answer = api.call("listOrganisationUsers", client, path={"organisationId": their_organisation})
    expect.refusal(answer, "Organisation.NotFound", rule=APART)


@pytest.mark.error_code("Organisation.NotFound", "addOrganisationUser")
def test_a_client_adds_nobody_to_anothers_organisation(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller, their_organisation: str
) -> None:
    path = {"organisationId": their_organisation}
    answer = api.call("addOrganisationUser", client, path=path, json={"email": provision.email()})
    expect.refusal(answer, "Organisation.NotFound", rule=APART)


@pytest.mark.error_code("Mock.OrganisationNotAccessible", "listInvoices")
def test_a_client_does_not_list_the_invoices_of_anothers_organisation(
    api: ApiClient, expect: Expectations, client: Caller, their_organisation: str
) -> None:
    answer = api.call("listInvoices", client.selecting(their_organisation))
    expect.refusal(answer, "Mock.OrganisationNotAccessible", rule=APART)


@pytest.mark.error_code("Mock.OrganisationNotAccessible", "listInvoices")
def test_a_user_does_not_list_the_invoices_of_another_clients_organisation(
    api: ApiClient, expect: Expectations, session: Caller, their_organisation: str
) -> None:
    answer = api.call("listInvoices", session.selecting(their_organisation))
    expect.refusal(answer, "Mock.OrganisationNotAccessible", rule=APART)


@pytest.mark.error_code("Handoff.NoOrgAccess", "mintSandboxHandoff")
def test_a_user_of_two_clients_mints_no_handoff_across_them(
    api: ApiClient, expect: Expectations, provision: Provision, their_organisation: str
) -> None:
    person = _in_both(provision)
    answer = api.call("mintSandboxHandoff", provision.session(person.id), json={"organisationId": their_organisation})
    expect.refusal(answer, "Handoff.NoOrgAccess")


@pytest.mark.about("addOrganisationUser")
def test_an_email_under_two_clients_is_one_user(
    api: ApiClient, expect: Expectations, provision: Provision, second_client: Caller
) -> None:
    person = provision.user(provision.shared_organisation())
    path = {"organisationId": provision.shared_foreign_organisation()}
    answer = api.call("addOrganisationUser", second_client, path=path, json={"email": person.email})
    expect.equal(answer, expect.success(answer, 201)["userId"], person.id, ONE_PERSON, assumed=True)


@pytest.mark.about("addOrganisationUser")
def test_adding_a_known_email_tells_nothing_that_another_client_said_of_it(
    api: ApiClient, expect: Expectations, provision: Provision, second_client: Caller
) -> None:
    person = provision.user(provision.shared_organisation(), name=FIRST_NAME)
    path = {"organisationId": provision.shared_foreign_organisation()}
    answer = api.call("addOrganisationUser", second_client, path=path, json={"email": person.email})
    expect.success(answer, 201)
    told = FIRST_NAME in answer.response.text
    expect.equal(answer, told, False, f"{APART}: a name is not handed on")


@pytest.mark.about("listOrganisationUsers")
def test_each_client_lists_a_shared_user_by_its_own_name(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller, second_client: Caller
) -> None:
    person = _in_both(provision)
    for caller, organisation, name in (
        (client, provision.shared_organisation(), FIRST_NAME),
        (second_client, provision.shared_foreign_organisation(), SECOND_NAME),
    ):
        path, query = {"organisationId": organisation}, {"Email": person.email}
        answer = api.call("listOrganisationUsers", caller, path=path, query=query)
        names = [entry["name"] for entry in expect.success(answer, 200)["data"]]
        expect.equal(answer, names, [name], APART)


@pytest.mark.about("exchangeAuthCode", "getMe")
def test_a_session_shows_the_organisations_of_the_client_that_opened_it_alone(
    api: ApiClient, expect: Expectations, provision: Provision, second_client: Caller
) -> None:
    person = _in_both(provision)
    ours, theirs = provision.shared_organisation(), provision.shared_foreign_organisation()
    for opener, organisation, name in ((None, ours, FIRST_NAME), (second_client, theirs, SECOND_NAME)):
        exchanged = api.call("exchangeAuthCode", json={"code": provision.code(person.id, opener)})
        body = expect.success(exchanged, 200)
        listed = [entry["organisationId"] for entry in body["organisations"]]
        expect.equal(exchanged, listed, [organisation], APART)
        me = api.call("getMe", Caller(token=body["token"]))
        shown = expect.success(me, 200)
        expect.equal(me, [entry["id"] for entry in shown["organisations"]], [organisation], APART)
        expect.equal(me, shown.get("name", name), name, APART)


@pytest.mark.error_code("Mock.OrganisationNotAccessible", "listInvoices")
def test_a_session_does_not_reach_the_users_organisations_under_another_client(
    api: ApiClient, expect: Expectations, provision: Provision, second_client: Caller
) -> None:
    person = _in_both(provision)
    ours, theirs = provision.shared_organisation(), provision.shared_foreign_organisation()
    for opener, organisation in ((None, theirs), (second_client, ours)):
        session = provision.session(person.id, opener)
        answer = api.call("listInvoices", session.selecting(organisation))
        expect.refusal(answer, "Mock.OrganisationNotAccessible", rule=APART)


@pytest.mark.about("listOrganisationUsers")
def test_the_users_of_one_client_are_in_no_list_of_another(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller, their_user: Person
) -> None:
    path = {"organisationId": provision.shared_organisation()}
    for query in ({}, {"Email": their_user.email}):
        answer = api.call("listOrganisationUsers", client, path=path, query=query)
        expect.success(answer, 200)
        seen = their_user.id in answer.response.text or their_user.email in answer.response.text
        expect.equal(answer, seen, False, APART)


def _in_both(provision: Provision) -> Person:
    """A user whom each client knows by another name."""
    person = provision.user(provision.shared_organisation(), name=FIRST_NAME)
    foreign = provision.shared_foreign_organisation()
    return provision.user(foreign, provision.second_client, email=person.email, name=SECOND_NAME)
