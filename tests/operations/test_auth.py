"""Auth codes, exchange, sandbox handoff and the caller's own page (C6 to C11, C14 to C17)."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from mock_server.domain.model import CodePurpose, Role
from mock_server.domain.sessions import ISSUER
from mock_server.domain.tables import AUTH_CODES, MEMBERSHIPS, USERS
from mock_server.json_value import Json
from tests.asgi import (
    ACME,
    ACME_KEY,
    ADAM,
    ALICE,
    BOB,
    BRIGHTSIDE,
    CAROL,
    CORNER_BAKERY,
    CORNER_KEY,
    NORAH,
    OLIVIA,
    InProcess,
    refusal,
)
from tests.operations.callers import (
    ACME_PLATFORM,
    CORNER_PLATFORM,
    MISSING,
    NIL_UUID,
    add_user,
    handoff_session,
    set_portal_role,
    world_of,
)

MINUTE = 60
HOUR = 3600


def status_of_me(mock: InProcess, token: str) -> int:
    return mock.with_token(token, "GET", "/me").status_code


# POST /auth/codes


def test_a_code_is_answered_with_the_moment_it_expires(mock: InProcess) -> None:
    response = mock.with_key("POST", "/auth/codes", json={"userId": ALICE})
    assert response.status_code == 201
    assert response.json().keys() == {"code", "expiresAt"}
    assert response.json()["expiresAt"] == "2025-06-01T12:10:00Z"


@pytest.mark.parametrize("organisation", [ACME, CORNER_BAKERY, "", None, 5, "nonsense"])
def test_an_organisation_sent_for_a_code_is_ignored(mock: InProcess, organisation: Json) -> None:
    response = mock.with_key("POST", "/auth/codes", json={"userId": ALICE, "organisationId": organisation})
    assert response.status_code == 201
    assert mock.exchange(response.json()["code"]).json()["organisations"][0]["organisationId"] == ACME


@pytest.mark.parametrize("body", [{}, {"userId": None}, {"userId": ""}, {"userId": NIL_UUID}], ids=str)
def test_a_code_needs_a_user_id(mock: InProcess, body: dict[str, Json]) -> None:
    assert refusal(mock.with_key("POST", "/auth/codes", json=body)) == (400, "User.MissingUserId")


@pytest.mark.parametrize("user_id", ["alice", " ", "null", ALICE[:-1], ALICE + "0", 5, [], {}, True])
def test_a_user_id_that_is_no_uuid_does_not_match_the_contract(mock: InProcess, user_id: Json) -> None:
    response = mock.with_key("POST", "/auth/codes", json={"userId": user_id})
    assert refusal(response) == (400, "Mock.InvalidRequest")
    assert "/userId" in response.json()["detail"]


@pytest.mark.parametrize("user_id", [MISSING, NORAH, CAROL])
def test_a_code_is_for_users_of_the_client_alone(mock: InProcess, user_id: str) -> None:
    assert refusal(mock.with_key("POST", "/auth/codes", json={"userId": user_id})) == (404, "User.NotInClient")


def test_a_user_who_left_the_last_organisation_gets_no_code(mock: InProcess) -> None:
    world_of(mock).store.delete(MEMBERSHIPS, (ALICE, ACME))
    assert refusal(mock.with_key("POST", "/auth/codes", json={"userId": ALICE})) == (404, "User.NotInClient")


def test_a_user_id_is_known_in_either_case(mock: InProcess) -> None:
    assert mock.exchange(mock.code(ALICE.upper())).json()["userId"] == ALICE


def test_a_refused_request_mints_no_code(mock: InProcess) -> None:
    mock.with_key("POST", "/auth/codes", json={"userId": NORAH})
    assert not list(world_of(mock).store.all(AUTH_CODES))


# POST /auth/exchange


def test_exchange_answers_who_the_user_is_and_every_organisation_of_theirs(mock: InProcess) -> None:
    add_user(mock, BRIGHTSIDE, email="alice@acmeplumbing.co.uk", name="Alice Johnson")
    response = mock.exchange(mock.code(ALICE))
    assert response.status_code == 200
    body = response.json()
    assert isinstance(body.pop("token"), str)
    assert body == {
        "userId": ALICE,
        "email": "alice@acmeplumbing.co.uk",
        "organisations": [
            {"organisationId": ACME, "organisationName": "Acme Plumbing Ltd", "role": "Member"},
            {"organisationId": BRIGHTSIDE, "organisationName": "Brightside Electrical Ltd", "role": "Member"},
        ],
    }


def test_exchange_tells_a_portal_user_about_the_portal(mock: InProcess) -> None:
    clients = mock.exchange(mock.code(OLIVIA)).json()["clients"]
    assert clients == [{"clientId": ACME_PLATFORM, "clientName": "Acme Platform", "role": "Owner"}]


def test_exchange_needs_no_credential_and_reads_none(mock: InProcess) -> None:
    headers = {"x-dolfin-api-key": "wrong", "authorization": "Bearer wrong"}
    response = mock.request("POST", "/auth/exchange", headers=headers, json={"code": mock.code(ALICE)})
    assert response.status_code == 200


def test_exchange_accepts_a_code_in_its_last_second(mock: InProcess) -> None:
    code = mock.code(ALICE)
    mock.advance(10 * MINUTE - 1)
    assert mock.exchange(code).status_code == 200


def test_exchange_refuses_a_code_that_is_ten_minutes_old(mock: InProcess) -> None:
    code = mock.code(ALICE)
    mock.advance(10 * MINUTE)
    assert refusal(mock.exchange(code)) == (400, "Mock.AuthCodeExpired")


def test_exchange_refuses_a_code_that_was_already_used(mock: InProcess) -> None:
    code = mock.code(ALICE)
    assert mock.exchange(code).status_code == 200
    assert refusal(mock.exchange(code)) == (400, "Mock.AuthCodeUsed")


def test_exchange_refuses_a_session_token(mock: InProcess) -> None:
    assert refusal(mock.exchange(mock.login(ALICE))) == (400, "Mock.AuthCodeUnknown")


def test_exchange_refuses_a_code_of_an_earlier_start(mock: InProcess) -> None:
    code = mock.code(ALICE)
    mock.request("POST", "/__mock__/reset")
    assert refusal(mock.exchange(code)) == (400, "Mock.AuthCodeUnknown")


@pytest.mark.parametrize("code", ["", "nonsense", "a.b.c", "é", "\x00", "[" * 500])
def test_exchange_refuses_text_that_is_no_code_without_repeating_it(mock: InProcess, code: str) -> None:
    response = mock.exchange(code)
    assert refusal(response) == (400, "Mock.AuthCodeUnknown")
    assert len(code) < 5 or code not in response.text


@pytest.mark.parametrize("body", [{}, {"code": None}, {"code": 5}, {"code": ["a"]}], ids=str)
def test_exchange_needs_a_code(mock: InProcess, body: dict[str, Json]) -> None:
    assert refusal(mock.request("POST", "/auth/exchange", json=body)) == (400, "Mock.InvalidRequest")


def test_a_refused_exchange_does_not_use_the_code_up(mock: InProcess) -> None:
    code = mock.code(ALICE)
    mock.request("POST", "/auth/exchange", json={"code": code, "x": 1}, headers={"content-type": "text/plain"})
    assert mock.exchange(code).status_code == 200


def test_an_exchange_that_fails_midway_leaves_the_code_as_it_was(mock: InProcess) -> None:
    code = mock.code(ALICE)
    store = world_of(mock).store
    alice = store.take(USERS, ALICE)
    assert alice is not None
    assert refusal(mock.exchange(code)) == (400, "Mock.AuthCodeUnknown")
    store.put(USERS, alice)
    assert mock.exchange(code).status_code == 200


# Sessions


def test_a_session_works_for_eight_hours_and_not_a_second_longer(mock: InProcess) -> None:
    token = mock.login(ALICE)
    mock.advance(8 * HOUR - 1)
    assert status_of_me(mock, token) == 200
    mock.advance(1)
    assert refusal(mock.with_token(token, "GET", "/me")) == (401, "Mock.Unauthorized")


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_scheme_of_a_session_token_is_read_in_any_case(mock: InProcess, scheme: str) -> None:
    headers = {"authorization": f"{scheme} {mock.login(ALICE)}"}
    assert mock.request("GET", "/me", headers=headers).status_code == 200


def test_a_code_is_refused_as_a_session_token_and_stays_usable(mock: InProcess) -> None:
    handoff = mock.handoff(mock.login(ALICE), ACME).json()["code"]
    for code in (mock.code(ALICE), handoff):
        assert refusal(mock.with_token(code, "GET", "/me")) == (401, "Mock.Unauthorized")
        assert mock.exchange(code).status_code == 200


@pytest.mark.parametrize("world", ["other", "", None])
def test_a_token_of_another_world_is_refused(mock: InProcess, world: Json) -> None:
    claims = dict(world_of(mock).tokens.read(mock.login(ALICE)))
    foreign = world_of(mock).tokens.issue({**claims, "world": world})
    assert refusal(mock.with_token(foreign, "GET", "/me")) == (401, "Mock.Unauthorized")


def test_a_code_of_another_world_is_refused(mock: InProcess) -> None:
    claims = dict(world_of(mock).tokens.read(mock.code(ALICE)))
    foreign = world_of(mock).tokens.issue({**claims, "world": "other"})
    assert refusal(mock.exchange(foreign)) == (400, "Mock.AuthCodeUnknown")


def test_tokens_of_another_server_are_refused(mock: InProcess) -> None:
    other = InProcess()
    assert refusal(mock.exchange(other.code(ALICE))) == (400, "Mock.AuthCodeUnknown")
    assert status_of_me(mock, other.login(ALICE)) == 401


def test_a_user_who_is_gone_has_no_session(mock: InProcess) -> None:
    token = mock.login(ALICE)
    world_of(mock).store.delete(USERS, ALICE)
    assert status_of_me(mock, token) == 401


def test_two_servers_of_one_secret_and_seed_take_each_others_tokens() -> None:
    one, other = (InProcess(jwt_secret="s" * 32, seed=seed) for seed in (1, 2))
    assert status_of_me(other, one.login(ALICE)) == 200


def test_the_claims_of_codes_and_sessions_are_those_that_were_decided(mock: InProcess) -> None:
    tokens = world_of(mock).tokens
    assert tokens.read(mock.code(ALICE)).keys() == {"sub", "jti", "purpose", "world", "iat", "exp"}
    session = tokens.read(mock.login(ALICE))
    decided = {"sub", "email", "organisations", "clients", "world", "iat", "exp", "iss", "jti"}
    assert session.keys() - {"client", "purpose"} == decided
    assert session["iss"] == ISSUER
    assert session["organisations"] == [{"id": ACME, "role": "Member"}]


# POST /auth/sandbox-handoff


@pytest.mark.parametrize(
    ("user_id", "organisation", "role"),
    [(ALICE, ACME, "Member"), (ADAM, ACME, "Admin"), (OLIVIA, ACME, "Owner"), (ADAM, BRIGHTSIDE, "Member")],
)
def test_members_and_administrators_of_the_client_get_a_handoff_with_their_role(
    mock: InProcess, user_id: str, organisation: str, role: str
) -> None:
    response = mock.handoff(mock.login(user_id), organisation)
    assert response.status_code == 201
    session = mock.exchange(response.json()["code"]).json()
    assert [(o["organisationId"], o["role"]) for o in session["organisations"]] == [(organisation, role)]
    assert "clients" not in session


def test_a_handoff_says_where_to_open_the_sandbox_and_until_when(mock: InProcess) -> None:
    handoff = mock.handoff(mock.login(ALICE), ACME).json()
    assert handoff.keys() == {"code", "sandboxUrl", "expiresAt"}
    url = urlsplit(handoff["sandboxUrl"])
    assert (url.scheme, url.netloc, url.path) == ("http", "127.0.0.1:4010", "/sandbox")
    assert parse_qs(url.query) == {"code": [handoff["code"]]}
    assert handoff["expiresAt"] == "2025-06-01T12:10:00Z"


@pytest.mark.parametrize(
    ("user_id", "organisation"), [(ALICE, BRIGHTSIDE), (ALICE, CORNER_BAKERY), (OLIVIA, CORNER_BAKERY)]
)
def test_others_get_no_handoff(mock: InProcess, user_id: str, organisation: str) -> None:
    assert refusal(mock.handoff(mock.login(user_id), organisation)) == (403, "Handoff.NoOrgAccess")


@pytest.mark.parametrize(("role", "status"), [(Role.MEMBER, 403), (Role.ADMIN, 201), (Role.OWNER, 201)])
def test_the_portal_role_decides_for_users_outside_the_organisation(mock: InProcess, role: Role, status: int) -> None:
    set_portal_role(mock, ADAM, role)
    assert mock.handoff(mock.login(ADAM), ACME).status_code == status


def test_a_handoff_to_an_organisation_that_does_not_exist_is_not_found(mock: InProcess) -> None:
    for user_id in (ALICE, OLIVIA):
        assert refusal(mock.handoff(mock.login(user_id), MISSING)) == (404, "Organisation.NotFound")


@pytest.mark.parametrize(
    "body", [{}, {"organisationId": ""}, {"organisationId": NIL_UUID}, {"organisationId": None}], ids=str
)
def test_a_handoff_needs_an_organisation_id(mock: InProcess, body: dict[str, Json]) -> None:
    response = mock.with_token(mock.login(ALICE), "POST", "/auth/sandbox-handoff", json=body)
    assert refusal(response) == (400, "Handoff.MissingOrganisationId")


@pytest.mark.parametrize("sent", ["acme", " ", ACME[:-1], 5, [ACME], {}, False])
def test_a_handoff_to_an_id_that_is_no_uuid_does_not_match_the_contract(mock: InProcess, sent: Any) -> None:
    assert refusal(mock.handoff(mock.login(ALICE), sent)) == (400, "Mock.InvalidRequest")


def test_a_handoff_ends_with_the_access_it_was_given_for(mock: InProcess) -> None:
    token = mock.login(ADAM)
    session = handoff_session(mock, token, ACME)
    set_portal_role(mock, ADAM, Role.MEMBER)
    assert refusal(mock.handoff(token, ACME)) == (403, "Handoff.NoOrgAccess")
    invoices = mock.with_token(session, "GET", "/invoices", organisation=ACME)
    assert refusal(invoices) == (403, "Mock.OrganisationNotAccessible")
    assert mock.with_token(session, "GET", "/me").json()["organisations"] == []


def test_a_handoff_code_expires_and_works_once_like_any_code(mock: InProcess) -> None:
    token = mock.login(ALICE)
    first, second = (mock.handoff(token, ACME).json()["code"] for _ in range(2))
    assert mock.exchange(first).status_code == 200
    assert refusal(mock.exchange(first)) == (400, "Mock.AuthCodeUsed")
    mock.advance(10 * MINUTE)
    assert refusal(mock.exchange(second)) == (400, "Mock.AuthCodeExpired")


def test_a_handoff_session_mints_handoffs_for_its_organisation_alone(mock: InProcess) -> None:
    session = handoff_session(mock, mock.login(OLIVIA), ACME)
    assert mock.handoff(session, ACME).status_code == 201
    assert refusal(mock.handoff(session, BRIGHTSIDE)) == (403, "Handoff.NoOrgAccess")
    assert refusal(mock.handoff(session, MISSING)) == (404, "Organisation.NotFound")


def test_a_handoff_session_selects_its_organisation_alone(mock: InProcess) -> None:
    session = handoff_session(mock, mock.login(OLIVIA), ACME)
    assert mock.with_token(session, "GET", "/invoices", organisation=ACME).status_code == 200
    refused = mock.with_token(session, "GET", "/invoices", organisation=BRIGHTSIDE)
    assert refusal(refused) == (403, "Mock.OrganisationNotAccessible")


def test_a_handoff_code_carries_its_purpose(mock: InProcess) -> None:
    code = mock.handoff(mock.login(ALICE), ACME).json()["code"]
    assert world_of(mock).tokens.read(code)["purpose"] == CodePurpose.HANDOFF


# GET /me


def test_me_shows_both_sides_of_a_portal_user(mock: InProcess) -> None:
    assert mock.with_token(mock.login(OLIVIA), "GET", "/me").json() == {
        "userId": OLIVIA,
        "email": "olivia@acme-platform.example",
        "name": "Olivia Owner",
        "organisations": [
            {"id": BRIGHTSIDE, "name": "Brightside Electrical Ltd", "clientId": ACME_PLATFORM, "role": "Owner"}
        ],
        "clients": [{"id": ACME_PLATFORM, "name": "Acme Platform", "type": "Live", "role": "Owner"}],
    }


def test_me_shows_the_memberships_as_they_are_now(mock: InProcess) -> None:
    token = mock.login(BOB)
    add_user(mock, BRIGHTSIDE, email="bob@acmeplumbing.co.uk")
    assert [o["id"] for o in mock.with_token(token, "GET", "/me").json()["organisations"]] == [ACME, BRIGHTSIDE]
    world_of(mock).store.delete(MEMBERSHIPS, (BOB, ACME))
    assert [o["id"] for o in mock.with_token(token, "GET", "/me").json()["organisations"]] == [BRIGHTSIDE]


# Clients apart


def test_one_person_under_two_clients_has_a_session_under_one(mock: InProcess) -> None:
    add_user(mock, CORNER_BAKERY, key=CORNER_KEY, email="alice@acmeplumbing.co.uk", name="Ally")
    seen = {key: mock.with_token(mock.login(ALICE, key=key), "GET", "/me").json() for key in (ACME_KEY, CORNER_KEY)}
    assert [me["userId"] for me in seen.values()] == [ALICE, ALICE]
    assert [me["name"] for me in seen.values()] == ["Alice Johnson", "Ally"]
    assert [[o["clientId"] for o in me["organisations"]] for me in seen.values()] == [
        [ACME_PLATFORM],
        [CORNER_PLATFORM],
    ]


def test_a_portal_role_under_one_client_is_none_under_another(mock: InProcess) -> None:
    add_user(mock, CORNER_BAKERY, key=CORNER_KEY, email="olivia@acme-platform.example")
    session = mock.exchange(mock.code(OLIVIA, key=CORNER_KEY)).json()
    assert "clients" not in session
    assert refusal(mock.handoff(session["token"], ACME)) == (403, "Handoff.NoOrgAccess")
    refused = mock.with_token(session["token"], "GET", "/invoices", organisation=BRIGHTSIDE)
    assert refusal(refused) == (403, "Mock.OrganisationNotAccessible")


# Who may call what


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/auth/codes"),
        ("POST", "/organisations"),
        ("GET", f"/organisations/{ACME}/users"),
        ("POST", f"/organisations/{ACME}/users"),
    ],
)
def test_what_a_backend_does_is_refused_to_a_session_and_to_nobody(mock: InProcess, method: str, path: str) -> None:
    for response in (mock.with_token(mock.login(ALICE), method, path), mock.request(method, path)):
        assert refusal(response) == (401, "Mock.Unauthorized")
        assert response.headers["www-authenticate"].startswith("ApiKey")


@pytest.mark.parametrize(("method", "path"), [("POST", "/auth/sandbox-handoff"), ("GET", "/me")])
def test_what_a_user_does_is_refused_to_an_api_key_and_to_nobody(mock: InProcess, method: str, path: str) -> None:
    for response in (mock.with_key(method, path), mock.request(method, path)):
        assert refusal(response) == (401, "Mock.Unauthorized")
        assert response.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("path", ["/industries", "/invoices"])
def test_both_kinds_of_credential_do_elsewhere(mock: InProcess, path: str) -> None:
    headers = {"x-dolfin-organisation-id": ACME}
    assert mock.with_key("GET", path, headers=headers).status_code == 200
    assert mock.with_token(mock.login(ALICE), "GET", path, headers=headers).status_code == 200
    assert refusal(mock.request("GET", path, headers=headers)) == (401, "Mock.Unauthorized")


def test_where_both_would_do_and_both_are_sent_the_session_wins(mock: InProcess) -> None:
    both = {"x-dolfin-api-key": ACME_KEY}
    token = mock.login(ALICE)
    refused = mock.with_token(token, "GET", "/invoices", organisation=BRIGHTSIDE, headers=both)
    assert refusal(refused) == (403, "Mock.OrganisationNotAccessible")
    assert mock.with_key("GET", "/invoices", headers={"x-dolfin-organisation-id": BRIGHTSIDE}).status_code == 200


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/industries", {"x-dolfin-api-key": ACME_KEY, "authorization": "Bearer wrong"}),
        (f"/organisations/{ACME}/users", {"x-dolfin-api-key": ACME_KEY, "authorization": "Bearer wrong"}),
        ("/industries", {"x-dolfin-api-key": ACME_KEY, "authorization": "Basic abc"}),
        ("/industries", {"x-dolfin-api-key": ACME_KEY.upper()}),
        ("/industries", {"x-dolfin-api-key": ""}),
    ],
    ids=str,
)
def test_a_credential_that_is_sent_must_be_valid_even_beside_a_valid_one(
    mock: InProcess, path: str, headers: dict[str, str]
) -> None:
    assert refusal(mock.request("GET", path, headers=headers)) == (401, "Mock.Unauthorized")


def test_a_wrong_key_beside_a_valid_session_is_refused(mock: InProcess) -> None:
    wrong = {"x-dolfin-api-key": "wrong"}
    assert refusal(mock.with_token(mock.login(ALICE), "GET", "/me", headers=wrong)) == (401, "Mock.Unauthorized")


def test_authentication_is_judged_before_the_body(mock: InProcess) -> None:
    for path in ("/auth/codes", "/auth/sandbox-handoff", "/organisations"):
        assert refusal(mock.request("POST", path, content=b"not json")) == (401, "Mock.Unauthorized")
