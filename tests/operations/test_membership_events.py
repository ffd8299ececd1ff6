"""What subscribers are told when organisations are made and users join them."""

import json
from typing import Any

from mock_server.domain.model import Role
from tests.asgi import ACME, ALICE, InProcess
from tests.operations.callers import PLUMBING, add_user, set_role


def told(mock: InProcess, subscription: str) -> list[dict[str, Any]]:
    """The envelopes of a subscription's deliveries, oldest first."""
    listed = mock.with_key("GET", f"/webhook-subscriptions/{subscription}/deliveries").json()
    return [json.loads(delivery["payload"]) for delivery in reversed(listed)]


def test_a_new_organisation_and_whoever_joins_one_are_told(mock: InProcess) -> None:
    wanted = {"url": "https://listener.example/", "eventTypes": ["organisation.created", "user.added"]}
    subscription = mock.with_key("POST", "/webhook-subscriptions", json=wanted).json()["id"]
    organisation = mock.with_key("POST", "/organisations", json={"name": "Zed", "industryId": PLUMBING["id"]}).json()
    added = add_user(mock, organisation["id"], email="new@example.com").json()
    add_user(mock, organisation["id"], email="new@example.com")
    set_role(mock, ALICE, ACME, Role.ADMIN)
    mock.with_token(mock.login(ALICE), "POST", "/users", organisation=ACME, json={"email": "new@example.com"})
    assert [(event["type"], event["organisationId"], event["data"]) for event in told(mock, subscription)] == [
        ("organisation.created", organisation["id"], organisation),
        ("user.added", organisation["id"], added),
        ("user.added", ACME, {**added, "organisationId": ACME}),
    ]
