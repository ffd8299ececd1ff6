"""Spend categories of a client, and what its organisations are offered."""

from typing import Any

import pytest

from contract_tests.api_client import ApiClient, Caller
from contract_tests.checks.expect import Expectations
from contract_tests.provision import Provision
from contract_tests.rules.cases import unknown_id

CREATE, PATCH = "createClientSpendCategory", "patchClientSpendCategory"
NORMALISED = "reference: a key is trimmed and lower-cased, its blanks become underscores"
ADMINISTRATORS = "reference: spend categories are made and changed by an Admin or Owner"


@pytest.fixture
def client_id(api: ApiClient, expect: Expectations, provision: Provision, client: Caller) -> str:
    """The client that the key belongs to."""
    body = {"name": provision.name("organisation"), "industryId": provision.industry()}
    return str(expect.success(api.call("createOrganisation", client, json=body), 201)["clientId"])


@pytest.fixture
def category(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller, client_id: str
) -> dict[str, Any]:
    """A category of the client."""
    body = {"key": provision.name("category"), "displayName": "Verify category"}
    made: dict[str, Any] = expect.success(api.call(CREATE, client, path={"clientId": client_id}, json=body), 201)
    return made


def keys_on_offer(api: ApiClient, expect: Expectations, client: Caller, organisation: str) -> list[str]:
    answer = api.call("listSpendCategories", client.selecting(organisation))
    return [entry["key"] for entry in expect.success(answer, 200)]


@pytest.mark.about(CREATE)
@pytest.mark.needs("writes")
def test_a_key_is_kept_in_one_spelling(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller, client_id: str
) -> None:
    name = provision.name("category")
    body = {"key": f"  {name.upper()} Of Ours ", "displayName": "Ours"}
    answer = api.call(CREATE, client, path={"clientId": client_id}, json=body)
    expect.equal(answer, expect.success(answer, 201)["key"], f"{name}_of_ours", NORMALISED)


@pytest.mark.error_code("Mock.NumberTaken", CREATE)
@pytest.mark.needs("writes")
def test_a_key_stands_for_one_category(
    api: ApiClient, expect: Expectations, client: Caller, client_id: str, category: dict[str, Any]
) -> None:
    body = {"key": category["key"].upper(), "displayName": "Another"}
    answer = api.call(CREATE, client, path={"clientId": client_id}, json=body)
    expect.refusal(answer, "Mock.NumberTaken")


@pytest.mark.error_code("Mock.NumberTaken", CREATE)
@pytest.mark.needs("writes")
def test_a_key_is_not_that_of_a_built_in_category(
    api: ApiClient, expect: Expectations, client: Caller, client_id: str, organisation: str
) -> None:
    offered = expect.success(api.call("listSpendCategories", client.selecting(organisation)), 200)
    own = expect.success(api.call("listClientSpendCategories", client, path={"clientId": client_id}), 200)
    built_in = next(key for key in (e["key"] for e in offered) if key not in {e["key"] for e in own})
    answer = api.call(CREATE, client, path={"clientId": client_id}, json={"key": built_in, "displayName": "Ours"})
    expect.refusal(answer, "Mock.NumberTaken", rule="reference: a key may not equal a built-in one")


@pytest.mark.about(PATCH, "listSpendCategories", "listClientSpendCategories")
@pytest.mark.needs("writes")
def test_an_archived_category_is_listed_and_no_longer_offered(
    api: ApiClient,
    expect: Expectations,
    client: Caller,
    client_id: str,
    organisation: str,
    category: dict[str, Any],
) -> None:
    rule = "reference: archive hides a category from the offer, the client's list includes it"
    path = {"clientId": client_id, "id": category["id"]}
    answer = api.call(PATCH, client, path=path, json={"archived": True, "key": "changed"})
    changed = expect.success(answer, 200)
    expect.equal(answer, changed["key"], category["key"], "reference: the key never changes")
    offered = keys_on_offer(api, expect, client, organisation)
    answer = api.call("listClientSpendCategories", client, path={"clientId": client_id})
    listed = [entry["key"] for entry in expect.success(answer, 200)]
    expect.equal(answer, (category["key"] in offered, category["key"] in listed), (False, True), rule)


@pytest.mark.about("listSpendCategories", "listClientSpendCategories")
@pytest.mark.needs("writes")
def test_every_organisation_is_offered_the_clients_categories_beside_the_built_in(
    api: ApiClient,
    expect: Expectations,
    provision: Provision,
    client: Caller,
    client_id: str,
    category: dict[str, Any],
) -> None:
    for organisation in (provision.shared_organisation(), provision.organisation()):
        offered = keys_on_offer(api, expect, client, organisation)
        answer = api.call("listClientSpendCategories", client, path={"clientId": client_id})
        own = {entry["key"] for entry in expect.success(answer, 200)}
        rule = "reference: categories go for every organisation of the client"
        expect.that(answer, category["key"] in offered, category["key"], ", ".join(offered), rule)
        expect.that(answer, bool(set(offered) - own), "built-in categories too", ", ".join(offered), rule)


@pytest.mark.error_code("Member.Forbidden", CREATE)
@pytest.mark.needs("writes")
def test_a_user_without_role_in_the_client_makes_no_category(
    api: ApiClient, expect: Expectations, provision: Provision, session: Caller, client_id: str
) -> None:
    body = {"key": provision.name("category"), "displayName": "Not ours"}
    answer = api.call(CREATE, session, path={"clientId": client_id}, json=body)
    expect.refusal(answer, "Member.Forbidden", rule=ADMINISTRATORS)


@pytest.mark.error_code("Member.Forbidden", PATCH)
@pytest.mark.needs("writes")
def test_a_user_without_role_in_the_client_changes_no_category(
    api: ApiClient, expect: Expectations, session: Caller, client_id: str, category: dict[str, Any]
) -> None:
    path = {"clientId": client_id, "id": category["id"]}
    answer = api.call(PATCH, session, path=path, json={"archived": True})
    expect.refusal(answer, "Member.Forbidden", rule=ADMINISTRATORS)


@pytest.mark.about(CREATE)
@pytest.mark.needs("writes", "portal_user")
def test_an_administrator_of_the_client_makes_a_category(
    api: ApiClient, expect: Expectations, provision: Provision, client_id: str
) -> None:
    body = {"key": provision.name("category"), "displayName": "Ours"}
    answer = api.call(CREATE, provision.portal_session(), path={"clientId": client_id}, json=body)
    expect.success(answer, 201, rule=ADMINISTRATORS)


@pytest.mark.error_code("Mock.RecordNotFound", PATCH)
@pytest.mark.needs("writes")
def test_a_category_that_does_not_exist_cannot_be_changed(
    api: ApiClient, expect: Expectations, client: Caller, client_id: str
) -> None:
    answer = api.call(PATCH, client, path={"clientId": client_id, "id": unknown_id()}, json={"archived": True})
    expect.refusal(answer, "Mock.RecordNotFound")
