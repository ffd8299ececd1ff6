"""Subscribing, and what is seen of deliveries."""

from typing import Any

import httpx
import pytest

from mock_server.domain.collections import WEBHOOK_SUBSCRIPTIONS
from mock_server.domain.events import emit
from mock_server.domain.model import Role
from mock_server.domain.tables import DOCUMENT_BY_COLLECTION, DOCUMENTS
from tests.asgi import ACME, ADAM, ALICE, CORNER_KEY, OLIVIA, InProcess, refusal
from tests.operations.callers import ACME_PLATFORM, MISSING, handoff_session, set_portal_role, world_of

PATH = "/webhook-subscriptions"
BODY = {"url": "http://hooks.example/in", "eventTypes": ["invoice.sent"]}
NOT_FOUND = (404, "Mock.RecordNotFound")
FORBIDDEN = (403, "Member.Forbidden")


def subscribe(mock: InProcess, **members: Any) -> httpx.Response:
    return mock.with_key("POST", PATH, json={**BODY, **members})


def listed(mock: InProcess, subscription_id: str, query: str = "", **options: Any) -> httpx.Response:
    return mock.with_key("GET", f"{PATH}/{subscription_id}/deliveries{query}", **options)


def test_a_subscription_is_answered_in_full_with_its_secret(mock: InProcess) -> None:
    response = subscribe(mock, unknown="x")
    assert response.status_code == 201
    body = response.json()
    assert len(body.pop("secret")) > 60
    assert body == {
        **BODY,
        "id": body["id"],
        "clientId": ACME_PLATFORM,
        "active": True,
        "consecutiveFailures": 0,
        "createdAt": "2025-06-01T12:00:00Z",
        "updatedAt": "2025-06-01T12:00:00Z",
    }


def test_an_admin_or_owner_of_the_client_subscribes_for_it_and_sees_deliveries(mock: InProcess) -> None:
    for user in (OLIVIA, ADAM):
        token = mock.login(user)
        response = mock.with_token(token, "POST", PATH, json=BODY)
        assert (response.status_code, response.json()["clientId"]) == (201, ACME_PLATFORM)
        emit(world_of(mock), ACME_PLATFORM, ACME, "invoice.sent", {})
        place = f"{PATH}/{response.json()['id']}/deliveries"
        (delivery,) = mock.with_token(token, "GET", place).json()
        assert mock.with_token(token, "POST", f"{place}/{delivery['id']}/retry").status_code == 200


def test_nobody_else_subscribes_or_sees_deliveries(mock: InProcess) -> None:
    place = f"{PATH}/{subscribe(mock).json()['id']}/deliveries"
    emit(world_of(mock), ACME_PLATFORM, ACME, "invoice.sent", {})
    (before,) = mock.with_key("GET", place).json()
    adam = mock.login(ADAM)
    set_portal_role(mock, ADAM, Role.MEMBER)
    for token in (mock.login(ALICE), adam, handoff_session(mock, mock.login(OLIVIA), ACME)):
        assert refusal(mock.with_token(token, "POST", PATH, json=BODY)) == FORBIDDEN
        assert refusal(mock.with_token(token, "GET", place)) == FORBIDDEN
        assert refusal(mock.with_token(token, "POST", f"{place}/{before['id']}/retry")) == FORBIDDEN
    assert mock.with_key("GET", place).json() == [before]
    subscriptions = (WEBHOOK_SUBSCRIPTIONS.name, ACME_PLATFORM)
    assert len(world_of(mock).store.find(DOCUMENTS, DOCUMENT_BY_COLLECTION, subscriptions)) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost",
        "http://127.0.0.1:9/a?b=c#d",
        "https://[::1]:8443/",
        "http://a_b.example",
        "https://hooks.example/%20",
    ],
)
def test_an_http_address_is_taken(mock: InProcess, url: str) -> None:
    assert subscribe(mock, url=url).json()["url"] == url


@pytest.mark.parametrize(
    "url",
    [
        None,
        5,
        "",
        "hooks.example",
        "/in",
        "ftp://hooks.example",
        "http:hooks",
        "http://",
        "http:///in",
        "http://a b/",
        "http://a@b/",
        "http://a\\@b/",
        "http://a:/",
        "http://a:123456/",
        "http://a/\u00e9",
        "http://a/\n",
        "http://a\u0000/",
        "javascript:http://a/",
        "http://a/" + "x" * 2048,
    ],
)
def test_anything_else_is_refused_and_nothing_is_stored(mock: InProcess, url: Any) -> None:
    assert refusal(subscribe(mock, url=url)) == (400, "Mock.InvalidRequest")
    place = (WEBHOOK_SUBSCRIPTIONS.name, ACME_PLATFORM)
    assert world_of(mock).store.find(DOCUMENTS, DOCUMENT_BY_COLLECTION, place) == ()


@pytest.mark.parametrize("event_types", [None, [], "*", [""], [5], [None], ["x" * 101], ["a"] * 101])
def test_event_types_are_names(mock: InProcess, event_types: Any) -> None:
    assert refusal(subscribe(mock, eventTypes=event_types)) == (400, "Mock.InvalidRequest")


def test_a_name_that_is_not_known_is_taken(mock: InProcess) -> None:
    assert subscribe(mock, eventTypes=["InvoicePaid"]).status_code == 201


def test_deliveries_are_a_bare_array_newest_first(mock: InProcess) -> None:
    subscription = subscribe(mock).json()["id"]
    assert listed(mock, subscription).json() == []
    for number in range(3):
        emit(world_of(mock), ACME_PLATFORM, ACME, "invoice.sent", {"number": number})
    shown = listed(mock, subscription).json()
    assert ['"number":2' in d["payload"] for d in shown] == [True, False, False]
    assert listed(mock, subscription, "?limit=2").json() == shown[:2]
    assert listed(mock, subscription.upper()).json() == shown


def test_another_client_sees_no_subscription(mock: InProcess) -> None:
    subscription = subscribe(mock).json()["id"]
    emit(world_of(mock), ACME_PLATFORM, ACME, "invoice.sent", {})
    delivery = listed(mock, subscription).json()[0]["id"]
    assert refusal(listed(mock, subscription, key=CORNER_KEY)) == NOT_FOUND
    path = f"{PATH}/{subscription}/deliveries/{delivery}/retry"
    assert refusal(mock.with_key("POST", path, key=CORNER_KEY)) == NOT_FOUND


def test_what_does_not_exist_is_not_found(mock: InProcess) -> None:
    first, second = (subscribe(mock).json()["id"] for _ in range(2))
    emit(world_of(mock), ACME_PLATFORM, ACME, "invoice.sent", {})
    delivery = listed(mock, first).json()[0]["id"]
    assert refusal(listed(mock, MISSING)) == NOT_FOUND
    for place in (
        f"{MISSING}/deliveries/{delivery}",
        f"{first}/deliveries/{MISSING}",
        f"{second}/deliveries/{delivery}",
    ):
        assert refusal(mock.with_key("POST", f"{PATH}/{place}/retry")) == NOT_FOUND
