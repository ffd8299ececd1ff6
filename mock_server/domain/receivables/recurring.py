"""Recurring schedules: they generate an invoice whenever one of their occurrences falls due.

Occurrences that were missed are never made up for: documented for a schedule that is resumed, assumed for one that
starts in the past. An occurrence keeps its number, so that number N is always the one at start + (N - 1) intervals
(assumed); how many are generated in all is counted apart from that.
"""

from contextlib import suppress
from datetime import UTC, datetime, time
from enum import StrEnum

from mock_server.domain import documents, money, times
from mock_server.domain.collections import CUSTOMERS, RECURRING_INVOICES
from mock_server.domain.days import today
from mock_server.domain.documents import Author
from mock_server.domain.members import whole
from mock_server.domain.model import Document, UserId
from mock_server.domain.receivables.cadence import Cadence, number_from, occurrence
from mock_server.domain.receivables.customers import embedded
from mock_server.domain.receivables.invoices import draft_invoice, send_invoice
from mock_server.domain.receivables.recurring_lines import recurring_lines
from mock_server.domain.rules.recurring import require_not_begun, require_total_not_passed
from mock_server.domain.rules.states import require_state
from mock_server.domain.violations import Violation
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject

OCCURRENCE_DUE = "recurring-invoice"
"""The kind of due under which the next occurrence of a schedule waits."""


class Status(StrEnum):
    """Active and Paused are documented, the other names assumed."""

    ACTIVE = "Active"
    PAUSED = "Paused"
    COMPLETED = "Completed"
    CANCELLED = "Cancelled"


_LIVE = frozenset({Status.ACTIVE, Status.PAUSED})
"""The states from which a schedule may still generate something."""

_COPIED = ("customerId", "currency", "memo", "lineItems")
"""What the invoices take from the schedule, as it is when they are generated."""


def start_schedule(world: World, author: Author, members: JsonObject) -> Document:
    """A new schedule of the members of CreateRecurringScheduleRequest."""
    customer = documents.require(world, CUSTOMERS, author.owner_id, members["customerId"])
    currency = str(members["currency"])
    schedule = documents.create(
        world,
        RECURRING_INVOICES,
        author,
        {
            "organisationId": author.owner_id,
            "customerId": customer.id,
            "currency": currency,
            "memo": members.get("memo"),
            "startDate": _moment(members["startDate"]),
            "cadence": members["cadence"],
            "totalOccurrences": _count(members.get("totalOccurrences")),
            "occurrencesGenerated": 0,
            "nextRunAt": None,
            "status": Status.ACTIVE.value,
            "autoSend": members.get("autoSend", False),
            "lastGeneratedAt": None,
            "lineItems": recurring_lines(world, author.owner_id, currency, members["lineItems"]),
        },
    )
    return _run_from(world, schedule, _today(world), author.user_id)


def edit_schedule(world: World, author: Author, schedule: Document, members: JsonObject) -> Document:
    """Changes what comes after; null clears the memo and the end and leaves all else as it is (assumed)."""
    require_state(schedule.body["status"], _LIVE)
    changes = _changes(world, schedule, members)
    generated = _generated(schedule)
    moved = any(name in changes and changes[name] != schedule.body.get(name) for name in ("startDate", "cadence"))
    if moved:
        require_not_begun(generated)
    require_total_not_passed(_count(changes.get("totalOccurrences")), generated)
    changed = documents.change(world, RECURRING_INVOICES, schedule, changes, author.user_id)
    if changed.body["status"] == Status.PAUSED and not _all_generated(changed):
        return changed
    return _run_from(world, changed, _today(world) if moved else _next_run(world, changed), author.user_id)


def pause_schedule(world: World, schedule: Document, user_id: UserId | None) -> Document:
    require_state(schedule.body["status"], {Status.ACTIVE})
    return _stop(world, schedule, Status.PAUSED, user_id)


def resume_schedule(world: World, schedule: Document, user_id: UserId | None) -> Document:
    """Lets it run on with the first occurrence from now on."""
    require_state(schedule.body["status"], {Status.PAUSED})
    active = documents.change(world, RECURRING_INVOICES, schedule, {"status": Status.ACTIVE.value}, user_id)
    return _run_from(world, active, world.clock.now(), user_id)


def cancel_schedule(world: World, schedule: Document, user_id: UserId | None) -> Document:
    require_state(schedule.body["status"], _LIVE)
    return _stop(world, schedule, Status.CANCELLED, user_id)


def generate_occurrence(world: World, schedule_id: str) -> None:
    """Generates the invoice that is due and waits for the next occurrence.

    One that nothing can be generated for any more is skipped: its tax rate may have gone with the organisation's
    country (assumed).
    """
    schedule = documents.stored(world, RECURRING_INVOICES, schedule_id)
    if schedule is None:
        return
    start, cadence = _calendar(schedule)
    number = number_from(start, cadence, _next_run(world, schedule))
    with suppress(Violation):
        schedule = _generate(world, schedule, number)
    _run_from(world, schedule, occurrence(start, cadence, number + 1))


def resume_waiting(world: World, schedule: Document) -> None:
    """Waits for the next occurrence of a schedule that was there from the start."""
    body = schedule.body
    if body["status"] == Status.ACTIVE and body.get("nextRunAt") is not None:
        world.agenda.schedule(OCCURRENCE_DUE, schedule.id, _next_run(world, schedule))


def shown(world: World, schedule: Document) -> JsonObject:
    """As answers show it: with its customer as that is now."""
    return {**schedule.body, "customer": embedded(world, schedule)}


def _generate(world: World, schedule: Document, number: int) -> Document:
    body = schedule.body
    own: JsonObject = {
        "issueDate": body["nextRunAt"],
        "recurringScheduleId": schedule.id,
        "recurringOccurrenceNumber": number,
    }
    invoice = draft_invoice(world, Author(schedule.owner_id), {**whole(_COPIED, body), **own})
    if body["autoSend"]:
        send_invoice(world, invoice)
    counted: JsonObject = {
        "occurrencesGenerated": _generated(schedule) + 1,
        "lastGeneratedAt": times.written(world.clock.now()),
    }
    return documents.change(world, RECURRING_INVOICES, schedule, counted)


def _run_from(world: World, schedule: Document, moment: datetime, user_id: UserId | None = None) -> Document:
    """Waits for the first occurrence from a moment on, unless all have been generated."""
    if _all_generated(schedule):
        return _stop(world, schedule, Status.COMPLETED, user_id)
    start, cadence = _calendar(schedule)
    at = occurrence(start, cadence, number_from(start, cadence, moment))
    world.agenda.schedule(OCCURRENCE_DUE, schedule.id, max(at, world.clock.now()))
    return documents.change(world, RECURRING_INVOICES, schedule, {"nextRunAt": times.written(at)}, user_id)


def _stop(world: World, schedule: Document, status: Status, user_id: UserId | None) -> Document:
    world.agenda.cancel(OCCURRENCE_DUE, schedule.id)
    stopped: JsonObject = {"status": status.value, "nextRunAt": None}
    return documents.change(world, RECURRING_INVOICES, schedule, stopped, user_id)


def _today(world: World) -> datetime:
    """Since when an occurrence of a new schedule is not missed: it may start on the day on which it is made."""
    return datetime.combine(today(world), time(tzinfo=UTC))


def _calendar(schedule: Document) -> tuple[datetime, Cadence]:
    """A scenario may leave the cadence out: monthly then (assumed)."""
    return times.read(str(schedule.body["startDate"])), Cadence(str(schedule.body.get("cadence") or Cadence.MONTHLY))


def _next_run(world: World, schedule: Document) -> datetime:
    """A scenario may leave it out: the first from today on then."""
    sent = schedule.body.get("nextRunAt")
    return _today(world) if sent is None else times.read(str(sent))


def _generated(schedule: Document) -> int:
    generated = _count(schedule.body["occurrencesGenerated"])
    assert generated is not None
    return generated


def _all_generated(schedule: Document) -> bool:
    total = _count(schedule.body["totalOccurrences"])
    return total is not None and _generated(schedule) >= total


def _changes(world: World, schedule: Document, members: JsonObject) -> dict[str, Json]:
    """The members that a change puts in place."""
    changes: dict[str, Json] = {
        name: members[name] for name in ("autoSend", "cadence") if members.get(name) is not None
    }
    if "memo" in members:
        changes["memo"] = members["memo"]
    if "totalOccurrences" in members:
        changes["totalOccurrences"] = _count(members["totalOccurrences"])
    if members.get("startDate") is not None:
        changes["startDate"] = _moment(members["startDate"])
    if members.get("lineItems") is not None:
        currency = str(schedule.body["currency"])
        changes["lineItems"] = recurring_lines(world, schedule.owner_id, currency, members["lineItems"])
    return changes


def _moment(sent: Json) -> str:
    return times.written(times.read(str(sent)))


def _count(sent: Json) -> int | None:
    """A whole number, which the contract takes as a number or as its text."""
    return None if sent is None else int(money.decimal(sent))
