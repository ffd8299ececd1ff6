"""Adding users as a user, and changing roles: for an Admin or Owner of the selected organisation."""

from typing import Any

import httpx
import pytest

from mock_server.domain.model import Role
from mock_server.domain.tables import MEMBERSHIPS
from tests.asgi import ACME, ADAM, ALICE, BOB, BRIGHTSIDE, CAROL, OLIVIA, InProcess, refusal
from tests.operations.callers import MISSING, handoff_session, set_role, world_of


def add(mock: InProcess, token: str, organisation: str = ACME, **body: Any) -> httpx.Response:
    return mock.with_token(token, "POST", "/users", organisation=organisation, json=body)


def give(mock: InProcess, token: str, user: str, role: str, organisation: str = ACME) -> httpx.Response:
    path = f"/users/{user}/role"
    return mock.with_token(token, "PATCH", path, organisation=organisation, json={"role": role})


def role_of(mock: InProcess, user: str, organisation: str = ACME) -> Role:
    membership = world_of(mock).store.get(MEMBERSHIPS, (user, organisation))
    assert membership is not None
    return membership.role


@pytest.fixture
def admin(mock: InProcess) -> str:
    """Alice, as Admin of Acme."""
    set_role(mock, ALICE, ACME, Role.ADMIN)
    return mock.login(ALICE)


@pytest.fixture
def owner(mock: InProcess) -> str:
    """Bob, as the only Owner of Acme."""
    set_role(mock, BOB, ACME, Role.OWNER)
    return mock.login(BOB)


@pytest.mark.parametrize(("sent", "role"), [({}, "Member"), ({"role": "Admin"}, "Admin")])
def test_an_admin_adds_a_user(mock: InProcess, admin: str, sent: dict[str, str], role: str) -> None:
    response = add(mock, admin, email="new@example.com", name="New", **sent)
    assert response.status_code == 201
    shown = response.json()
    created = mock.login(shown["id"])
    assert shown == {
        "id": shown["id"],
        "email": "new@example.com",
        "name": "New",
        "role": role,
        "createdAt": "2025-06-01T12:00:00Z",
    }
    me = mock.with_token(created, "GET", "/me").json()
    assert [(o["id"], o["role"]) for o in me["organisations"]] == [(ACME, role)]


def test_a_known_email_is_added_and_not_duplicated(mock: InProcess, admin: str) -> None:
    assert add(mock, admin, email="carol@cornerbakery.example").json()["id"] == CAROL


def test_a_member_cannot_be_added_again(mock: InProcess, admin: str) -> None:
    assert refusal(add(mock, admin, email="Bob@AcmePlumbing.co.uk")) == (409, "Mock.AlreadyMember")


def test_an_owner_adds_an_owner_and_an_admin_does_not(mock: InProcess, admin: str, owner: str) -> None:
    assert refusal(add(mock, admin, email="new@example.com", role="Owner")) == (403, "Mock.NotOwner")
    assert add(mock, owner, email="new@example.com", role="Owner").json()["role"] == "Owner"


def test_a_member_neither_adds_users_nor_changes_roles(mock: InProcess) -> None:
    token = mock.login(ALICE)
    assert refusal(add(mock, token, email="new@example.com")) == (403, "Mock.NotAdministrator")
    assert refusal(give(mock, token, ALICE, "Admin")) == (403, "Mock.NotAdministrator")
    assert role_of(mock, ALICE) == Role.MEMBER


def test_an_administrator_of_one_organisation_is_none_of_another(mock: InProcess) -> None:
    assert refusal(add(mock, mock.login(OLIVIA), email="new@example.com")) == (403, "Mock.OrganisationNotAccessible")
    set_role(mock, OLIVIA, BRIGHTSIDE, Role.MEMBER)
    response = add(mock, mock.login(OLIVIA), BRIGHTSIDE, email="new@example.com")
    assert refusal(response) == (403, "Mock.NotAdministrator")


def test_a_changed_role_is_shown_and_acts_at_once(mock: InProcess, admin: str) -> None:
    bob = mock.login(BOB)
    shown = give(mock, admin, BOB, "Admin").json()
    assert (shown["id"], shown["name"], shown["role"]) == (BOB, "Bob Smith", "Admin")
    assert add(mock, bob, email="new@example.com").status_code == 201
    assert give(mock, bob, ALICE, "Member").status_code == 200
    assert refusal(add(mock, admin, email="other@example.com")) == (403, "Mock.NotAdministrator")


@pytest.mark.usefixtures("owner")
def test_an_admin_neither_gives_nor_takes_the_role_owner(mock: InProcess, admin: str) -> None:
    assert refusal(give(mock, admin, ALICE, "Owner")) == (403, "Mock.NotOwner")
    assert refusal(give(mock, admin, BOB, "Member")) == (403, "Mock.NotOwner")
    assert give(mock, admin, BOB, "Owner").status_code == 200, "nothing changes"
    assert (role_of(mock, ALICE), role_of(mock, BOB)) == (Role.ADMIN, Role.OWNER)


def test_the_last_owner_cannot_be_demoted(mock: InProcess, owner: str) -> None:
    for role in ("Member", "Admin"):
        assert refusal(give(mock, owner, BOB, role)) == (409, "Mock.LastOwner")
    assert give(mock, owner, ALICE, "Owner").status_code == 200
    assert give(mock, owner, BOB, "Member").status_code == 200
    assert refusal(give(mock, mock.login(ALICE), ALICE, "Admin")) == (409, "Mock.LastOwner")


def test_an_owner_of_another_organisation_does_not_count(mock: InProcess, owner: str) -> None:
    set_role(mock, ADAM, BRIGHTSIDE, Role.OWNER)
    assert refusal(give(mock, owner, BOB, "Member")) == (409, "Mock.LastOwner")


@pytest.mark.parametrize("user", [MISSING, CAROL, OLIVIA])
def test_who_is_no_member_has_no_role_to_change(mock: InProcess, owner: str, user: str) -> None:
    assert refusal(give(mock, owner, user, "Admin")) == (404, "Mock.RecordNotFound")


@pytest.mark.parametrize("role", [None, "", "King", "owner"])
def test_a_role_is_one_of_three(mock: InProcess, owner: str, role: Any) -> None:
    assert refusal(give(mock, owner, ALICE, role)) == (400, "Mock.InvalidRequest")


def test_a_handed_off_admin_of_the_client_administers_the_organisation(mock: InProcess) -> None:
    token = handoff_session(mock, mock.login(ADAM), ACME)
    assert give(mock, token, ALICE, "Admin").status_code == 200
    assert refusal(give(mock, token, ALICE, "Owner")) == (403, "Mock.NotOwner")
