"""Subscribers are told what happens to invoices, in the order in which it happens."""

import json
from typing import Any

from mock_server.domain import documents
from mock_server.domain.announcing import announce, organisation_with
from mock_server.domain.collections import INVOICES, WEBHOOK_DELIVERIES, WEBHOOK_SUBSCRIPTIONS
from mock_server.domain.documents import Author
from mock_server.domain.receivables.credit_notes import draft_credit_note, issue_credit_note
from mock_server.domain.receivables.invoices import void_invoice
from mock_server.domain.receivables.payments import record_payment
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject
from tests.asgi import ACME
from tests.domain.receivables.ledger import AUTHOR, draft, sent


def told(world: World) -> list[Any]:
    """The events that a subscriber to everything was sent."""
    client = organisation_with(world, ACME).client_id
    return [
        json.loads(str(delivery.body["payload"])) for delivery in documents.of_owner(world, WEBHOOK_DELIVERIES, client)
    ]


def subscribe(world: World) -> None:
    members: dict[str, Json] = {"url": "http://127.0.0.1:9/", "eventTypes": ["*"], "active": True}
    client = organisation_with(world, ACME).client_id
    documents.create(world, WEBHOOK_SUBSCRIPTIONS, Author(client), members)


def test_what_is_told_is_made_only_where_somebody_waits_for_it(world: World) -> None:
    made: list[JsonObject] = []

    def data() -> JsonObject:
        made.append({"id": "i"})
        return made[-1]

    announce(world, "invoice.sent", ACME, data)
    assert made == []
    subscribe(world)
    announce(world, "invoice.sent", ACME, data)
    assert [event["data"] for event in told(world)] == made == [{"id": "i"}]


def test_every_step_of_an_invoice_is_told(world: World) -> None:
    subscribe(world)
    invoice = sent(world)
    record_payment(world, AUTHOR, invoice, {"amount": 40})
    invoice = documents.require(world, INVOICES, ACME, invoice.id)
    issue_credit_note(world, AUTHOR, invoice, draft_credit_note(world, AUTHOR, invoice, {"amount": 10}))
    invoice = documents.require(world, INVOICES, ACME, invoice.id)
    record_payment(world, AUTHOR, invoice, {"amount": 50})
    void_invoice(world, draft(world))
    assert [event["type"] for event in told(world)] == [
        "invoice.created",
        "invoice.sent",
        "payment.received",
        "invoice.partially_paid",
        "credit_note.issued",
        "invoice.credited",
        "payment.received",
        "invoice.paid",
        "invoice.created",
        "invoice.voided",
    ]


def test_an_event_carries_the_record_as_it_is_by_then(world: World) -> None:
    subscribe(world)
    invoice = sent(world)
    record_payment(world, AUTHOR, invoice, {"amount": 100})
    events = {event["type"]: event["data"] for event in told(world)}
    assert events["invoice.sent"]["id"] == events["invoice.paid"]["id"] == invoice.id
    assert [events[name]["status"] for name in ("invoice.created", "invoice.sent", "invoice.paid")] == [
        "Draft",
        "Sent",
        "Paid",
    ]
    assert events["invoice.paid"]["customer"]["name"] == "Harbour Hotel"
    assert (events["payment.received"]["amount"], events["payment.received"]["invoiceId"]) == (100, invoice.id)
