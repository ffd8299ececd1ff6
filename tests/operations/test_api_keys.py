"""API keys: they work at once, end by the world's clock or when they are revoked."""

from typing import Any

import httpx
import pytest

from mock_server.domain.model import Role
from mock_server.domain.tables import API_KEYS
from tests.asgi import ACME, ACME_KEY, ADAM, ALICE, CORNER_KEY, OLIVIA, InProcess, refusal
from tests.operations.callers import ACME_PLATFORM, MISSING, handoff_session, set_portal_role, world_of

IN_AN_HOUR = "2025-06-01T13:00:00Z"


def create(mock: InProcess, **body: Any) -> dict[str, Any]:
    response = mock.with_key("POST", "/api-keys", json=body)
    assert response.status_code == 201, response.text
    shown: dict[str, Any] = response.json()
    return shown


def use(mock: InProcess, key: str) -> httpx.Response:
    return mock.with_key("GET", "/industries", key=key)


def revoke(mock: InProcess, key_id: str, *, key: str = ACME_KEY) -> httpx.Response:
    return mock.with_key("POST", f"/api-keys/{key_id}/revoke", key=key)


def test_a_new_key_is_shown_once_and_works_at_once(mock: InProcess) -> None:
    made = create(mock, name="CI", expiresAt=None)
    raw = made.pop("rawKey")
    assert raw.startswith("dol_live_")
    assert raw.startswith(made.pop("keyPrefix"))
    assert made == {
        "id": made["id"],
        "clientId": ACME_PLATFORM,
        "name": "CI",
        "createdAt": "2025-06-01T12:00:00Z",
        "expiresAt": None,
    }
    assert use(mock, raw).status_code == 200
    organisation = {"name": "Zed", "industryId": "b2d4f6a8-1234-5678-9abc-def012345678"}
    assert mock.with_key("POST", "/organisations", key=raw, json=organisation).json()["clientId"] == ACME_PLATFORM


def test_neither_id_nor_prefix_of_a_key_is_a_key(mock: InProcess) -> None:
    made = create(mock)
    assert len(made["rawKey"]) > len(made["keyPrefix"]) + 30
    for text in (made["id"], made["keyPrefix"]):
        assert refusal(use(mock, text)) == (401, "Mock.Unauthorized")


def test_a_name_need_not_be_given(mock: InProcess) -> None:
    assert create(mock)["name"] is None
    assert create(mock)["rawKey"] != create(mock)["rawKey"]


def test_a_key_expires_by_the_clock_of_the_world(mock: InProcess) -> None:
    made = create(mock, expiresAt="2025-06-01T14:00:00+01:00")
    assert made["expiresAt"] == IN_AN_HOUR
    mock.advance(3599)
    assert use(mock, made["rawKey"]).status_code == 200
    mock.advance(1)
    assert refusal(use(mock, made["rawKey"])) == (401, "Mock.Unauthorized")
    assert refusal(revoke(mock, made["id"])) == (409, "Mock.InvalidState")


@pytest.mark.parametrize("expires_at", ["2025-06-01T12:00:00Z", "2025-06-01T11:59:59Z", "0001-01-01T00:00:00Z"])
def test_a_key_that_would_be_over_is_not_made(mock: InProcess, expires_at: str) -> None:
    before = list(world_of(mock).store.all(API_KEYS))
    response = mock.with_key("POST", "/api-keys", json={"expiresAt": expires_at})
    assert refusal(response) == (400, "Mock.ExpiryInPast")
    assert list(world_of(mock).store.all(API_KEYS)) == before


@pytest.mark.parametrize("expires_at", ["tomorrow", "", 5, "2025-06-01"])
def test_an_expiry_is_a_time(mock: InProcess, expires_at: Any) -> None:
    response = mock.with_key("POST", "/api-keys", json={"expiresAt": expires_at})
    assert refusal(response) == (400, "Mock.InvalidRequest")


def test_the_latest_expiry_is_no_fault(mock: InProcess) -> None:
    assert use(mock, create(mock, expiresAt="9999-12-31T23:59:59-12:00")["rawKey"]).status_code == 200


def test_a_revoked_key_works_no_more_and_is_revoked_once(mock: InProcess) -> None:
    made = create(mock)
    response = revoke(mock, made["id"])
    assert (response.status_code, response.content) == (204, b"")
    assert refusal(use(mock, made["rawKey"])) == (401, "Mock.Unauthorized")
    assert use(mock, ACME_KEY).status_code == 200
    assert refusal(revoke(mock, made["id"])) == (409, "Mock.InvalidState")


def test_a_key_may_revoke_itself(mock: InProcess) -> None:
    made = create(mock)
    assert revoke(mock, made["id"].upper(), key=made["rawKey"]).status_code == 204
    assert refusal(revoke(mock, made["id"], key=made["rawKey"])) == (401, "Mock.Unauthorized")


def test_another_clients_key_is_like_none(mock: InProcess) -> None:
    made = create(mock)
    assert refusal(revoke(mock, made["id"], key=CORNER_KEY)) == (404, "Mock.RecordNotFound")
    assert refusal(revoke(mock, MISSING)) == (404, "Mock.RecordNotFound")
    assert use(mock, made["rawKey"]).status_code == 200


def test_keys_of_a_scenario_have_ids_and_can_be_revoked(mock: InProcess) -> None:
    ids = {key.secret: key.id for key in world_of(mock).store.all(API_KEYS)}
    assert len(set(ids.values())) == len(ids) == 2
    assert revoke(mock, ids[ACME_KEY]).status_code == 204
    assert refusal(use(mock, ACME_KEY)) == (401, "Mock.Unauthorized")
    assert use(mock, CORNER_KEY).status_code == 200


def test_an_admin_or_owner_of_the_client_makes_and_revokes_keys(mock: InProcess) -> None:
    for user in (OLIVIA, ADAM):
        token = mock.login(user)
        made = mock.with_token(token, "POST", "/api-keys", json={}).json()
        assert use(mock, made["rawKey"]).status_code == 200
        assert mock.with_token(token, "POST", f"/api-keys/{made['id']}/revoke").status_code == 204


def test_nobody_else_makes_or_revokes_keys(mock: InProcess) -> None:
    made = create(mock)
    adam = mock.login(ADAM)
    set_portal_role(mock, ADAM, Role.MEMBER)
    for token in (mock.login(ALICE), adam, handoff_session(mock, mock.login(OLIVIA), ACME)):
        assert refusal(mock.with_token(token, "POST", "/api-keys", json={})) == (403, "Member.Forbidden")
        revoked = mock.with_token(token, "POST", f"/api-keys/{made['id']}/revoke")
        assert refusal(revoked) == (403, "Member.Forbidden")
    assert use(mock, made["rawKey"]).status_code == 200
