"""What happened, told to those who subscribed to it. Names and envelope are assumed: no documentation has any."""

import json
from collections.abc import Callable

from mock_server.domain import documents, times
from mock_server.domain.collections import WEBHOOK_DELIVERIES, WEBHOOK_SUBSCRIPTIONS
from mock_server.domain.documents import Author
from mock_server.domain.model import Document
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject

DELIVERY_DUE = "webhook-delivery"
"""The kind of due under which a delivery waits for its next attempt."""

EVERY_EVENT = "*"
"""In `eventTypes`: whatever happens."""

EVENT_TYPES = (
    "bill.created",
    "bill.match_resolved",
    "bill.state_changed",
    "credit_note.issued",
    "invoice.created",
    "invoice.credited",
    "invoice.paid",
    "invoice.partially_paid",
    "invoice.sent",
    "invoice.voided",
    "organisation.created",
    "payment.received",
    "user.added",
)
"""The names of the events that this mock knows."""


def emit(world: World, client_id: str, organisation_id: str, event_type: str, data: JsonObject) -> None:
    """Makes a delivery for every active subscription of the client to this type; it is sent after the request."""
    emit_if_awaited(world, client_id, organisation_id, event_type, lambda: data)


def emit_if_awaited(
    world: World, client_id: str, organisation_id: str, event_type: str, data_of: Callable[[], JsonObject]
) -> None:
    """The same, with data that are made where somebody waits for them."""
    wanted = [s for s in documents.of_owner(world, WEBHOOK_SUBSCRIPTIONS, client_id) if _wants(s, event_type)]
    if not wanted:
        return
    data = data_of()
    event_id = world.ids.uuid()
    envelope = {
        "id": event_id,
        "type": event_type,
        "createdAt": times.written(world.clock.now()),
        "organisationId": organisation_id,
        "data": data,
    }
    event: JsonObject = {
        "eventId": event_id,
        "eventType": event_type,
        "organisationId": organisation_id,
        "payload": json.dumps(envelope, ensure_ascii=False, separators=(",", ":")),
    }
    for subscription in wanted:
        _deliver(world, subscription, event)


def _wants(subscription: Document, event_type: str) -> bool:
    types = subscription.body["eventTypes"]
    assert isinstance(types, list)
    return subscription.body["active"] is True and (event_type in types or EVERY_EVENT in types)


def _deliver(world: World, subscription: Document, event: JsonObject) -> None:
    now = world.clock.now()
    waiting: dict[str, Json] = {
        "subscriptionId": subscription.id,
        "status": "Pending",
        "attempts": 0,
        "lastStatusCode": None,
        "lastAttemptAt": None,
        "nextAttemptAt": times.written(now),
    }
    delivery = documents.create(world, WEBHOOK_DELIVERIES, Author(subscription.owner_id), {**event, **waiting})
    world.agenda.schedule(DELIVERY_DUE, delivery.id, now)
