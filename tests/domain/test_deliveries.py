"""What becomes of a delivery, attempt by attempt."""

import hashlib
import hmac
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from mock_server.domain import deliveries, documents
from mock_server.domain.collections import WEBHOOK_DELIVERIES, WEBHOOK_SUBSCRIPTIONS
from mock_server.domain.documents import Collection
from mock_server.domain.effects import fall_due
from mock_server.domain.events import DELIVERY_DUE, emit
from mock_server.domain.model import Document, Outgoing
from mock_server.domain.policy import WEBHOOK_BACK_OFF, WEBHOOK_FAILURE_LIMIT
from mock_server.domain.world import World
from mock_server.json_value import Json
from tests.asgi import ACME, NOON
from tests.domain.test_events import subscribe
from tests.domain.worlds import ACME_PLATFORM, acme_world


class Mail:
    """A world with a subscription, and what is sent to it."""

    def __init__(self) -> None:
        self.world: World = acme_world()
        self._subscription = subscribe(self.world, "*")

    @property
    def subscription(self) -> Document:
        return documents.require(self.world, WEBHOOK_SUBSCRIPTIONS, ACME_PLATFORM, self._subscription.id)

    def delivery(self, number: int = 0) -> Document:
        return list(documents.of_owner(self.world, WEBHOOK_DELIVERIES, ACME_PLATFORM))[number]

    def show(self, *members: str, number: int = 0) -> tuple[Json, ...]:
        return tuple(self.delivery(number).body[member] for member in members)

    def event(self) -> None:
        emit(self.world, ACME_PLATFORM, ACME, "invoice.sent", {})

    def attempt(self, status: int | None) -> datetime:
        """The next attempt, ended this way; when it fell due."""
        due = self.world.agenda.next()
        assert due is not None
        self.world.clock.set(due.at)
        assert fall_due(self.world, {DELIVERY_DUE: deliveries.send_now}, due.at) is not None
        outgoing = deliveries.first_outgoing(self.world)
        assert outgoing == Outgoing(due.subject, due.at)
        self.world.clock.set(due.at + timedelta(seconds=3))  # sending takes its time
        deliveries.record(self.world, outgoing, status)
        assert deliveries.first_outgoing(self.world) is None
        return due.at


@pytest.fixture
def mail() -> Mail:
    return Mail()


@pytest.mark.parametrize("status", [200, 204, 299])
def test_an_attempt_that_is_answered_well_is_the_last(mail: Mail, status: int) -> None:
    mail.event()
    mail.attempt(status)
    shown = mail.show("status", "attempts", "lastStatusCode", "lastAttemptAt", "nextAttemptAt")
    assert shown == ("Succeeded", 1, status, "2025-06-01T12:00:00Z", None)
    assert mail.world.agenda.next() is None


@pytest.mark.parametrize("status", [None, 199, 300, 302, 404, 410, 500])
def test_an_attempt_that_fails_comes_again_after_the_back_off(mail: Mail, status: int | None) -> None:
    mail.event()
    mail.attempt(status)
    shown = mail.show("status", "attempts", "lastStatusCode", "lastAttemptAt", "nextAttemptAt")
    assert shown == ("Pending", 1, status, "2025-06-01T12:00:00Z", "2025-06-01T12:01:00Z")
    assert mail.subscription.body["consecutiveFailures"] == 1


def test_a_delivery_fails_after_the_last_back_off(mail: Mail) -> None:
    mail.event()
    times = [mail.attempt(500) for _ in range(len(WEBHOOK_BACK_OFF) + 1)]
    assert times[0] == NOON
    assert [later - earlier for earlier, later in pairwise(times)] == list(WEBHOOK_BACK_OFF)
    assert mail.show("status", "attempts", "nextAttemptAt") == ("Failed", len(times), None)
    assert mail.world.agenda.next() is None


def test_a_subscription_goes_inactive_after_failures_in_a_row_and_what_waits_stops(mail: Mail) -> None:
    for _ in range(WEBHOOK_FAILURE_LIMIT):
        mail.event()
    for failures in range(1, WEBHOOK_FAILURE_LIMIT):
        mail.attempt(None)
        assert (mail.subscription.body["active"], mail.subscription.body["consecutiveFailures"]) == (True, failures)
    mail.attempt(None)
    assert (mail.subscription.body["active"], mail.subscription.body["consecutiveFailures"]) == (False, 10)
    for number in range(WEBHOOK_FAILURE_LIMIT):
        assert mail.show("status", "attempts", "nextAttemptAt", number=number) == ("Failed", 1, None)
    assert mail.world.agenda.next() is None
    mail.event()
    assert mail.world.agenda.next() is None


def test_what_was_sent_to_a_subscription_before_it_went_inactive_stays_sent(mail: Mail) -> None:
    mail.event()
    mail.attempt(200)
    for _ in range(WEBHOOK_FAILURE_LIMIT):
        mail.event()
    for _ in range(WEBHOOK_FAILURE_LIMIT):
        mail.attempt(500)
    assert mail.subscription.body["active"] is False
    assert mail.show("status", "attempts") == ("Succeeded", 1)


def test_a_success_ends_the_row_of_failures(mail: Mail) -> None:
    mail.event()
    mail.attempt(500)
    mail.attempt(200)
    assert (mail.subscription.body["active"], mail.subscription.body["consecutiveFailures"]) == (True, 0)


@pytest.mark.parametrize("status", [200, 500])
def test_a_delivery_can_be_asked_for_again_whatever_became_of_it(mail: Mail, status: int) -> None:
    mail.event()
    mail.attempt(status)
    mail.world.clock.set(NOON + timedelta(seconds=20))
    asked = deliveries.ask_for(mail.world, mail.delivery())
    assert (asked.body["status"], asked.body["nextAttemptAt"]) == ("Pending", "2025-06-01T12:00:20Z")
    assert mail.attempt(204) == NOON + timedelta(seconds=20)
    assert mail.show("status", "attempts", "lastStatusCode") == ("Succeeded", 2, 204)
    assert mail.world.agenda.next() is None


def test_a_delivery_that_failed_for_good_is_asked_for_once_more_and_not_by_itself_again(mail: Mail) -> None:
    mail.event()
    for _ in range(len(WEBHOOK_BACK_OFF) + 1):
        mail.attempt(500)
    deliveries.ask_for(mail.world, mail.delivery())
    mail.attempt(500)
    assert mail.show("status", "attempts", "nextAttemptAt") == ("Failed", 7, None)
    assert mail.world.agenda.next() is None


def test_an_inactive_subscription_comes_back_when_a_delivery_succeeds_that_was_asked_for(mail: Mail) -> None:
    mail.event()
    mail.event()
    for _ in range(WEBHOOK_FAILURE_LIMIT):
        mail.attempt(500)
    assert mail.subscription.body["active"] is False
    deliveries.ask_for(mail.world, mail.delivery())
    mail.attempt(200)
    assert (mail.subscription.body["active"], mail.subscription.body["consecutiveFailures"]) == (True, 0)


def test_a_delivery_that_is_being_sent_is_not_asked_for_twice(mail: Mail) -> None:
    mail.event()
    due = mail.world.agenda.next()
    assert due is not None
    fall_due(mail.world, {DELIVERY_DUE: deliveries.send_now}, due.at)
    before = mail.delivery()
    assert deliveries.ask_for(mail.world, before) == before
    assert mail.world.agenda.next() is None


def test_a_message_is_signed_with_the_secret_at_the_moment_it_fell_due(mail: Mail) -> None:
    mail.event()
    delivery = mail.delivery()
    message = deliveries.message_of(mail.world, Outgoing(delivery.id, NOON + timedelta(milliseconds=1900)))
    assert message is not None
    seconds = str(int(NOON.timestamp()) + 1)
    signed = hmac.new(b"s", f"{seconds}.{delivery.body['payload']}".encode(), hashlib.sha256).hexdigest()
    assert message.url == "http://localhost:9/"
    assert message.content == str(delivery.body["payload"]).encode()
    assert message.headers["x-dolfin-signature"] == f"t={seconds},v1={signed}"
    assert message.headers["x-dolfin-event-id"] == delivery.body["eventId"]


@pytest.mark.parametrize("collection", [WEBHOOK_SUBSCRIPTIONS, WEBHOOK_DELIVERIES])
def test_what_was_removed_is_not_sent_and_holds_nothing_up(mail: Mail, collection: Collection) -> None:
    mail.event()
    outgoing = Outgoing(mail.delivery().id, NOON)
    deliveries.send_now(mail.world, outgoing.delivery_id)
    documents.remove(mail.world, mail.subscription if collection is WEBHOOK_SUBSCRIPTIONS else mail.delivery())
    assert deliveries.message_of(mail.world, outgoing) is None
    deliveries.record(mail.world, outgoing, None)
    assert deliveries.first_outgoing(mail.world) is None
