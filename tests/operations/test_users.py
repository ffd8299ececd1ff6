"""Adding users to organisations and listing them (C3 to C5)."""

from typing import Any
from uuid import UUID

import pytest

from mock_server.domain.tables import USERS
from mock_server.json_value import Json
from tests.asgi import ACME, ALICE, BOB, BRIGHTSIDE, CAROL, CORNER_BAKERY, CORNER_KEY, NORAH, InProcess, refusal
from tests.operations.callers import MISSING, add_user, world_of

ALICES_EMAIL = "alice@acmeplumbing.co.uk"


def listed(mock: InProcess, organisation: str = ACME, **query: Any) -> dict[str, Any]:
    response = mock.with_key("GET", f"/organisations/{organisation}/users", params=query)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


def ids(page: dict[str, Any]) -> list[str]:
    return [user["id"] for user in page["data"]]


def test_a_new_user_is_answered_as_printed_and_with_nothing_more(mock: InProcess) -> None:
    response = add_user(mock, ACME, email="new@example.com", name="New Person")
    assert response.status_code == 201
    body = response.json()
    assert UUID(body.pop("userId")).version == 4
    assert body == {"email": "new@example.com", "name": "New Person", "organisationId": ACME, "role": "Member"}


@pytest.mark.parametrize("name", [{}, {"name": ""}], ids=str)
def test_a_user_without_a_name_is_answered_without_one(mock: InProcess, name: dict[str, Any]) -> None:
    assert add_user(mock, ACME, email="new@example.com", **name).json().keys() == {
        "userId",
        "email",
        "organisationId",
        "role",
    }


@pytest.mark.parametrize("role", ["Member", "Admin", "Owner"])
def test_a_role_can_be_given(mock: InProcess, role: str) -> None:
    assert add_user(mock, ACME, email="new@example.com", role=role).json()["role"] == role


@pytest.mark.parametrize("email", [ALICES_EMAIL, "ALICE@AcmePlumbing.co.uk"])
def test_a_known_email_is_added_to_the_organisation_and_not_duplicated(mock: InProcess, email: str) -> None:
    before = len(list(world_of(mock).store.all(USERS)))
    body = add_user(mock, BRIGHTSIDE, email=email).json()
    assert (body["userId"], body["organisationId"]) == (ALICE, BRIGHTSIDE)
    assert len(list(world_of(mock).store.all(USERS))) == before


@pytest.mark.parametrize("email", [ALICES_EMAIL, "ALICE@AcmePlumbing.co.uk"])
def test_a_member_cannot_be_added_again(mock: InProcess, email: str) -> None:
    assert refusal(add_user(mock, ACME, email=email, name="Other", role="Owner")) == (409, "Mock.AlreadyMember")
    assert [(u["name"], u["role"]) for u in listed(mock, Email=email)["data"]] == [("Alice Johnson", "Member")]


def test_a_new_user_cannot_be_added_twice(mock: InProcess) -> None:
    assert add_user(mock, ACME, email="new@example.com").status_code == 201
    assert refusal(add_user(mock, ACME, email="NEW@example.com")) == (409, "Mock.AlreadyMember")


def test_a_user_of_no_organisation_can_log_in_once_added(mock: InProcess) -> None:
    assert add_user(mock, ACME, email="norah@example.com").json()["userId"] == NORAH
    assert mock.exchange(mock.code(NORAH)).json()["organisations"][0]["organisationId"] == ACME


def test_a_user_of_another_client_is_the_same_user_without_the_other_clients_name(mock: InProcess) -> None:
    body = add_user(mock, ACME, email="carol@cornerbakery.example").json()
    assert body["userId"] == CAROL
    assert "name" not in body
    assert [u["name"] for u in listed(mock, Email="carol@cornerbakery.example")["data"]] == [None]


def test_each_client_keeps_its_own_name_for_a_user(mock: InProcess) -> None:
    assert add_user(mock, ACME, email="carol@cornerbakery.example", name="Caz").json()["name"] == "Caz"
    at_home = mock.with_key("GET", f"/organisations/{CORNER_BAKERY}/users", key=CORNER_KEY).json()
    assert [user["name"] for user in at_home["data"]] == ["Carol Baker"]


def test_one_client_knows_a_user_by_one_name(mock: InProcess) -> None:
    assert add_user(mock, BRIGHTSIDE, email=ALICES_EMAIL, name="Ally").json()["name"] == "Alice Johnson"


@pytest.mark.parametrize("organisation", [CORNER_BAKERY, MISSING])
@pytest.mark.parametrize(("method", "body"), [("GET", None), ("POST", {"email": "new@example.com"})])
def test_an_organisation_of_another_client_is_like_none(
    mock: InProcess, organisation: str, method: str, body: Json
) -> None:
    response = mock.with_key(method, f"/organisations/{organisation}/users", json=body)
    assert refusal(response) == (404, "Organisation.NotFound")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_organisation_in_the_path_must_be_a_uuid(mock: InProcess, method: str) -> None:
    response = mock.with_key(method, "/organisations/acme/users", json={"email": "a@example.com"})
    assert refusal(response) == (400, "Mock.InvalidRequest")


def test_an_organisation_in_the_path_is_known_in_either_case(mock: InProcess) -> None:
    assert add_user(mock, ACME.upper(), email="new@example.com").json()["organisationId"] == ACME


@pytest.mark.parametrize(
    "body",
    [{}, {"email": ""}, {"email": "alice"}, {"email": None}, {"email": "a@example.com", "role": "King"}],
    ids=str,
)
def test_a_user_needs_an_email_and_a_known_role(mock: InProcess, body: dict[str, Any]) -> None:
    assert refusal(add_user(mock, ACME, **body)) == (400, "Mock.InvalidRequest")


def test_users_are_listed_newest_first(mock: InProcess) -> None:
    assert listed(mock) == {
        "data": [
            {
                "id": user_id,
                "email": email,
                "name": name,
                "role": "Member",
                "createdAt": "2025-01-15T10:30:00Z",
            }
            for user_id, email, name in (
                (BOB, "bob@acmeplumbing.co.uk", "Bob Smith"),
                (ALICE, ALICES_EMAIL, "Alice Johnson"),
            )
        ],
        "nextCursor": None,
        "hasMore": False,
    }


def test_users_come_in_pages(mock: InProcess) -> None:
    first = listed(mock, Limit=1)
    assert (ids(first), first["hasMore"]) == ([BOB], True)
    second = listed(mock, Limit=1, Cursor=first["nextCursor"])
    assert (ids(second), second["hasMore"], second["nextCursor"]) == ([ALICE], False, None)


@pytest.mark.parametrize(
    ("email", "found"), [(ALICES_EMAIL, [ALICE]), ("Alice@ACMEPLUMBING.co.uk", [ALICE]), ("alice", []), ("", [])]
)
def test_users_are_found_by_their_whole_email(mock: InProcess, email: str, found: list[str]) -> None:
    assert ids(listed(mock, Email=email)) == found


def test_a_cursor_of_another_list_is_refused(mock: InProcess) -> None:
    cursor = listed(mock, Limit=1)["nextCursor"]
    for path, query in (
        (f"/organisations/{BRIGHTSIDE}/users", {"Cursor": cursor}),
        (f"/organisations/{ACME}/users", {"Cursor": cursor, "Email": ALICES_EMAIL}),
        (f"/organisations/{ACME}/users", {"Cursor": "nonsense"}),
    ):
        assert refusal(mock.with_key("GET", path, params=query)) == (400, "Mock.InvalidCursor")
