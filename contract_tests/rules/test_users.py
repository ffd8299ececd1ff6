"""Users of an organisation: added once, one person to an email, listed newest first."""

from typing import Any

import pytest

from contract_tests.api_client import ApiClient, Caller
from contract_tests.checks.expect import Expectations
from contract_tests.checks.times import is_moment
from contract_tests.provision import Person, Provision
from contract_tests.rules.cases import unknown_id

STEP_TWO = "guide, step 2: users are added"
ONE_PERSON = "guide: a known email is added, not duplicated"


@pytest.mark.about("addOrganisationUser")
@pytest.mark.needs("writes")
def test_an_added_user_is_a_member(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller, organisation: str
) -> None:
    email = provision.email()
    answer = api.call(
        "addOrganisationUser",
        client,
        path={"organisationId": organisation},
        json={"email": email, "name": "Verify Person"},
    )
    body = expect.success(answer, 201, rule=STEP_TWO)
    told = (body["email"], body.get("name"), body["organisationId"], body["role"])
    expect.equal(answer, told, (email, "Verify Person", organisation, "Member"), STEP_TWO)


@pytest.mark.about("addOrganisationUser")
@pytest.mark.needs("writes")
def test_a_role_that_is_sent_along_is_given(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller, organisation: str
) -> None:
    body = {"email": provision.email(), "name": "Verify Admin", "role": "Admin"}
    answer = api.call("addOrganisationUser", client, path={"organisationId": organisation}, json=body)
    rule = "assumption: a role sent when adding a user is taken"
    made = expect.success(answer, 201, rule=rule, assumed=True)
    expect.equal(answer, made["role"], "Admin", rule, assumed=True)


@pytest.mark.about("addOrganisationUser")
@pytest.mark.needs("writes")
def test_a_known_email_is_the_same_user_in_another_organisation(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller, user: Person
) -> None:
    organisation = provision.organisation()
    answer = api.call("addOrganisationUser", client, path={"organisationId": organisation}, json={"email": user.email})
    body = expect.success(answer, 201, rule=ONE_PERSON)
    expect.equal(answer, body["userId"], user.id, ONE_PERSON)


@pytest.mark.about("addOrganisationUser")
@pytest.mark.needs("writes")
def test_an_email_is_the_same_in_capitals(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller, user: Person
) -> None:
    organisation = provision.organisation()
    answer = api.call(
        "addOrganisationUser", client, path={"organisationId": organisation}, json={"email": user.email.upper()}
    )
    rule = "assumption: emails are compared without regard to case"
    body = expect.success(answer, 201, rule=rule, assumed=True)
    expect.equal(answer, body["userId"], user.id, rule, assumed=True)


@pytest.mark.about("addOrganisationUser")
@pytest.mark.needs("writes")
def test_two_emails_are_two_users(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller, organisation: str, user: Person
) -> None:
    other = provision.user(organisation)
    answer = api.call("listOrganisationUsers", client, path={"organisationId": organisation})
    expect.equal(answer, other.id == user.id, False, "guide, step 2: Alice and Bob are two users")


@pytest.mark.error_code("Mock.AlreadyMember", "addOrganisationUser")
@pytest.mark.needs("writes")
def test_a_member_cannot_be_added_again(
    api: ApiClient, expect: Expectations, client: Caller, organisation: str, user: Person
) -> None:
    answer = api.call("addOrganisationUser", client, path={"organisationId": organisation}, json={"email": user.email})
    expect.status(answer, 409, "guide: 409 for a user who is a member already")
    expect.refusal(answer, "Mock.AlreadyMember")


@pytest.mark.error_code("Organisation.NotFound", "addOrganisationUser")
@pytest.mark.needs("writes")
def test_nobody_is_added_to_an_organisation_that_does_not_exist(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller
) -> None:
    answer = api.call(
        "addOrganisationUser", client, path={"organisationId": unknown_id()}, json={"email": provision.email()}
    )
    expect.refusal(answer, "Organisation.NotFound", rule=STEP_TWO)


@pytest.mark.error_code("Organisation.NotFound", "listOrganisationUsers")
@pytest.mark.needs("api_key")
def test_an_organisation_that_does_not_exist_has_no_list_of_users(
    api: ApiClient, expect: Expectations, client: Caller
) -> None:
    answer = api.call("listOrganisationUsers", client, path={"organisationId": unknown_id()})
    expect.refusal(answer, "Organisation.NotFound", rule="an organisation that is not there lists nothing")


@pytest.mark.error_code("Mock.InvalidCursor", "listOrganisationUsers")
@pytest.mark.needs("api_key", "organisation")
def test_a_cursor_that_no_list_of_users_gave_is_refused(
    api: ApiClient, expect: Expectations, client: Caller, organisation: str
) -> None:
    path, query = {"organisationId": organisation}, {"Cursor": "no-such-cursor"}
    answer = api.call("listOrganisationUsers", client, path=path, query=query)
    expect.refusal(answer, "Mock.InvalidCursor")


@pytest.mark.about("listOrganisationUsers")
@pytest.mark.needs("writes")
def test_added_users_are_listed_newest_first(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller
) -> None:
    organisation = provision.organisation()
    people = [provision.user(organisation, name=f"Verify {n}") for n in range(3)]
    answer = api.call("listOrganisationUsers", client, path={"organisationId": organisation})
    data = expect.success(answer, 200)["data"]
    ids = {entry["id"] for entry in data}
    expect.equal(answer, ids, {person.id for person in people}, "the list shows who was added, and nobody else")
    shown = sorted((entry["email"], entry["name"], entry["role"]) for entry in data)
    sent = sorted((person.email, f"Verify {n}", "Member") for n, person in enumerate(people))
    expect.equal(answer, shown, sent, "the list shows users as they were added")
    order = [entry["id"] for entry in data]
    newest_first = [person.id for person in reversed(people)]
    expect.equal(answer, order, newest_first, "assumption: lists are newest first", assumed=True)
    written = data[0]["createdAt"]
    expect.that(answer, is_moment(written), "an RFC 3339 time with a zone", repr(written), "contract: createdAt")


@pytest.mark.about("listOrganisationUsers")
@pytest.mark.needs("writes")
def test_the_pages_of_a_list_hold_every_user_once(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller
) -> None:
    organisation = provision.organisation()
    people = [provision.user(organisation) for _ in range(3)]
    path = {"organisationId": organisation}
    query: dict[str, Any] = {"Limit": 2}
    shown: list[str] = []
    rule = "reference: nextCursor and hasMore lead through a list"
    for more in (True, False):
        answer = api.call("listOrganisationUsers", client, path=path, query=query)
        page = expect.success(answer, 200)
        shown += [entry["id"] for entry in page["data"]]
        expect.equal(answer, (page["hasMore"], page.get("nextCursor") is not None), (more, more), rule)
        query = {"Limit": 2, "Cursor": page.get("nextCursor")}
    expect.equal(answer, shown, [person.id for person in reversed(people)], rule)


@pytest.mark.error_code("Mock.InvalidCursor", "listOrganisationUsers")
@pytest.mark.needs("writes")
def test_a_cursor_of_one_list_does_not_do_for_another(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller
) -> None:
    organisation, other = provision.organisation(), provision.organisation()
    for each in (organisation, organisation, other):
        provision.user(each)
    first = api.call("listOrganisationUsers", client, path={"organisationId": organisation}, query={"Limit": 1})
    cursor = expect.success(first, 200)["nextCursor"]
    answer = api.call("listOrganisationUsers", client, path={"organisationId": other}, query={"Cursor": cursor})
    expect.refusal(answer, "Mock.InvalidCursor")


@pytest.mark.about("listOrganisationUsers")
@pytest.mark.needs("writes")
@pytest.mark.parametrize("limit", [0, -1, 101, 2000000000])
def test_a_limit_out_of_range_is_brought_into_it(
    limit: int, api: ApiClient, expect: Expectations, client: Caller, organisation: str, user: Person
) -> None:
    path, query = {"organisationId": organisation}, {"Limit": limit}
    answer = api.call("listOrganisationUsers", client, path=path, query=query)
    rule = "assumption: Limit is clamped to 1..100"
    data = expect.success(answer, 200, rule=rule, assumed=True)["data"]
    told = f"{len(data)} users, {user.id} among them: {user.id in {entry['id'] for entry in data}}"
    expect.that(answer, 1 <= len(data) <= max(1, min(limit, 100)), "users within the limit", told, rule, assumed=True)


@pytest.mark.about("listOrganisationUsers")
@pytest.mark.needs("writes")
def test_the_list_can_be_narrowed_to_one_email(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller, organisation: str
) -> None:
    provision.user(organisation)
    other = provision.user(organisation)
    rule = "reference: Email narrows the list"
    for email, ids in ((other.email, [other.id]), (provision.email(), [])):
        answer = api.call(
            "listOrganisationUsers", client, path={"organisationId": organisation}, query={"Email": email}
        )
        shown = [entry["id"] for entry in expect.success(answer, 200)["data"]]
        expect.equal(answer, shown, ids, rule)


@pytest.mark.about("listOrganisationUsers")
@pytest.mark.needs("api_key", "organisation")
def test_an_organisation_id_is_the_same_in_capitals(
    api: ApiClient, expect: Expectations, client: Caller, organisation: str
) -> None:
    answer = api.call("listOrganisationUsers", client, path={"organisationId": organisation.upper()})
    expect.success(answer, 200, rule="RFC 9562: the letters of a UUID may be capitals")
