"""A client's settings and its portal users: for its backend and for the Admins and Owners of the portal."""

from typing import Any

import pytest

from contract_tests.api_client import ApiClient, Caller
from contract_tests.checks.expect import Expectations
from contract_tests.provision import Person, Provision
from contract_tests.rules.cases import unknown_id

pytestmark = pytest.mark.needs("writes")

ADMINISTRATORS = "reference: it is for an Admin or Owner of the client"
OPERATIONS = ("patchClient", "listClientMembers", "changeClientMemberRole", "createClientInvite")


def _request(operation_id: str, provision: Provision, client_id: str) -> dict[str, Any]:
    """A request that changes nothing of a real client, even where it should be performed."""
    bodies: dict[str, Any] = {
        "patchClient": {},
        "changeClientMemberRole": {"role": "Member"},
        "createClientInvite": {"email": provision.email(), "role": "Member"},
    }
    path = {"clientId": client_id, **({"userId": unknown_id()} if operation_id == "changeClientMemberRole" else {})}
    return {"path": path, "json": bodies.get(operation_id)}


def refusing(operation_id: str, code: str) -> Any:
    return pytest.param(operation_id, marks=pytest.mark.error_code(code, operation_id), id=operation_id)


@pytest.mark.parametrize("operation_id", [refusing(o, "Member.Forbidden") for o in OPERATIONS])
def test_who_is_not_in_the_portal_has_no_say_in_the_client(
    operation_id: str, api: ApiClient, expect: Expectations, provision: Provision, session: Caller
) -> None:
    answer = api.call(operation_id, session, **_request(operation_id, provision, provision.client_id()))
    expect.refusal(answer, "Member.Forbidden", rule=ADMINISTRATORS)


@pytest.mark.parametrize(
    "operation_id", [refusing(o, "Member.Forbidden") for o in OPERATIONS if o != "listClientMembers"]
)
def test_a_mere_member_of_the_portal_has_no_say_either(
    operation_id: str, api: ApiClient, expect: Expectations, provision: Provision
) -> None:
    _, caller = provision.portal_user("Member")
    answer = api.call(operation_id, caller, **_request(operation_id, provision, provision.client_id()))
    expect.refusal(answer, "Member.Forbidden", rule=ADMINISTRATORS)


@pytest.mark.parametrize("operation_id", [refusing(o, "Mock.RecordNotFound") for o in OPERATIONS])
def test_another_client_is_like_none(
    operation_id: str, api: ApiClient, expect: Expectations, provision: Provision, client: Caller
) -> None:
    answer = api.call(operation_id, client, **_request(operation_id, provision, unknown_id()))
    expect.refusal(answer, "Mock.RecordNotFound", rule="a key is for one client")


@pytest.mark.about("patchClient")
@pytest.mark.needs("reset")
def test_settings_are_changed_one_by_one_and_kept(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller
) -> None:
    path = {"clientId": provision.client_id()}
    sent: dict[str, Any] = {"primaryColour": "#123456", "gmailAllowedRedirectHosts": ["verify.example"]}
    for name, value in sent.items():
        expect.success(api.call("patchClient", client, path=path, json={name: value}), 200)
    answer = api.call("patchClient", client, path=path, json={"payByBankEnabled": True})
    body = expect.success(answer, 200)
    shown = {name: body[name] for name in sent}
    expect.equal(answer, (shown, body["payByBankEnabled"]), (sent, True), "reference: PATCH changes what it names")
    back = api.call("patchClient", client, path=path, json=dict.fromkeys([*sent, "payByBankEnabled"]))
    body = expect.success(back, 200)
    shown_then = (body["primaryColour"], body["gmailAllowedRedirectHosts"], body["payByBankEnabled"])
    rule = "assumption: null puts a setting back to its default"
    expect.equal(back, shown_then, (None, [], False), rule, assumed=True)


@pytest.mark.about("patchClient", "listClientMembers")
def test_an_admin_of_the_client_reads_and_changes_what_belongs_to_it(
    api: ApiClient, expect: Expectations, provision: Provision
) -> None:
    _, caller = provision.portal_user("Admin")
    path = {"clientId": provision.client_id()}
    expect.success(api.call("patchClient", caller, path=path, json={}), 200, rule=ADMINISTRATORS)
    expect.success(api.call("listClientMembers", caller, path=path), 200)


@pytest.mark.about("listClientMembers", "changeClientMemberRole")
def test_a_changed_role_is_listed_and_acts_at_once(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller
) -> None:
    path = {"clientId": provision.client_id()}
    person, caller = provision.portal_user("Member")
    for role, status in (("Admin", 200), ("Member", 403)):
        answer = api.call("changeClientMemberRole", client, path={**path, "userId": person.id}, json={"role": role})
        expect.equal(answer, expect.success(answer, 200)["role"], role, "contract: the member as it is now")
        listed = api.call("listClientMembers", client, path=path)
        roles = [(m["email"], m["role"]) for m in expect.success(listed, 200) if m["userId"] == person.id]
        expect.equal(listed, roles, [(person.email, role)], "the list shows the role as it is now")
        patched = api.call("patchClient", caller, path=path, json={})
        expect.status(patched, status, "a role is judged as it is now", assumed=True)


@pytest.mark.error_code("Mock.RecordNotFound", "changeClientMemberRole")
def test_who_is_not_in_the_portal_has_no_role_there(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller, user: Person
) -> None:
    for user_id in (unknown_id(), user.id):
        path = {"clientId": provision.client_id(), "userId": user_id}
        answer = api.call("changeClientMemberRole", client, path=path, json={"role": "Member"})
        expect.refusal(answer, "Mock.RecordNotFound", rule="who is not in the portal has no role there")


@pytest.mark.error_code("Mock.NotOwner", "changeClientMemberRole")
def test_an_admin_makes_nobody_owner(api: ApiClient, expect: Expectations, provision: Provision) -> None:
    admin, caller = provision.portal_user("Admin")
    path = {"clientId": provision.client_id(), "userId": admin.id}
    answer = api.call("changeClientMemberRole", caller, path=path, json={"role": "Owner"})
    expect.refusal(answer, "Mock.NotOwner")


@pytest.mark.error_code("Mock.LastOwner", "changeClientMemberRole")
@pytest.mark.needs("reset")
def test_the_only_owner_of_a_client_cannot_be_demoted(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller
) -> None:
    """Only where the target can be put back: a server that is wrong here would leave its client without an Owner."""
    path = {"clientId": provision.client_id()}
    owner, _ = provision.portal_user("Owner")
    members = expect.success(api.call("listClientMembers", client, path=path), 200)
    others = [m["userId"] for m in members if m["role"] == "Owner" and m["userId"] != owner.id]
    for user_id in others:
        changed = api.call("changeClientMemberRole", client, path={**path, "userId": user_id}, json={"role": "Admin"})
        expect.success(changed, 200, rule="there is another Owner")
    answer = api.call("changeClientMemberRole", client, path={**path, "userId": owner.id}, json={"role": "Admin"})
    expect.refusal(answer, "Mock.LastOwner", rule="reference: the only Owner cannot be demoted")
    for user_id in others:
        api.call("changeClientMemberRole", client, path={**path, "userId": user_id}, json={"role": "Owner"})
