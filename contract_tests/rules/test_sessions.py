"""Sessions: what the exchange opens, whom it speaks for, and how long."""

import pytest

from contract_tests.api_client import ApiClient, Caller
from contract_tests.checks import jwt_text
from contract_tests.checks.expect import Expectations
from contract_tests.clock import TargetClock
from contract_tests.provision import Person, Provision

LIFETIME = 8 * 3600
EIGHT_HOURS = "guide: a session token lives 8 hours"
EVERY_ORGANISATION = "guide: a session covers every organisation of the user"
PERSON = "guide, step 4: the session is the user's"


@pytest.mark.about("exchangeAuthCode")
@pytest.mark.needs("writes")
def test_the_exchange_tells_who_the_session_is_for(
    api: ApiClient, expect: Expectations, provision: Provision, user: Person, organisation: str
) -> None:
    answer = api.call("exchangeAuthCode", json={"code": provision.code(user.id)})
    body = expect.success(answer, 200)
    expect.equal(answer, (body["userId"], body["email"]), (user.id, user.email), PERSON)
    entries = [(entry["organisationId"], entry.get("role")) for entry in body["organisations"]]
    expect.equal(answer, entries, [(organisation, "Member")], EVERY_ORGANISATION)


@pytest.mark.about("exchangeAuthCode")
@pytest.mark.needs("api_key", "user")
def test_the_exchange_takes_no_credential(api: ApiClient, expect: Expectations, provision: Provision) -> None:
    answer = api.call("exchangeAuthCode", json={"code": provision.code(provision.shared_user().id)})
    expect.success(answer, 200, rule="guide, step 4: the browser exchanges the code without an API key")


@pytest.mark.about("exchangeAuthCode")
@pytest.mark.needs("api_key", "user")
def test_the_exchange_does_not_look_at_credentials(api: ApiClient, expect: Expectations, provision: Provision) -> None:
    stray = Caller(api_key="dolfin-mock-verify-no-such-key", token="no-token")
    answer = api.call("exchangeAuthCode", stray, json={"code": provision.code(provision.shared_user().id)})
    expect.success(answer, 200, rule="assumption: public operations read no credential", assumed=True)


@pytest.mark.about("exchangeAuthCode")
@pytest.mark.needs("api_key", "user")
def test_the_lifetime_in_a_session_token_is_eight_hours(
    api: ApiClient, expect: Expectations, provision: Provision
) -> None:
    answer = api.call("exchangeAuthCode", json={"code": provision.code(provision.shared_user().id)})
    token = expect.success(answer, 200)["token"]
    if not jwt_text.is_jwt(token) or not {"iat", "exp"} <= jwt_text.claims(token).keys():
        pytest.skip("the session token does not show its lifetime")
    claims = jwt_text.claims(token)
    expect.equal(answer, claims["exp"] - claims["iat"], LIFETIME, EIGHT_HOURS)


@pytest.mark.about("getMe")
@pytest.mark.needs("clock", "writes")
def test_a_session_still_works_one_second_before_it_ends(
    api: ApiClient, expect: Expectations, provision: Provision, user: Person, clock: TargetClock
) -> None:
    session = provision.session(user.id)
    clock.advance(LIFETIME - 1)
    expect.success(api.call("getMe", session), 200, rule=EIGHT_HOURS)


@pytest.mark.error_code("Mock.Unauthorized", "getMe")
@pytest.mark.needs("clock", "writes")
def test_a_session_is_over_after_eight_hours(
    api: ApiClient, expect: Expectations, provision: Provision, user: Person, clock: TargetClock
) -> None:
    session = provision.session(user.id)
    clock.advance(LIFETIME)
    expect.refusal(api.call("getMe", session), "Mock.Unauthorized", rule=EIGHT_HOURS)


@pytest.mark.error_code("Mock.Unauthorized", "listInvoices")
@pytest.mark.needs("clock", "writes")
def test_an_ended_session_reads_nothing(
    api: ApiClient, expect: Expectations, provision: Provision, user: Person, organisation: str, clock: TargetClock
) -> None:
    session = provision.session(user.id).selecting(organisation)
    clock.advance(LIFETIME)
    expect.refusal(api.call("listInvoices", session), "Mock.Unauthorized", rule=EIGHT_HOURS)


@pytest.mark.about("getMe", "exchangeAuthCode")
@pytest.mark.needs("writes")
def test_a_session_covers_every_organisation_of_the_user(
    api: ApiClient, expect: Expectations, provision: Provision, organisation: str
) -> None:
    person = provision.user(organisation)
    second = provision.organisation()
    provision.user(second, email=person.email)
    exchanged = api.call("exchangeAuthCode", json={"code": provision.code(person.id)})
    body = expect.success(exchanged, 200)
    listed = {entry["organisationId"] for entry in body["organisations"]}
    expect.equal(exchanged, listed, {organisation, second}, EVERY_ORGANISATION)
    session = Caller(token=body["token"])
    me = api.call("getMe", session)
    shown = {entry["id"] for entry in expect.success(me, 200)["organisations"]}
    expect.equal(me, shown, {organisation, second}, EVERY_ORGANISATION)
    for each in (organisation, second):
        expect.success(api.call("listInvoices", session.selecting(each)), 200, rule=EVERY_ORGANISATION)


@pytest.mark.about("getMe")
@pytest.mark.needs("user")
def test_me_is_somebody(api: ApiClient, expect: Expectations, session: Caller) -> None:
    answer = api.call("getMe", session)
    body = expect.success(answer, 200)
    told = {member for member in ("userId", "email", "organisations") if body.get(member) is not None}
    expect.equal(answer, told, {"userId", "email", "organisations"}, "reference: who the caller is")


@pytest.mark.about("getMe")
@pytest.mark.needs("writes")
def test_me_shows_the_user_with_organisation_and_role(
    api: ApiClient, expect: Expectations, session: Caller, user: Person, organisation: str
) -> None:
    answer = api.call("getMe", session)
    body = expect.success(answer, 200)
    expect.equal(answer, (body["userId"], body["email"]), (user.id, user.email), PERSON)
    entries = [(entry["id"], entry["role"]) for entry in body["organisations"]]
    expect.equal(answer, entries, [(organisation, "Member")], EVERY_ORGANISATION)


@pytest.mark.about("getMe")
@pytest.mark.needs("writes", "portal_user")
def test_me_shows_portal_users_their_client(api: ApiClient, expect: Expectations, provision: Provision) -> None:
    answer = api.call("getMe", provision.portal_session())
    roles = {entry["role"] for entry in expect.success(answer, 200)["clients"]}
    told = ", ".join(sorted(roles)) or "no client"
    expect.that(answer, bool(roles & {"Admin", "Owner"}), "Admin or Owner", told, "reference: client memberships")
