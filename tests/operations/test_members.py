"""The portal users of a client and their roles."""

from typing import Any

import httpx
import pytest

from mock_server.domain.model import Role
from tests.asgi import ACME, ADAM, ALICE, CORNER_KEY, OLIVIA, InProcess, refusal
from tests.operations.callers import ACME_PLATFORM, CORNER_PLATFORM, MISSING, handoff_session, set_portal_role

PATH = f"/clients/{ACME_PLATFORM}/members"
ADAM_SHOWN = {"userId": ADAM, "email": "adam@acme-platform.example", "name": "Adam Admin", "role": "Admin"}
OLIVIA_SHOWN = {"userId": OLIVIA, "email": "olivia@acme-platform.example", "name": "Olivia Owner", "role": "Owner"}


def give(mock: InProcess, user: str, role: Any, *, token: str | None = None) -> httpx.Response:
    path, body = f"{PATH}/{user}", {"role": role}
    if token is not None:
        return mock.with_token(token, "PATCH", path, json=body)
    return mock.with_key("PATCH", path, json=body)


def test_members_are_listed_newest_first(mock: InProcess) -> None:
    assert mock.with_key("GET", PATH).json() == [ADAM_SHOWN, OLIVIA_SHOWN]
    assert mock.with_key("GET", f"/clients/{CORNER_PLATFORM}/members", key=CORNER_KEY).json() == []


def test_any_portal_user_lists_the_members(mock: InProcess) -> None:
    set_portal_role(mock, ADAM, Role.MEMBER)
    assert len(mock.with_token(mock.login(ADAM), "GET", PATH).json()) == 2


def test_who_is_not_in_the_portal_lists_no_members(mock: InProcess) -> None:
    for token in (mock.login(ALICE), handoff_session(mock, mock.login(OLIVIA), ACME)):
        assert refusal(mock.with_token(token, "GET", PATH)) == (403, "Member.Forbidden")


@pytest.mark.parametrize("client", [CORNER_PLATFORM, MISSING])
def test_another_clients_members_are_not_there(mock: InProcess, client: str) -> None:
    path = f"/clients/{client}/members"
    assert refusal(mock.with_key("GET", path)) == (404, "Mock.RecordNotFound")
    changed = mock.with_key("PATCH", f"{path}/{ADAM}", json={"role": "Member"})
    assert refusal(changed) == (404, "Mock.RecordNotFound")


def test_a_changed_role_is_shown_and_acts_at_once(mock: InProcess) -> None:
    adam = mock.login(ADAM)
    assert give(mock, ADAM, "Member").json() == {**ADAM_SHOWN, "role": "Member"}
    assert refusal(give(mock, ADAM, "Admin", token=adam)) == (403, "Member.Forbidden")
    me = mock.with_token(adam, "GET", "/me").json()
    assert [(c["id"], c["role"]) for c in me["clients"]] == [(ACME_PLATFORM, "Member")]


def test_the_only_owner_cannot_be_demoted(mock: InProcess) -> None:
    assert refusal(give(mock, OLIVIA, "Admin")) == (409, "Mock.LastOwner")
    assert refusal(give(mock, OLIVIA, "Member", token=mock.login(OLIVIA))) == (409, "Mock.LastOwner")
    assert give(mock, OLIVIA, "Owner").status_code == 200
    assert give(mock, ADAM, "Owner").status_code == 200
    assert give(mock, OLIVIA, "Admin").status_code == 200
    assert refusal(give(mock, ADAM, "Admin")) == (409, "Mock.LastOwner")


def test_an_admin_neither_gives_nor_takes_the_role_owner(mock: InProcess) -> None:
    adam = mock.login(ADAM)
    assert refusal(give(mock, ADAM, "Owner", token=adam)) == (403, "Mock.NotOwner")
    assert refusal(give(mock, OLIVIA, "Member", token=adam)) == (403, "Mock.NotOwner")


@pytest.mark.parametrize("user", [ALICE, MISSING])
def test_who_is_not_in_the_portal_has_no_role_there(mock: InProcess, user: str) -> None:
    assert refusal(give(mock, user, "Admin")) == (404, "Mock.RecordNotFound")


@pytest.mark.parametrize("role", [None, "", "King"])
def test_a_client_role_is_one_of_three(mock: InProcess, role: Any) -> None:
    assert refusal(give(mock, ADAM, role)) == (400, "Mock.InvalidRequest")
