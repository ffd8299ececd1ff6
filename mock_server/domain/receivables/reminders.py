"""Payment reminders: scheduled around the due date of an invoice, or sent at once."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from mock_server.domain import documents, times
from mock_server.domain.administration.clients import client_of, settings_of
from mock_server.domain.announcing import organisation_with
from mock_server.domain.collections import INVOICES, REMINDERS
from mock_server.domain.documents import Author
from mock_server.domain.model import Document
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject

REMINDER_DUE = "reminder"
"""The kind of due under which a scheduled reminder waits."""

OFFSETS = {
    "OneWeekBefore": timedelta(days=-7),
    "TwoDaysBefore": timedelta(days=-2),
    "OnDueDate": timedelta(),
    "TwoDaysAfter": timedelta(days=2),
    "OneWeekAfter": timedelta(days=7),
}
"""The documented presets, from the due date."""

REPEAT_WITHIN = timedelta(seconds=60)
"""Documented: within this time, a reminder sent again is the same one."""

_PENDING, _SENT, _CANCELLED, _FAILED = "Pending", "Sent", "Cancelled", "Failed"
_EMPTY: JsonObject = dict.fromkeys(("offset", "subject", "body", "sentAt", "cancelledAt", "failureReason"))
_WEEK = 7
_MONTH = 30


def schedule_reminders(world: World, invoice: Document, offsets: Sequence[str]) -> None:
    """Makes a pending reminder for each offset that lies ahead; an invoice without due date has none (assumed)."""
    if invoice.body.get("dueDate") is None:
        return
    due = times.read(str(invoice.body["dueDate"]))
    for offset in dict.fromkeys(offsets):
        at = _shifted(due, OFFSETS[offset])
        if at is not None and at > world.clock.now():
            reminder = _create(world, invoice, {"offset": offset, "scheduledAt": times.written(at), "status": _PENDING})
            world.agenda.schedule(REMINDER_DUE, reminder.id, at)


def cancel_reminders(world: World, invoice: Document) -> None:
    """Cancels what is still pending."""
    cancelled: JsonObject = {"status": _CANCELLED, "cancelledAt": times.written(world.clock.now())}
    for reminder in documents.of_parent(world, REMINDERS, invoice.owner_id, invoice.id):
        if reminder.body["status"] == _PENDING:
            world.agenda.cancel(REMINDER_DUE, reminder.id)
            documents.change(world, REMINDERS, reminder, cancelled)


def remind(world: World, reminder_id: str) -> None:
    """Sends a scheduled reminder when its time has come."""
    reminder = documents.stored(world, REMINDERS, reminder_id)
    invoice = None if reminder is None else documents.stored(world, INVOICES, str(reminder.parent_id))
    if reminder is not None and invoice is not None:
        documents.change(world, REMINDERS, reminder, _sent(world, invoice, {}))


def send_reminder(world: World, invoice: Document, copy: JsonObject) -> Document:
    """Sends a reminder at once, with the subject and message given; within a minute of the last, that one is it."""
    recent = _last_by_hand(world, invoice)
    if recent is not None:
        return recent
    now: Json = times.written(world.clock.now())
    return _create(world, invoice, {"scheduledAt": now, **_sent(world, invoice, copy)})


def _create(world: World, invoice: Document, members: JsonObject) -> Document:
    return documents.create(world, REMINDERS, Author(invoice.owner_id), {**_EMPTY, "invoiceId": invoice.id, **members})


def _sent(world: World, invoice: Document, copy: JsonObject) -> JsonObject:
    """What sending leaves in a reminder. It fails where the client has receivables e-mails off (how is assumed)."""
    now = world.clock.now()
    subject, body = _copy(invoice, now)
    worded = {"subject": copy.get("subject") or subject, "body": copy.get("message") or body}
    client = client_of(world, organisation_with(world, invoice.owner_id).client_id)
    if not settings_of(client)["arEmailsEnabled"]:
        return {**worded, "status": _FAILED, "failureReason": "Receivables e-mails are switched off for the client."}
    return {**worded, "status": _SENT, "sentAt": times.written(now)}


def _last_by_hand(world: World, invoice: Document) -> Document | None:
    since = world.clock.now() - REPEAT_WITHIN
    by_hand = [
        reminder
        for reminder in documents.of_parent(world, REMINDERS, invoice.owner_id, invoice.id)
        if reminder.body["offset"] is None and times.read(str(reminder.body["scheduledAt"])) > since
    ]
    return by_hand[-1] if by_hand else None


def _copy(invoice: Document, now: datetime) -> tuple[str, str]:
    """Subject and text by how overdue the invoice is (steps and words are ours)."""
    number = invoice.body.get("documentNumber") or "invoice"
    due = invoice.body.get("dueDate")
    days = 0 if due is None else (now.date() - times.read(str(due)).date()).days
    if days <= 0:
        return f"Reminder: {number}", f"This is a friendly reminder about {number}."
    if days <= _WEEK:
        return f"Overdue: {number}", f"{number} was due {days} day(s) ago. Please arrange payment."
    if days <= _MONTH:
        return f"Second notice: {number}", f"{number} is {days} days overdue. Please pay it now."
    return f"Final notice: {number}", f"{number} is {days} days overdue. Please pay it at once or contact us."


def _shifted(moment: datetime, offset: timedelta) -> datetime | None:
    """None where no calendar reaches."""
    try:
        return moment + offset
    except OverflowError:
        return None
