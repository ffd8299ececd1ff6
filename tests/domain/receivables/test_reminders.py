"""Reminders: at their times, with words by how late it is, and only while something is owed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mock_server.domain import documents
from mock_server.domain.announcing import organisation_with
from mock_server.domain.collections import REMINDERS
from mock_server.domain.effects import fall_due
from mock_server.domain.receivables.invoices import void_invoice
from mock_server.domain.receivables.reminders import send_reminder
from mock_server.domain.tables import CLIENTS
from mock_server.domain.world import World
from mock_server.json_value import Json
from mock_server.operations.effects import EFFECTS
from tests.asgi import ACME, NOON
from tests.domain.receivables.ledger import sent

ALL = ("OneWeekBefore", "TwoDaysBefore", "OnDueDate", "TwoDaysAfter", "OneWeekAfter")


def shown(world: World, *members: str) -> list[Any]:
    return [
        tuple(reminder.body[member] for member in members) for reminder in documents.of_owner(world, REMINDERS, ACME)
    ]


def let_happen(world: World, days: int) -> None:
    """Everything that falls due within some days, as the clock would."""
    until = world.clock.now() + timedelta(days=days)
    while fall_due(world, EFFECTS, until) is not None:
        pass
    world.clock.set(until)


def switch_emails_off(world: World) -> None:
    client = world.store.get(CLIENTS, organisation_with(world, ACME).client_id)
    assert client is not None
    world.store.put(CLIENTS, replace(client, settings={"arEmailsEnabled": False}))


def test_reminders_are_scheduled_around_the_due_date(world: World) -> None:
    sent(world, reminders=(*ALL, "OnDueDate"), dueDate="2025-06-20T00:00:00Z")
    assert shown(world, "offset", "scheduledAt", "status") == [
        ("OneWeekBefore", "2025-06-13T00:00:00Z", "Pending"),
        ("TwoDaysBefore", "2025-06-18T00:00:00Z", "Pending"),
        ("OnDueDate", "2025-06-20T00:00:00Z", "Pending"),
        ("TwoDaysAfter", "2025-06-22T00:00:00Z", "Pending"),
        ("OneWeekAfter", "2025-06-27T00:00:00Z", "Pending"),
    ]


def test_those_of_the_past_are_not_scheduled(world: World) -> None:
    sent(world, reminders=ALL, dueDate="2025-06-03T12:00:00Z")
    assert shown(world, "offset") == [("OnDueDate",), ("TwoDaysAfter",), ("OneWeekAfter",)]


@pytest.mark.parametrize("due", [None, "9999-12-31T23:59:59Z"])
def test_without_a_time_for_it_nothing_is_scheduled(world: World, due: Json) -> None:
    sent(world, reminders=("OneWeekAfter",), dueDate=due)
    assert shown(world, "offset") == []


def test_a_reminder_is_sent_at_its_own_time(world: World) -> None:
    sent(world, reminders=ALL, dueDate="2025-06-20T00:00:00Z")
    let_happen(world, 20)
    assert shown(world, "status", "sentAt") == [
        ("Sent", "2025-06-13T00:00:00Z"),
        ("Sent", "2025-06-18T00:00:00Z"),
        ("Sent", "2025-06-20T00:00:00Z"),
        ("Pending", None),
        ("Pending", None),
    ]


def test_what_is_pending_is_cancelled_with_the_invoice(world: World) -> None:
    invoice = sent(world, reminders=("OneWeekBefore", "OnDueDate"), dueDate="2025-06-20T00:00:00Z")
    let_happen(world, 13)
    void_invoice(world, invoice)
    let_happen(world, 30)
    assert shown(world, "status", "cancelledAt", "sentAt") == [
        ("Sent", None, "2025-06-13T00:00:00Z"),
        ("Cancelled", "2025-06-14T12:00:00Z", None),
    ]


@pytest.mark.parametrize(
    ("days", "subject"),
    [
        (0, "Reminder"),
        (1, "Overdue"),
        (7, "Overdue"),
        (8, "Second notice"),
        (30, "Second notice"),
        (31, "Final notice"),
    ],
)
def test_the_words_go_by_how_overdue_the_invoice_is(world: World, days: int, subject: str) -> None:
    invoice = sent(world, dueDate="2025-06-01T23:00:00Z")
    world.clock.set(NOON + timedelta(days=days))
    body = send_reminder(world, invoice, {}).body
    assert body["subject"] == f"{subject}: INV-0004"
    assert body["body"]


def test_words_that_are_given_are_used(world: World) -> None:
    body = send_reminder(world, sent(world), {"subject": "Ours", "message": "Pay", "other": 1}).body
    assert (body["subject"], body["body"], body["offset"], body["sentAt"]) == (
        "Ours",
        "Pay",
        None,
        "2025-06-01T12:00:00Z",
    )
    assert "other" not in body


def test_within_a_minute_the_same_reminder_is_meant(world: World) -> None:
    invoice, other = sent(world), sent(world)
    first = send_reminder(world, invoice, {})
    assert send_reminder(world, other, {}).id != first.id
    world.clock.set(NOON + timedelta(seconds=59.999))
    assert send_reminder(world, invoice, {"subject": "Other"}) == first
    world.clock.set(NOON + timedelta(seconds=60))
    assert send_reminder(world, invoice, {}).id != first.id


def test_a_client_that_switched_the_emails_off_sends_none(world: World) -> None:
    invoice = sent(world, reminders=("OnDueDate",), dueDate="2025-06-20T00:00:00Z")
    switch_emails_off(world)
    let_happen(world, 20)
    by_hand = send_reminder(world, invoice, {})
    assert shown(world, "status", "sentAt") == [("Failed", None), ("Failed", None)]
    assert by_hand.body["failureReason"]
    assert send_reminder(world, invoice, {}) == by_hand
