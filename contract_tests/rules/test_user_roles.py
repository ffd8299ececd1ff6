"""Users add users and change roles: Admins and Owners of the selected organisation, and never the last Owner away."""

import pytest

from contract_tests.api_client import ApiClient, Caller
from contract_tests.checks.expect import Expectations
from contract_tests.provision import Person, Provision
from contract_tests.rules.cases import unknown_id

pytestmark = pytest.mark.needs("writes")

ADMINISTRATORS = "reference: it is for an Admin or Owner of the organisation"
LAST = "reference: the only Owner cannot be demoted"
AT_ONCE = "a role is judged as it is now"


def _somebody(provision: Provision, organisation: str, role: str) -> tuple[Person, Caller]:
    """A new user with that role, calling for the organisation."""
    person = provision.user(organisation, role=role)
    return person, provision.session(person.id).selecting(organisation)


@pytest.mark.about("addUser")
@pytest.mark.parametrize("role", ["Admin", "Owner"])
def test_an_administrator_adds_a_user(role: str, api: ApiClient, expect: Expectations, provision: Provision) -> None:
    organisation = provision.organisation()
    _, caller = _somebody(provision, organisation, role)
    email = provision.email()
    answer = api.call("addUser", caller, json={"email": email, "name": "Verify Person", "role": "Member"})
    body = expect.success(answer, 201, rule=ADMINISTRATORS)
    shown = (body["email"], body.get("name"), body["role"])
    expect.equal(answer, shown, (email, "Verify Person", "Member"), "contract: the answer is the added user")
    listed = api.call("listOrganisationUsers", provision.client, path={"organisationId": organisation})
    found = [entry["email"] for entry in expect.success(listed, 200)["data"]]
    expect.that(listed, email in found, "the added user in the list", f"{len(found)} others", ADMINISTRATORS)


@pytest.mark.about("addUser")
def test_a_known_email_is_the_same_user(
    api: ApiClient, expect: Expectations, provision: Provision, user: Person
) -> None:
    _, caller = _somebody(provision, provision.organisation(), "Admin")
    answer = api.call("addUser", caller, json={"email": user.email})
    body = expect.success(answer, 201, rule=ADMINISTRATORS)
    expect.equal(answer, body["id"], user.id, "reference: a known email is added, not duplicated")


@pytest.mark.error_code("Mock.AlreadyMember", "addUser")
def test_a_member_cannot_be_added_again(api: ApiClient, expect: Expectations, provision: Provision) -> None:
    person, caller = _somebody(provision, provision.organisation(), "Admin")
    answer = api.call("addUser", caller, json={"email": person.email})
    expect.refusal(answer, "Mock.AlreadyMember", rule="guide: 409 for a user who is a member already")


@pytest.mark.error_code("Mock.NotAdministrator", "addUser")
def test_a_mere_member_adds_nobody(
    api: ApiClient, expect: Expectations, provision: Provision, session: Caller, organisation: str
) -> None:
    answer = api.call("addUser", session.selecting(organisation), json={"email": provision.email()})
    expect.refusal(answer, "Mock.NotAdministrator", rule=ADMINISTRATORS)


@pytest.mark.error_code("Mock.NotOwner", "addUser")
def test_an_admin_adds_no_owner(api: ApiClient, expect: Expectations, provision: Provision) -> None:
    _, caller = _somebody(provision, provision.organisation(), "Admin")
    answer = api.call("addUser", caller, json={"email": provision.email(), "role": "Owner"})
    expect.refusal(answer, "Mock.NotOwner")


@pytest.mark.about("changeUserRole")
def test_a_changed_role_acts_at_once(api: ApiClient, expect: Expectations, provision: Provision) -> None:
    organisation = provision.organisation()
    _, owner = _somebody(provision, organisation, "Owner")
    person, caller = _somebody(provision, organisation, "Member")
    for role, status in (("Admin", 201), ("Member", 403)):
        answer = api.call("changeUserRole", owner, path={"id": person.id}, json={"role": role})
        body = expect.success(answer, 200, rule=ADMINISTRATORS)
        expect.equal(answer, (body["email"], body["role"]), (person.email, role), "contract: the user as it is now")
        added = api.call("addUser", caller, json={"email": provision.email()})
        expect.status(added, status, AT_ONCE, assumed=True)


@pytest.mark.error_code("Mock.NotAdministrator", "changeUserRole")
def test_a_mere_member_changes_no_role(
    api: ApiClient, expect: Expectations, session: Caller, organisation: str, user: Person
) -> None:
    caller = session.selecting(organisation)
    answer = api.call("changeUserRole", caller, path={"id": user.id}, json={"role": "Admin"})
    expect.refusal(answer, "Mock.NotAdministrator", rule=ADMINISTRATORS)


@pytest.mark.error_code("Mock.NotOwner", "changeUserRole")
def test_an_admin_neither_gives_nor_takes_the_role_owner(
    api: ApiClient, expect: Expectations, provision: Provision
) -> None:
    organisation = provision.organisation()
    admin, caller = _somebody(provision, organisation, "Admin")
    owners = [provision.user(organisation, role="Owner") for _ in range(2)]
    for person, role in ((admin, "Owner"), (owners[0], "Member")):
        answer = api.call("changeUserRole", caller, path={"id": person.id}, json={"role": role})
        expect.refusal(answer, "Mock.NotOwner")


@pytest.mark.error_code("Mock.LastOwner", "changeUserRole")
@pytest.mark.parametrize("role", ["Member", "Admin"])
def test_the_only_owner_cannot_be_demoted(
    role: str, api: ApiClient, expect: Expectations, provision: Provision
) -> None:
    person, caller = _somebody(provision, provision.organisation(), "Owner")
    answer = api.call("changeUserRole", caller, path={"id": person.id}, json={"role": role})
    expect.refusal(answer, "Mock.LastOwner", rule=LAST)


@pytest.mark.about("changeUserRole")
def test_one_of_two_owners_can_be_demoted(api: ApiClient, expect: Expectations, provision: Provision) -> None:
    organisation = provision.organisation()
    person, caller = _somebody(provision, organisation, "Owner")
    provision.user(organisation, role="Owner")
    answer = api.call("changeUserRole", caller, path={"id": person.id}, json={"role": "Admin"})
    expect.success(answer, 200, rule=LAST)


@pytest.mark.error_code("Mock.RecordNotFound", "changeUserRole")
def test_somebody_who_is_no_member_has_no_role_to_change(
    api: ApiClient, expect: Expectations, provision: Provision, user: Person
) -> None:
    _, caller = _somebody(provision, provision.organisation(), "Owner")
    for user_id in (unknown_id(), user.id):
        answer = api.call("changeUserRole", caller, path={"id": user_id}, json={"role": "Admin"})
        expect.refusal(answer, "Mock.RecordNotFound", rule="who is not in the organisation has no role there")
