"""Events: a delivery for each active subscription that wants one."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

import mock_server
from mock_server.domain import documents, events
from mock_server.domain.collections import WEBHOOK_DELIVERIES, WEBHOOK_SUBSCRIPTIONS
from mock_server.domain.documents import Author
from mock_server.domain.events import DELIVERY_DUE, EVENT_TYPES, emit
from mock_server.domain.model import Document, Due
from mock_server.domain.world import World
from mock_server.json_value import JsonObject
from tests.asgi import ACME, NOON
from tests.domain.worlds import ACME_PLATFORM, CORNER_PLATFORM, acme_world


@pytest.fixture
def world() -> World:
    return acme_world()


def subscribe(world: World, *event_types: str, owner: str = ACME_PLATFORM, active: bool = True) -> Document:
    members: JsonObject = {
        "url": "http://localhost:9/",
        "eventTypes": list(event_types),
        "secret": "s",
        "clientId": owner,
        "active": active,
        "consecutiveFailures": 0,
    }
    return documents.create(world, WEBHOOK_SUBSCRIPTIONS, Author(owner), members)


def deliveries(world: World) -> list[Document]:
    return list(documents.of_owner(world, WEBHOOK_DELIVERIES, ACME_PLATFORM))


def test_a_delivery_holds_the_whole_envelope_as_text_and_is_due_at_once(world: World) -> None:
    subscription = subscribe(world, "invoice.sent", "invoice.paid")
    emit(world, ACME_PLATFORM, ACME, "invoice.sent", {"id": "i", "name": "Café"})
    (delivery,) = deliveries(world)
    body: dict[str, Any] = dict(delivery.body)
    envelope = json.loads(body.pop("payload"))
    assert envelope == {
        "id": body["eventId"],
        "type": "invoice.sent",
        "createdAt": "2025-06-01T12:00:00Z",
        "organisationId": ACME,
        "data": {"id": "i", "name": "Café"},
    }
    assert body == {
        "id": delivery.id,
        "subscriptionId": subscription.id,
        "eventId": body["eventId"],
        "eventType": "invoice.sent",
        "organisationId": ACME,
        "status": "Pending",
        "attempts": 0,
        "lastStatusCode": None,
        "lastAttemptAt": None,
        "nextAttemptAt": "2025-06-01T12:00:00Z",
        "createdAt": "2025-06-01T12:00:00Z",
    }
    assert world.agenda.next() == Due(DELIVERY_DUE, delivery.id, NOON)


def test_an_event_has_one_id_for_all_who_subscribed(world: World) -> None:
    subscriptions = [subscribe(world, "*"), subscribe(world, "invoice.sent")]
    emit(world, ACME_PLATFORM, ACME, "invoice.sent", {})
    made = deliveries(world)
    assert [delivery.parent_id for delivery in made] == [subscription.id for subscription in subscriptions]
    assert len({delivery.body["eventId"] for delivery in made}) == 1


def test_who_did_not_subscribe_is_not_told(world: World) -> None:
    subscribe(world, "invoice.paid")
    subscribe(world, "invoice.sent", active=False)
    subscribe(world, "*", owner=CORNER_PLATFORM)
    emit(world, ACME_PLATFORM, ACME, "invoice.sent", {})
    assert deliveries(world) == []
    assert world.agenda.next() is None


def test_without_subscriptions_an_event_costs_no_id() -> None:
    quiet, silent = acme_world(), acme_world()
    emit(quiet, ACME_PLATFORM, ACME, "invoice.sent", {})
    assert quiet.ids.uuid() == silent.ids.uuid()


def test_the_known_names_are_those_that_the_code_tells() -> None:
    about = "|".join({name.partition(".")[0] for name in EVENT_TYPES})
    told: set[str] = set()
    package = Path(mock_server.__file__ or "").parent
    for path in (*package.glob("domain/**/*.py"), *package.glob("operations/*.py")):
        if path != Path(events.__file__):
            told.update(re.findall(rf'"((?:{about})\.[a-z_]+)"', path.read_text(encoding="utf-8")))
    assert told == set(EVENT_TYPES)
