"""Invites to a client's portal: made for an address and a role, accepted once with a verified address."""

import base64
import json
from typing import Any

import httpx
import pytest

from mock_server.domain.model import Role
from tests.asgi import ACME, ACME_KEY, ADAM, ALICE, CORNER_KEY, NORAH, OLIVIA, InProcess, refusal
from tests.operations.callers import (
    ACME_PLATFORM,
    CORNER_PLATFORM,
    MISSING,
    handoff_session,
    set_portal_role,
)

NEW = "new@acme-platform.example"
WEEK = 7 * 24 * 3600


def invite(mock: InProcess, email: str = NEW, role: str = "Admin", *, client: str = ACME_PLATFORM) -> httpx.Response:
    key = ACME_KEY if client == ACME_PLATFORM else CORNER_KEY
    return mock.with_key("POST", f"/clients/{client}/invites", key=key, json={"email": email, "role": role})


def token_of(response: httpx.Response) -> str:
    assert response.status_code == 201, response.text
    return str(response.json()["token"])


def accept(mock: InProcess, token: str, access_token: str = NEW, **more: Any) -> httpx.Response:
    body = {"token": token, "accessToken": access_token, **more}
    return mock.request("POST", "/client-invites/accept", json=body)


def jwt(payload: str) -> str:
    return f"eyJhbGciOiJub25lIn0.{base64.urlsafe_b64encode(payload.encode()).decode().rstrip('=')}.c2ln"


def test_an_invite_is_shown_with_its_token(mock: InProcess) -> None:
    shown = invite(mock).json()
    assert len(shown["token"]) > 60
    assert shown == {
        "id": shown["id"],
        "email": NEW,
        "role": "Admin",
        "clientId": ACME_PLATFORM,
        "token": shown["token"],
        "expiresAt": "2025-06-08T12:00:00Z",
        "createdAt": "2025-06-01T12:00:00Z",
    }


@pytest.mark.parametrize("role", ["Member", "Admin", "Owner"])
def test_whoever_accepts_has_the_role_and_a_session(mock: InProcess, role: str) -> None:
    response = accept(mock, token_of(invite(mock, role=role)), provider="Google")
    assert response.status_code == 200
    session = response.json()
    assert session == {
        "token": session["token"],
        "userId": session["userId"],
        "email": NEW,
        "organisations": [],
        "clients": [{"clientId": ACME_PLATFORM, "clientName": "Acme Platform", "role": role}],
    }
    me = mock.with_token(session["token"], "GET", "/me").json()
    assert [(client["id"], client["role"]) for client in me["clients"]] == [(ACME_PLATFORM, role)]
    listed = mock.with_key("GET", f"/clients/{ACME_PLATFORM}/members").json()[0]
    assert listed == {"userId": session["userId"], "email": NEW, "name": None, "role": role}


def test_a_known_user_has_both_kinds_of_membership_then(mock: InProcess) -> None:
    email = "alice@acmeplumbing.co.uk"
    session = accept(mock, token_of(invite(mock, email, "Member")), email).json()
    assert session["userId"] == ALICE
    for shown in (session, mock.exchange(mock.code(ALICE)).json()):
        assert [organisation["organisationId"] for organisation in shown["organisations"]] == [ACME]
        assert [client["role"] for client in shown["clients"]] == ["Member"]
    me = mock.with_token(session["token"], "GET", "/me").json()
    assert (me["name"], len(me["organisations"]), len(me["clients"])) == ("Alice Johnson", 1, 1)
    assert mock.with_key("GET", f"/clients/{ACME_PLATFORM}/members").json()[0]["name"] == "Alice Johnson"


def test_a_user_of_no_organisation_is_the_same_user(mock: InProcess) -> None:
    assert accept(mock, token_of(invite(mock, "norah@example.com")), "norah@example.com").json()["userId"] == NORAH


def test_an_invite_is_accepted_once(mock: InProcess) -> None:
    token = token_of(invite(mock))
    assert accept(mock, token).status_code == 200
    assert refusal(accept(mock, token)) == (400, "Mock.InviteUsed")


def test_an_invite_lives_a_week(mock: InProcess) -> None:
    early, late = token_of(invite(mock)), token_of(invite(mock, "late@acme-platform.example"))
    mock.advance(WEEK - 1)
    assert accept(mock, early).status_code == 200
    mock.advance(1)
    response = accept(mock, late, "late@acme-platform.example")
    assert refusal(response) == (400, "Mock.InviteExpired")
    assert response.json()["detail"] == "The invite expired at 2025-06-08T12:00:00Z: invites live 7 days."
    assert refusal(accept(mock, early)) == (400, "Mock.InviteExpired")


@pytest.mark.parametrize("token", ["", "x", "inv_", ACME_KEY, MISSING])
def test_a_token_that_is_no_invite_is_refused(mock: InProcess, token: str) -> None:
    invite(mock)
    assert refusal(accept(mock, token)) == (400, "Mock.InviteUnknown")


@pytest.mark.parametrize(
    "access_token",
    [
        "",
        "x",
        "other@acme-platform.example",
        NEW.upper(),
        f" {NEW}",
        "a.b.c",
        "...",
        jwt("{}"),
        jwt("[]"),
        jwt("x"),
        jwt("[" * 100_000),
        jwt("9" * 10_000),
        jwt('{"email": 5}'),
        jwt('{"email": "other@acme-platform.example"}'),
        jwt('{"email": "\\ud800@x"}'),
    ],
    ids=lambda text: text[:40],
)
def test_the_verified_address_is_the_invited_one_exactly(mock: InProcess, access_token: str) -> None:
    token = token_of(invite(mock))
    assert refusal(accept(mock, token, access_token)) == (403, "Mock.EmailNotInvited")
    assert accept(mock, token).status_code == 200, "the invite was not used up"


def test_the_address_may_stand_in_a_jwt(mock: InProcess) -> None:
    claims = json.dumps({"email": NEW, "email_verified": True})
    assert accept(mock, token_of(invite(mock)), jwt(claims)).json()["email"] == NEW


@pytest.mark.parametrize("email", ["olivia@acme-platform.example", "OLIVIA@acme-platform.example"])
def test_who_is_in_the_portal_is_not_invited_again(mock: InProcess, email: str) -> None:
    assert refusal(invite(mock, email, "Member")) == (409, "Mock.AlreadyMember")


def test_a_second_invite_of_the_same_address_changes_no_role(mock: InProcess) -> None:
    first, second = token_of(invite(mock, role="Owner")), token_of(invite(mock, role="Member"))
    assert accept(mock, first).status_code == 200
    assert refusal(accept(mock, second)) == (409, "Mock.AlreadyMember")
    assert mock.with_key("GET", f"/clients/{ACME_PLATFORM}/members").json()[0]["role"] == "Owner"


def test_a_user_may_be_in_the_portals_of_two_clients(mock: InProcess) -> None:
    assert accept(mock, token_of(invite(mock))).status_code == 200
    session = accept(mock, token_of(invite(mock, client=CORNER_PLATFORM))).json()
    assert [client["clientId"] for client in session["clients"]] == [CORNER_PLATFORM]


def test_an_admin_invites_and_does_not_invite_an_owner(mock: InProcess) -> None:
    path = f"/clients/{ACME_PLATFORM}/invites"
    adam, olivia = mock.login(ADAM), mock.login(OLIVIA)
    owner = {"email": NEW, "role": "Owner"}
    assert mock.with_token(adam, "POST", path, json={"email": NEW, "role": "Admin"}).status_code == 201
    assert refusal(mock.with_token(adam, "POST", path, json=owner)) == (403, "Mock.NotOwner")
    assert mock.with_token(olivia, "POST", path, json=owner).status_code == 201


def test_nobody_else_invites(mock: InProcess) -> None:
    adam = mock.login(ADAM)
    set_portal_role(mock, ADAM, Role.MEMBER)
    for token in (mock.login(ALICE), adam, handoff_session(mock, mock.login(OLIVIA), ACME)):
        path, body = f"/clients/{ACME_PLATFORM}/invites", {"email": NEW, "role": "Member"}
        assert refusal(mock.with_token(token, "POST", path, json=body)) == (403, "Member.Forbidden")


@pytest.mark.parametrize("client", [CORNER_PLATFORM, MISSING])
def test_nobody_is_invited_to_another_client(mock: InProcess, client: str) -> None:
    response = mock.with_key("POST", f"/clients/{client}/invites", json={"email": NEW, "role": "Member"})
    assert refusal(response) == (404, "Mock.RecordNotFound")


@pytest.mark.parametrize("body", [{}, {"email": NEW}, {"role": "Admin"}, {"email": "x", "role": "Admin"}], ids=str)
def test_an_invite_needs_an_address_and_a_role(mock: InProcess, body: dict[str, str]) -> None:
    response = mock.with_key("POST", f"/clients/{ACME_PLATFORM}/invites", json=body)
    assert refusal(response) == (400, "Mock.InvalidRequest")
