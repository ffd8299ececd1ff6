"""Time passes: what falls due happens in order, and webhooks are sent when it does."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import httpx
import pytest

from mock_server.domain import deliveries
from mock_server.domain.clock import LATEST
from mock_server.domain.events import emit
from mock_server.domain.world import World
from mock_server.http_api import timekeeper
from mock_server.webhooks.sender import Sender
from tests.asgi import ACME, ACME_KEY, NOON, InProcess, refusal
from tests.domain.test_events import subscribe as subscribed
from tests.domain.worlds import ACME_PLATFORM
from tests.operations.callers import PLUMBING, world_of
from tests.webhooks.listener import Listener, listening

Call = Callable[..., Awaitable[httpx.Response]]


def subscribe(mock: InProcess, listener: Listener, *event_types: str) -> dict[str, Any]:
    body = {"url": listener.url, "eventTypes": list(event_types) or ["*"]}
    response = mock.with_key("POST", "/webhook-subscriptions", json=body)
    assert response.status_code == 201, response.text
    made: dict[str, Any] = response.json()
    return made


async def cause(call: Call) -> None:
    """An event."""
    response = await call("POST", "/organisations", json={"name": "Zed Ltd", "industryId": PLUMBING["id"]})
    assert response.status_code == 201


def event(mock: InProcess) -> None:
    """An event, and what is sent of it at once."""

    async def script(call: Call) -> None:
        await cause(call)
        await advance(call, 0)

    in_one_loop(mock, script)


async def advance(call: Call, seconds: float) -> None:
    response = await call("POST", "/__mock__/clock/advance", json={"seconds": seconds})
    assert response.status_code == 200, response.text


def listed(mock: InProcess, subscription: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = mock.with_key("GET", f"/webhook-subscriptions/{subscription['id']}/deliveries").json()
    return found


def at(seconds: float) -> str:
    return (NOON + timedelta(seconds=seconds)).isoformat().replace("+00:00", "Z")


def in_one_loop(mock: InProcess, script: Callable[[Call], Awaitable[None]]) -> None:
    """Requests as they come to a server that goes on living between them."""

    async def run() -> None:
        transport = httpx.ASGITransport(app=mock.server.application, client=("127.0.0.1", 50000))
        headers = {"x-dolfin-api-key": ACME_KEY}
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:4010", headers=headers) as client:
            await script(client.request)

    asyncio.run(run())


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.01)


def test_a_signed_webhook_fails_first_and_succeeds_when_the_back_off_is_over(mock: InProcess) -> None:
    with listening(500) as listener:
        subscription = subscribe(mock, listener, "organisation.created")
        event(mock)
        assert [(d["status"], d["attempts"], d["lastStatusCode"]) for d in listed(mock, subscription)] == [
            ("Pending", 1, 500)
        ]
        mock.advance(59.999)
        assert len(listener.received) == 1
        mock.advance(0.001)
    (delivery,) = listed(mock, subscription)
    assert (delivery["status"], delivery["attempts"], delivery["lastStatusCode"]) == ("Succeeded", 2, 204)
    assert (delivery["lastAttemptAt"], delivery["nextAttemptAt"]) == (at(60), None)
    first, second = listener.received
    assert first.content == second.content == delivery["payload"].encode()
    assert json.loads(first.content)["type"] == "organisation.created"
    for received, seconds in ((first, 0), (second, 60)):
        moment, signature = received.headers["x-dolfin-signature"].split(",")
        assert moment == f"t={int(NOON.timestamp()) + seconds}"
        signed = moment[2:].encode() + b"." + received.content
        digest = hmac.new(subscription["secret"].encode(), signed, hashlib.sha256).hexdigest()
        assert signature == f"v1={digest}"


def test_one_long_step_makes_every_retry_at_its_own_time(mock: InProcess) -> None:
    with listening(*[503] * 6) as listener:
        subscription = subscribe(mock, listener)
        event(mock)
        mock.advance(24 * 3600)
    (delivery,) = listed(mock, subscription)
    assert (delivery["status"], delivery["attempts"], delivery["nextAttemptAt"]) == ("Failed", 6, None)
    moments = [int(r.headers["x-dolfin-signature"][2:12]) - int(NOON.timestamp()) for r in listener.received]
    assert moments == [0, 60, 360, 2160, 9360, 30960]
    assert delivery["lastAttemptAt"] == at(30960)


def test_setting_the_clock_forwards_makes_the_retries_too(mock: InProcess) -> None:
    with listening(500) as listener:
        subscription = subscribe(mock, listener)
        event(mock)
        assert mock.request("PUT", "/__mock__/clock", json={"now": at(300)}).json()["now"] == at(300)
    (delivery,) = listed(mock, subscription)
    assert (delivery["attempts"], delivery["lastAttemptAt"]) == (2, at(60))


def test_a_clock_that_is_set_back_repeats_nothing(mock: InProcess) -> None:
    with listening() as listener:
        subscribe(mock, listener)
        event(mock)
        mock.advance(60)
        assert mock.request("PUT", "/__mock__/clock", json={"now": at(-60)}).json()["now"] == at(-60)
        mock.advance(3600)
    assert len(listener.received) == 1


def test_a_subscription_goes_inactive_after_repeated_failures_and_hears_no_more(mock: InProcess) -> None:
    with listening(*[500] * 12) as listener:
        subscription = subscribe(mock, listener)
        for _ in range(10):
            event(mock)
        mock.advance(3600)
        assert len(listener.received) == 10
        event(mock)
        mock.advance(3600)
    assert len(listener.received) == 10
    assert {(d["status"], d["nextAttemptAt"]) for d in listed(mock, subscription)} == {("Failed", None)}


def test_another_host_is_a_failed_attempt(mock: InProcess) -> None:
    body = {"url": "https://hooks.example/in", "eventTypes": ["*"]}
    subscription = mock.with_key("POST", "/webhook-subscriptions", json=body).json()
    event(mock)
    (delivery,) = listed(mock, subscription)
    assert (delivery["status"], delivery["attempts"], delivery["lastStatusCode"]) == ("Pending", 1, None)


def test_a_delivery_is_sent_again_on_request(mock: InProcess) -> None:
    with listening() as listener:
        subscription = subscribe(mock, listener)
        event(mock)
        mock.advance(30)
        (delivery,) = listed(mock, subscription)
        path = f"/webhook-subscriptions/{subscription['id']}/deliveries/{delivery['id']}/retry"
        asked = mock.with_key("POST", path)
        assert (asked.status_code, asked.json()["status"], asked.json()["nextAttemptAt"]) == (200, "Pending", at(30))
        mock.advance(0)
    (delivery,) = listed(mock, subscription)
    assert (delivery["status"], delivery["attempts"], delivery["lastAttemptAt"]) == ("Succeeded", 2, at(30))
    assert len(listener.received) == 2


def test_a_webhook_is_sent_soon_after_the_request_that_caused_it_with_no_other_to_follow(mock: InProcess) -> None:
    with listening() as listener:
        subscribe(mock, listener)

        async def script(call: Call) -> None:
            await cause(call)
            await until(lambda: len(listener.received) == 1)
            await cause(call)
            await until(lambda: len(listener.received) == 2)

        in_one_loop(mock, script)


def test_with_a_running_clock_a_retry_comes_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliveries, "WEBHOOK_BACK_OFF", (timedelta(milliseconds=300),) * 2)
    mock = InProcess(freeze=False)
    with listening(500, 500) as listener:
        subscribe(mock, listener)

        async def script(call: Call) -> None:
            await cause(call)
            await until(lambda: len(listener.received) == 3)

        in_one_loop(mock, script)


def test_a_request_comes_after_what_fell_due_before_it(mock: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    happened: list[str] = []
    monkeypatch.setattr(timekeeper, "EFFECTS", {"note": lambda _, subject: happened.append(subject)})
    world_of(mock).agenda.schedule("note", "now", NOON)
    world_of(mock).agenda.schedule("note", "later", NOON + timedelta(microseconds=1))
    assert mock.with_key("GET", "/industries").status_code == 200
    assert happened == ["now"]


def test_a_move_waits_for_what_is_being_sent(mock: InProcess) -> None:
    with listening(stuck=True) as listener:
        subscription = subscribe(mock, listener)

        async def script(call: Call) -> None:
            await cause(call)
            await until(lambda: bool(listener.received))
            moving = asyncio.ensure_future(advance(call, 1))
            await asyncio.sleep(0.05)
            assert (await call("GET", "/industries")).status_code == 200
            assert not moving.done()
            listener.go_on.set()
            await moving

        in_one_loop(mock, script)
    assert len(listener.received) == 1
    assert listed(mock, subscription)[0]["lastAttemptAt"] == at(0)


def test_a_clock_that_is_let_go_makes_retries_by_itself(mock: InProcess) -> None:
    with listening(500) as listener:
        subscribe(mock, listener)
        event(mock)

        async def script(call: Call) -> None:
            await call("PUT", "/__mock__/clock", json={"now": at(59.9), "frozen": False})
            await until(lambda: len(listener.received) == 2)

        in_one_loop(mock, script)


def test_a_reset_drops_what_was_under_way(mock: InProcess) -> None:
    with listening(stuck=True) as listener:
        subscribe(mock, listener)

        async def script(call: Call) -> None:
            for _ in range(2):
                await cause(call)
            await until(lambda: bool(listener.received))
            assert (await call("POST", "/__mock__/reset")).status_code == 200
            listener.go_on.set()
            await advance(call, 60)
            await asyncio.sleep(0.2)

        in_one_loop(mock, script)
    assert len(listener.received) == 1


def test_a_move_that_comes_in_between_waits_for_the_one_before(mock: InProcess) -> None:
    world = world_of(mock)
    subscribed(world, "*")
    emit(world, ACME_PLATFORM, ACME, "invoice.sent", {})
    moves: list[asyncio.Task[None]] = []

    class Interrupted(Sender):
        async def send(self, message: deliveries.Message) -> int | None:  # noqa: ARG002  (a sender's signature)
            moves.append(asyncio.create_task(keeper.move(world, lambda now: now + timedelta(seconds=20))))
            return 500 if len(moves) == 1 else 200

    keeper = timekeeper.Timekeeper(mock.server.worlds, Interrupted())

    async def script() -> None:
        await keeper.move(world, lambda now: now + timedelta(seconds=90))
        for move in moves:
            await move

    asyncio.run(script())
    assert len(moves) == 2
    assert world.clock.now() == NOON + timedelta(seconds=90 + 20 + 20)


def test_a_move_takes_nothing_back_of_what_a_running_clock_went_on_by_itself() -> None:
    seconds = count()
    mock = InProcess(freeze=False, wall=lambda: NOON + timedelta(seconds=next(seconds)))
    mock.advance(0.5)
    assert world_of(mock).clock.now().microsecond == 0


def test_with_a_frozen_clock_nobody_waits_for_what_falls_due_later(mock: InProcess) -> None:
    world_of(mock).agenda.schedule("never", "", NOON + timedelta(hours=1))

    async def script(call: Call) -> None:
        before = asyncio.all_tasks()
        await call("GET", "/industries")
        assert asyncio.all_tasks() == before

    in_one_loop(mock, script)


def test_with_a_running_clock_an_event_does_not_wait_for_what_falls_due_later() -> None:
    mock = InProcess(freeze=False)
    with listening() as listener:
        subscribe(mock, listener)
        world_of(mock).agenda.schedule("never", "", NOON + timedelta(hours=1))

        async def script(call: Call) -> None:
            await call("GET", "/industries")
            await asyncio.sleep(0.05)
            await cause(call)
            await until(lambda: bool(listener.received))

        in_one_loop(mock, script)


def test_a_move_in_which_too_much_falls_due_stops_and_can_be_gone_on_with(
    mock: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timekeeper, "DUES_AT_ONCE", 3)
    happened: list[datetime] = []

    def again(world: World, subject: str) -> None:
        happened.append(world.clock.now())
        world.agenda.schedule("again", subject, world.clock.now() + timedelta(seconds=10))

    monkeypatch.setattr(timekeeper, "EFFECTS", {"again": again})
    world_of(mock).agenda.schedule("again", "", NOON + timedelta(seconds=10))
    stopped = mock.request("POST", "/__mock__/clock/advance", json={"seconds": 45})
    assert refusal(stopped) == (409, "Mock.ClockStopped")
    assert mock.request("GET", "/__mock__/clock").json()["now"] == at(30)
    mock.advance(15)
    assert [moment.isoformat() for moment in happened] == [
        (NOON + timedelta(seconds=10 * n)).isoformat() for n in range(1, 5)
    ]
    assert mock.request("GET", "/__mock__/clock").json()["now"] == at(45)


def test_a_move_goes_no_further_than_asked(mock: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    happened: list[str] = []
    monkeypatch.setattr(timekeeper, "EFFECTS", {"note": lambda _, subject: happened.append(subject)})
    for name, moment in (("late", LATEST), ("second", NOON + timedelta(hours=2)), ("first", NOON + timedelta(hours=1))):
        world_of(mock).agenda.schedule("note", name, moment)
    mock.advance(7199.999999)
    assert happened == ["first"]
    mock.advance(0.000001)
    assert happened == ["first", "second"]
