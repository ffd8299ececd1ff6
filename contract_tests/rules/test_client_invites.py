"""Invites to a client's portal: accepted once, within their time, by whoever has the invited address.

The suite cannot log in at Google or Microsoft: it sends the address itself in the place of their access token, as the
mock takes it.
"""

from datetime import timedelta

import pytest

from contract_tests.api_client import Answer, ApiClient, Caller
from contract_tests.checks.expect import Expectations
from contract_tests.checks.times import is_moment
from contract_tests.clock import TargetClock
from contract_tests.provision import Provision

pytestmark = pytest.mark.needs("writes")

EXACTLY = "reference: the verified address must equal the invited one exactly"
WEEK = timedelta(days=7).total_seconds()


def _accept(api: ApiClient, token: str, email: str) -> Answer:
    return api.call("acceptClientInvite", json={"token": token, "accessToken": email})


@pytest.mark.about("createClientInvite")
def test_an_invite_is_answered_with_its_token(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller
) -> None:
    email = provision.email()
    path = {"clientId": provision.client_id()}
    answer = api.call("createClientInvite", client, path=path, json={"email": email, "role": "Admin"})
    body = expect.success(answer, 201)
    provision.masker.learn(str(body["token"]))
    expect.equal(answer, (body["email"], body["role"]), (email, "Admin"), "contract: the invite as it was asked for")
    expect.that(answer, bool(body["token"]), "a token", "none", "reference: the raw token is in this answer")
    written = body["createdAt"]
    expect.that(answer, is_moment(written), "an RFC 3339 time with a zone", repr(written), "contract: createdAt")


@pytest.mark.about("acceptClientInvite", "getMe")
def test_whoever_accepts_has_the_role(api: ApiClient, expect: Expectations, provision: Provision) -> None:
    email = provision.email()
    session = provision.accept(provision.invite(email, "Admin"), email)
    me = api.call("getMe", Caller(token=session["token"]))
    shown = expect.success(me, 200)
    rule = "reference: the portal side of GET /me"
    expect.equal(me, [(c["id"], c["role"]) for c in shown["clients"]], [(provision.client_id(), "Admin")], rule)
    expect.equal(me, (shown["userId"], shown["email"]), (session["userId"], email), rule)
    expect.equal(me, shown["organisations"], [], "an invite to the portal leads into no organisation")


@pytest.mark.about("acceptClientInvite", "getMe")
def test_a_known_user_has_both_kinds_of_membership_then(
    api: ApiClient, expect: Expectations, provision: Provision
) -> None:
    organisation = provision.organisation()
    person = provision.user(organisation)
    session = provision.accept(provision.invite(person.email, "Member"), person.email)
    for caller in (Caller(token=session["token"]), provision.session(person.id)):
        me = api.call("getMe", caller)
        shown = expect.success(me, 200)
        sides = ([o["id"] for o in shown["organisations"]], [c["role"] for c in shown["clients"]])
        expect.equal(me, (shown["userId"], sides), (person.id, ([organisation], ["Member"])), "reference: GET /me")


@pytest.mark.error_code("Mock.InviteUnknown", "acceptClientInvite")
def test_a_token_that_is_no_invite_is_refused(api: ApiClient, expect: Expectations, provision: Provision) -> None:
    answer = _accept(api, "no-such-invite-token", provision.email())
    expect.refusal(answer, "Mock.InviteUnknown", rule="reference: an invite token is needed")


@pytest.mark.error_code("Mock.EmailNotInvited", "acceptClientInvite")
def test_another_address_does_not_accept_the_invite(api: ApiClient, expect: Expectations, provision: Provision) -> None:
    email = provision.email()
    token = provision.invite(email, "Member")
    for other in (provision.email(), email.upper(), "no-address"):
        expect.refusal(_accept(api, token, other), "Mock.EmailNotInvited", rule=EXACTLY)
    provision.accept(token, email)


@pytest.mark.error_code("Mock.InviteUsed", "acceptClientInvite")
def test_an_invite_is_accepted_once(api: ApiClient, expect: Expectations, provision: Provision) -> None:
    email = provision.email()
    token = provision.invite(email, "Member")
    provision.accept(token, email)
    expect.refusal(_accept(api, token, email), "Mock.InviteUsed")


@pytest.mark.error_code("Mock.InviteExpired", "acceptClientInvite")
@pytest.mark.needs("clock")
def test_an_invite_lives_a_week(api: ApiClient, expect: Expectations, provision: Provision, clock: TargetClock) -> None:
    emails = [provision.email(), provision.email()]
    tokens = [provision.invite(email, "Member") for email in emails]
    clock.advance(WEEK - 1)
    provision.accept(tokens[0], emails[0])
    clock.advance(1)
    expect.refusal(_accept(api, tokens[1], emails[1]), "Mock.InviteExpired")


@pytest.mark.error_code("Mock.AlreadyMember", "createClientInvite")
def test_who_is_in_the_portal_is_not_invited_again(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller
) -> None:
    person, _ = provision.portal_user("Member")
    path = {"clientId": provision.client_id()}
    answer = api.call("createClientInvite", client, path=path, json={"email": person.email, "role": "Admin"})
    expect.refusal(answer, "Mock.AlreadyMember")


@pytest.mark.error_code("Mock.AlreadyMember", "acceptClientInvite")
def test_a_second_invite_of_one_address_is_of_no_use(
    api: ApiClient, expect: Expectations, provision: Provision
) -> None:
    email = provision.email()
    first, second = provision.invite(email, "Member"), provision.invite(email, "Admin")
    provision.accept(first, email)
    expect.refusal(_accept(api, second, email), "Mock.AlreadyMember")


@pytest.mark.error_code("Mock.NotOwner", "createClientInvite")
def test_an_admin_invites_no_owner(api: ApiClient, expect: Expectations, provision: Provision) -> None:
    _, caller = provision.portal_user("Admin")
    path = {"clientId": provision.client_id()}
    body = {"email": provision.email(), "role": "Member"}
    expect.success(api.call("createClientInvite", caller, path=path, json=body), 201)
    answer = api.call("createClientInvite", caller, path=path, json={**body, "role": "Owner"})
    expect.refusal(answer, "Mock.NotOwner")
