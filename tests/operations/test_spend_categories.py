"""Spend categories: a client's own, and what its organisations are offered (A6)."""

from typing import Any

import httpx
import pytest

from mock_server.domain.model import Role
from tests.asgi import ACME, ACME_KEY, ADAM, ALICE, BRIGHTSIDE, CORNER_BAKERY, CORNER_KEY, InProcess, refusal
from tests.operations.callers import ACME_PLATFORM, CORNER_PLATFORM, MISSING, set_portal_role

PATH = f"/clients/{ACME_PLATFORM}/spend-categories"
LEAST = {"key": "van_hire", "displayName": "Van hire"}


def create(mock: InProcess, **body: Any) -> httpx.Response:
    return mock.with_key("POST", PATH, json=LEAST | body)


def made(mock: InProcess, **body: Any) -> dict[str, Any]:
    response = create(mock, **body)
    assert response.status_code == 201, response.text
    category: dict[str, Any] = response.json()
    return category


def patch(mock: InProcess, category_id: str, **body: Any) -> httpx.Response:
    return mock.with_key("PATCH", f"{PATH}/{category_id}", json=body)


def listed(mock: InProcess, path: str = PATH, key: str = ACME_KEY) -> list[dict[str, Any]]:
    response = mock.with_key("GET", path, key=key)
    assert response.status_code == 200, response.text
    rows: list[dict[str, Any]] = response.json()
    return rows


def offered(mock: InProcess, organisation: str = ACME, key: str = ACME_KEY) -> dict[str, dict[str, Any]]:
    headers = {"x-dolfin-organisation-id": organisation}
    response = mock.with_key("GET", "/payables/spend-categories", key=key, headers=headers)
    assert response.status_code == 200, response.text
    return {row["key"]: row for row in response.json()}


def test_a_category_is_made_of_what_was_sent(mock: InProcess) -> None:
    category = made(mock, defaultSpendClass="Variable", glAccountCode="7400")
    wanted = {**LEAST, "defaultSpendClass": "Variable", "glAccountCode": "7400", "archived": False}
    assert category == {**wanted, "id": category["id"]}
    assert listed(mock) == [category]


def test_members_that_are_not_sent_are_null(mock: InProcess) -> None:
    category = made(mock)
    assert (category["defaultSpendClass"], category["glAccountCode"]) == (None, None)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("  Van Hire\n", "van_hire"), ("Van  hire", "van__hire"), ("VAN\tHIRE", "van_hire"), ("\x1f", "\x1f")],
    ids=repr,
)
def test_a_key_is_kept_in_one_spelling(mock: InProcess, sent: str, kept: str) -> None:
    assert made(mock, key=sent)["key"] == kept


@pytest.mark.parametrize("key", ["van_hire", " Van Hire ", "rent", "Office Supplies"])
def test_a_key_stands_for_one_category(mock: InProcess, key: str) -> None:
    category = made(mock)
    assert refusal(create(mock, key=key)) == (409, "Mock.NumberTaken")
    assert listed(mock) == [category]


def test_the_key_of_an_archived_category_stays_taken(mock: InProcess) -> None:
    patch(mock, made(mock)["id"], archived=True)
    assert refusal(create(mock)) == (409, "Mock.NumberTaken")


def test_a_key_that_another_client_has_is_free(mock: InProcess) -> None:
    made(mock)
    path = f"/clients/{CORNER_PLATFORM}/spend-categories"
    assert mock.with_key("POST", path, key=CORNER_KEY, json=LEAST).status_code == 201


@pytest.mark.parametrize(
    "body",
    [
        {"key": ""},
        {"key": " \t"},
        {"key": None},
        {"displayName": ""},
        {"displayName": None},
        {"defaultSpendClass": "x"},
    ],
    ids=str,
)
def test_a_category_must_match_the_contract(mock: InProcess, body: dict[str, Any]) -> None:
    assert refusal(create(mock, **body)) == (400, "Mock.InvalidRequest")
    assert listed(mock) == []


def test_a_category_can_be_renamed_and_reclassified_but_keeps_its_key(mock: InProcess) -> None:
    category = made(mock, glAccountCode="7400")
    response = patch(mock, category["id"].upper(), displayName="Vans", defaultSpendClass="Fixed", key="vans")
    assert response.status_code == 200
    assert response.json() == {**category, "displayName": "Vans", "defaultSpendClass": "Fixed"}
    assert patch(mock, category["id"], glAccountCode=None).json()["glAccountCode"] is None


def test_what_a_change_does_not_name_stays(mock: InProcess) -> None:
    category = made(mock)
    assert patch(mock, category["id"]).json() == category


def test_an_archived_category_is_listed_but_no_longer_offered(mock: InProcess) -> None:
    category = made(mock)
    assert "van_hire" in offered(mock)
    archived = patch(mock, category["id"], archived=True).json()
    assert archived == {**category, "archived": True}
    assert listed(mock) == [archived]
    assert "van_hire" not in offered(mock)
    patch(mock, category["id"], archived=False)
    assert "van_hire" in offered(mock)


def test_every_organisation_of_the_client_is_offered_the_built_in_and_the_clients_own(mock: InProcess) -> None:
    category = made(mock, defaultSpendClass="Variable")
    built_in = offered(mock, CORNER_BAKERY, CORNER_KEY)
    assert all(row["isBuiltIn"] and row["id"] is None for row in built_in.values())
    own = {name: value for name, value in category.items() if name != "archived"} | {"isBuiltIn": False}
    assert offered(mock, ACME) == offered(mock, BRIGHTSIDE) == {**built_in, "van_hire": own}


def test_the_list_is_newest_first_and_leaves_out_the_built_in(mock: InProcess) -> None:
    for key in ("first", "second"):
        made(mock, key=key)
    assert [category["key"] for category in listed(mock)] == ["second", "first"]
    assert listed(mock, f"/clients/{CORNER_PLATFORM}/spend-categories", CORNER_KEY) == []


def test_another_clients_categories_are_missing(mock: InProcess) -> None:
    category = made(mock)
    theirs = f"/clients/{CORNER_PLATFORM}/spend-categories"
    for method, path, key, body in (
        ("GET", theirs, ACME_KEY, None),
        ("POST", theirs, ACME_KEY, LEAST),
        ("PATCH", f"{theirs}/{category['id']}", ACME_KEY, {}),
        ("PATCH", f"{PATH}/{category['id']}", CORNER_KEY, {}),
        ("PATCH", f"{theirs}/{category['id']}", CORNER_KEY, {}),
        ("PATCH", f"{PATH}/{MISSING}", ACME_KEY, {}),
    ):
        assert refusal(mock.with_key(method, path, key=key, json=body)) == (404, "Mock.RecordNotFound")


@pytest.mark.parametrize("role", [Role.ADMIN, Role.OWNER])
def test_an_administrator_of_the_client_makes_and_changes_categories(mock: InProcess, role: Role) -> None:
    set_portal_role(mock, ADAM, role)
    token = mock.login(ADAM)
    response = mock.with_token(token, "POST", PATH, json=LEAST)
    assert response.status_code == 201
    changed = mock.with_token(token, "PATCH", f"{PATH}/{response.json()['id']}", json={"archived": True})
    assert changed.status_code == 200


def test_others_read_them_alone(mock: InProcess) -> None:
    category = made(mock)
    set_portal_role(mock, ADAM, Role.MEMBER)
    for token in (mock.login(ADAM), mock.login(ALICE)):
        for method, path, body in (("POST", PATH, {**LEAST, "key": "b"}), ("PATCH", f"{PATH}/{category['id']}", {})):
            assert refusal(mock.with_token(token, method, path, json=body)) == (403, "Member.Forbidden")
        assert mock.with_token(token, "GET", PATH).json() == [category]
