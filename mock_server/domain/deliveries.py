"""Deliveries of webhooks: how one is sent, and what becomes of it, attempt by attempt. Nothing of it is documented."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from mock_server.domain import documents, times
from mock_server.domain.collections import WEBHOOK_DELIVERIES, WEBHOOK_SUBSCRIPTIONS
from mock_server.domain.events import DELIVERY_DUE
from mock_server.domain.model import Document, Outgoing
from mock_server.domain.policy import WEBHOOK_BACK_OFF, WEBHOOK_FAILURE_LIMIT
from mock_server.domain.tables import OUTBOX
from mock_server.domain.world import World

SIGNATURE_HEADER = "x-dolfin-signature"


@dataclass(frozen=True, slots=True)
class Message:
    """One attempt as it goes out: a POST of `content` to `url`."""

    delivery_id: str
    url: str
    headers: Mapping[str, str]
    content: bytes


def new_secret(world: World) -> str:
    return "whsec_" + (world.ids.uuid() + world.ids.uuid()).replace("-", "")


def send_now(world: World, delivery_id: str) -> None:
    """The effect of a delivery that falls due: it is among those to be sent."""
    world.store.put(OUTBOX, Outgoing(delivery_id, world.clock.now()))


def first_outgoing(world: World) -> Outgoing | None:
    """The delivery that is to be sent before all others."""
    return world.store.first(OUTBOX)


def ask_for(world: World, delivery: Document) -> Document:
    """Makes an attempt due now, whatever became of those before; one that is being sent is attempt enough."""
    if world.store.get(OUTBOX, delivery.id) is not None:
        return delivery
    now = world.clock.now()
    world.agenda.schedule(DELIVERY_DUE, delivery.id, now)
    members = {"status": "Pending", "nextAttemptAt": times.written(now)}
    return documents.change(world, WEBHOOK_DELIVERIES, delivery, members)


def message_of(world: World, outgoing: Outgoing) -> Message | None:
    """What is to be sent; None where the delivery or its subscription is gone."""
    found = _stored(world, outgoing)
    if found is None:
        return None
    delivery, subscription = found
    payload = str(delivery.body["payload"]).encode()
    headers = {
        "content-type": "application/json",
        "user-agent": "dolfin-mock",
        "x-dolfin-event-id": str(delivery.body["eventId"]),
        SIGNATURE_HEADER: signature(str(subscription.body["secret"]), payload, outgoing.at),
    }
    return Message(delivery.id, str(subscription.body["url"]), headers, payload)


def signature(secret: str, payload: bytes, at: datetime) -> str:
    """`t=<seconds since 1970>,v1=<HMAC-SHA256 of the seconds, a dot and the payload, in hex>`."""
    seconds = int(at.timestamp())
    digest = hmac.new(secret.encode(), f"{seconds}.".encode() + payload, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={digest}"


def record(world: World, outgoing: Outgoing, status_code: int | None) -> None:
    """Writes down how the attempt ended: with which status, or (None) that nobody answered."""
    with world.clock.at(outgoing.at), world.store.unit_of_work():
        world.store.delete(OUTBOX, outgoing.delivery_id)
        found = _stored(world, outgoing)
        if found is None:
            return
        delivery, subscription = found
        members = {
            "attempts": _count(delivery, "attempts") + 1,
            "lastStatusCode": status_code,
            "lastAttemptAt": times.written(outgoing.at),
            "nextAttemptAt": None,
        }
        delivery = documents.change(world, WEBHOOK_DELIVERIES, delivery, members)
        if status_code is not None and 200 <= status_code < 300:
            _succeeded(world, subscription, delivery)
        else:
            _failed(world, subscription, delivery)


def _succeeded(world: World, subscription: Document, delivery: Document) -> None:
    """The subscriber is there: also one that had been given up is sent events again."""
    documents.change(world, WEBHOOK_DELIVERIES, delivery, {"status": "Succeeded"})
    if subscription.body["consecutiveFailures"]:
        members = {"consecutiveFailures": 0, "active": True}
        documents.change(world, WEBHOOK_SUBSCRIPTIONS, subscription, members)


def _failed(world: World, subscription: Document, delivery: Document) -> None:
    failures = _count(subscription, "consecutiveFailures") + 1
    active = failures < WEBHOOK_FAILURE_LIMIT
    members = {"consecutiveFailures": failures, "active": active}
    documents.change(world, WEBHOOK_SUBSCRIPTIONS, subscription, members)
    attempts = _count(delivery, "attempts")
    if active and attempts <= len(WEBHOOK_BACK_OFF):
        again = world.clock.now() + WEBHOOK_BACK_OFF[attempts - 1]
        world.agenda.schedule(DELIVERY_DUE, delivery.id, again)
        waiting = {"status": "Pending", "nextAttemptAt": times.written(again)}
        documents.change(world, WEBHOOK_DELIVERIES, delivery, waiting)
    else:
        _give_up(world, delivery)
    if not active:
        _give_up_all(world, subscription)


def _give_up(world: World, delivery: Document) -> None:
    world.agenda.cancel(DELIVERY_DUE, delivery.id)
    world.store.delete(OUTBOX, delivery.id)
    documents.change(world, WEBHOOK_DELIVERIES, delivery, {"status": "Failed", "nextAttemptAt": None})


def _give_up_all(world: World, subscription: Document) -> None:
    """Nothing more is sent to a subscription that went inactive."""
    for delivery in documents.of_parent(world, WEBHOOK_DELIVERIES, subscription.owner_id, subscription.id):
        if delivery.body["status"] == "Pending":
            _give_up(world, delivery)


def _stored(world: World, outgoing: Outgoing) -> tuple[Document, Document] | None:
    """The delivery and its subscription. An operation of another contract may have removed either."""
    delivery = documents.stored(world, WEBHOOK_DELIVERIES, outgoing.delivery_id)
    if delivery is None:
        return None
    subscription = documents.stored(world, WEBHOOK_SUBSCRIPTIONS, str(delivery.parent_id))
    return None if subscription is None else (delivery, subscription)


def _count(document: Document, member: str) -> int:
    value = document.body[member]
    assert isinstance(value, int)
    return value
