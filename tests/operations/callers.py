"""What several tests of operations do first."""

from dataclasses import replace
from typing import Any

import httpx

from mock_server.domain.model import Role
from mock_server.domain.tables import CLIENT_MEMBERSHIPS, MEMBERSHIPS
from mock_server.domain.world import World
from tests.asgi import ACME_KEY, InProcess

ACME_PLATFORM = "c1234567-abcd-ef01-2345-6789abcdef01"
CORNER_PLATFORM = "d2345678-bcde-4f01-8345-789abcdef012"
PLUMBING = {"id": "b2d4f6a8-1234-5678-9abc-def012345678", "name": "Plumbing & HVAC"}
NIL_UUID = "00000000-0000-0000-0000-000000000000"
MISSING = "0f0f0f0f-0000-4000-8000-000000000000"


def world_of(mock: InProcess) -> World:
    return mock.server.worlds.default


def add_user(mock: InProcess, organisation: str, *, key: str = ACME_KEY, **body: Any) -> httpx.Response:
    return mock.with_key("POST", f"/organisations/{organisation}/users", key=key, json=body)


def handoff_session(mock: InProcess, token: str, organisation: str) -> str:
    """A session for one organisation, by the documented calls."""
    response = mock.handoff(token, organisation)
    assert response.status_code == 201, response.text
    session = mock.exchange(response.json()["code"])
    assert session.status_code == 200, session.text
    return str(session.json()["token"])


def set_portal_role(mock: InProcess, user_id: str, role: Role) -> None:
    store = world_of(mock).store
    membership = store.get(CLIENT_MEMBERSHIPS, (user_id, ACME_PLATFORM))
    assert membership is not None
    store.put(CLIENT_MEMBERSHIPS, replace(membership, role=role))


def set_role(mock: InProcess, user_id: str, organisation: str, role: Role) -> None:
    store = world_of(mock).store
    membership = store.get(MEMBERSHIPS, (user_id, organisation))
    assert membership is not None
    store.put(MEMBERSHIPS, replace(membership, role=role))
