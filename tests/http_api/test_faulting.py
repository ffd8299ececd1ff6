"""What callers see of faults, and what is performed all the same. Connections are closed in test_closed_connections."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from mock_server.domain.fault_effects import (
    CutOff,
    Delay,
    Effect,
    Failure,
    Fixed,
    HangUp,
    MalformedBody,
    SlowBody,
    TooManyRequests,
)
from mock_server.domain.faults import FaultPlan
from mock_server.domain.journal import JournalEntry
from mock_server.domain.world import World
from mock_server.http_api.access_log import ACCESS_LOG
from mock_server.http_api.connection import ConnectionClosedError
from tests.asgi import ACME_KEY, ALICE, NOON, InProcess, refusal

CODES = "createAuthCode"
Sleep = Callable[[float], Awaitable[None]]


def world_of(mock: InProcess) -> World:
    return mock.server.worlds.default


def spoil(mock: InProcess, effect: Effect, **terms: Any) -> None:
    world_of(mock).faults.add(FaultPlan(effect, **terms))


def mint(mock: InProcess, **options: Any) -> httpx.Response:
    return mock.with_key("POST", "/auth/codes", json={"userId": ALICE}, **options)


def latest(mock: InProcess) -> JournalEntry:
    return next(world_of(mock).journal.newest_first())


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was slept: without sleeping."""
    times: list[float] = []

    async def note(seconds: float) -> None:
        times.append(seconds)

    monkeypatch.setattr("mock_server.http_api.faulting.sleep", note)
    return times


@pytest.mark.parametrize("status", [400, 401, 409, 418, 500, 503])
def test_a_status_comes_instead_of_the_operation(status: int) -> None:
    mock = InProcess(self_check=True)
    spoil(mock, Failure(status))
    before = world_of(mock).store.changes
    response = mint(mock)
    assert (response.status_code, response.json()["status"]) == (status, status)
    assert response.headers["content-type"] == "application/problem+json"
    assert set(response.json()) == {"type", "title", "status", "detail", "instance"}
    assert response.headers["x-mock-fault"] == f"f1 status {status}"
    assert ("www-authenticate" in response.headers) is (status == 401)
    assert world_of(mock).store.changes == before
    entry = latest(mock)
    assert (entry.status, entry.fault, entry.forced, entry.changed) == (status, f"f1 status {status}", False, False)


def test_it_comes_before_anybody_asks_who_calls(mock: InProcess) -> None:
    spoil(mock, Failure(503))
    assert mock.request("GET", "/me").status_code == 503
    assert mock.request("GET", "/nothing").status_code == 404


def test_after_the_operation_only_its_answer_is_lost() -> None:
    mock = InProcess(self_check=True)
    spoil(mock, Failure(502, after=True), count=1)
    before = world_of(mock).store.changes
    response = mint(mock)
    assert (response.status_code, response.json()["title"]) == (502, "Bad Gateway")
    assert world_of(mock).store.changes > before
    assert latest(mock).changed
    assert latest(mock).fault == "f1 status 502 (performed)"
    assert mint(mock).status_code == 201


def test_too_many_requests_say_when_to_come_again(mock: InProcess) -> None:
    spoil(mock, TooManyRequests(30), count=1)
    spoil(mock, TooManyRequests(90, as_date=True))
    first, second = mint(mock), mint(mock)
    assert (first.status_code, first.headers["retry-after"], first.json()["title"]) == (429, "30", "Too Many Requests")
    assert second.headers["retry-after"] == "Sun, 01 Jun 2025 12:01:30 GMT"


def test_the_date_of_retry_after_is_never_too_early(mock: InProcess) -> None:
    world_of(mock).clock.set(NOON + timedelta(milliseconds=1))
    spoil(mock, TooManyRequests(0, as_date=True))
    assert mint(mock).headers["retry-after"] == "Sun, 01 Jun 2025 12:00:01 GMT"


@pytest.mark.parametrize("how", ["truncated", "invalid"])
def test_a_malformed_body_is_no_json_and_says_that_it_is(how: Any) -> None:
    mock = InProcess(self_check=True)
    spoil(mock, MalformedBody(how))
    before = world_of(mock).store.changes
    response = mint(mock)
    assert (response.status_code, response.headers["content-type"]) == (201, "application/json")
    with pytest.raises(json.JSONDecodeError):
        response.json()
    assert int(response.headers["content-length"]) == len(response.content) > 0
    assert world_of(mock).store.changes > before
    assert latest(mock).content == response.content


def test_a_slow_body_comes_whole_and_takes_its_time(mock: InProcess, slept: list[float]) -> None:
    spoil(mock, SlowBody(100), count=1)
    slow = mint(mock)
    assert (slow.status_code, slow.json().keys()) == (201, {"code", "expiresAt"})
    assert sum(slept) == pytest.approx(len(slow.content) / 100)
    assert max(slept) <= 0.1 + 1e-9


def test_the_slowest_body_ends_all_the_same(
    mock: InProcess, slept: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mock_server.http_api.faulting.LONGEST_SECONDS", 5)
    spoil(mock, SlowBody(1))
    assert mint(mock).json().keys() == {"code", "expiresAt"}
    assert sum(slept) == 5


def test_a_delay_is_waited_for_before_the_request_is_handled(mock: InProcess, slept: list[float]) -> None:
    spoil(mock, Delay(Fixed(800)), operations=(CODES,))
    response = mint(mock)
    assert (response.status_code, slept) == (201, [0.8])
    assert response.headers["x-mock-fault"] == latest(mock).fault == "f1 delay 800 ms"
    assert mock.with_key("GET", "/industries").status_code == 200
    assert slept == [0.8]
    assert latest(mock).fault is None


def test_a_refusal_is_delayed_like_a_success(mock: InProcess, slept: list[float]) -> None:
    spoil(mock, Delay(Fixed(100)))
    assert refusal(mock.request("GET", "/me")) == (401, "Mock.Unauthorized")
    assert slept == [0.1]


def test_a_delay_and_another_fault_are_met_together(mock: InProcess, slept: list[float]) -> None:
    spoil(mock, Delay(Fixed(100)))
    spoil(mock, Failure(503))
    assert (mint(mock).status_code, slept) == (503, [0.1])
    assert latest(mock).fault == "f1 delay 100 ms; f2 status 503"


def during_a_delay(
    mock: InProcess, monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[httpx.AsyncClient], Awaitable[None]]
) -> httpx.Response:
    """The answer to a request in the world `other` that waits until everything else is done."""

    async def played() -> httpx.Response:
        waiting, over = asyncio.Event(), asyncio.Event()

        async def wait(_: float) -> None:
            waiting.set()
            await over.wait()

        monkeypatch.setattr("mock_server.http_api.faulting.sleep", wait)
        transport = httpx.ASGITransport(app=mock.server.application, client=("127.0.0.1", 50000))
        headers = {"x-dolfin-api-key": ACME_KEY}
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:4010", headers=headers) as client:
            delayed = asyncio.create_task(client.post("/w/other/auth/codes", json={"userId": ALICE}))
            await waiting.wait()
            await meanwhile(client)
            over.set()
            return await delayed

    mock.request("POST", "/__mock__/worlds", json={"name": "other", "now": "2025-06-01T12:00:00Z", "frozen": True})
    mock.server.worlds.require("other").faults.add(FaultPlan(Delay(Fixed(1000))))
    return asyncio.run(played())


def test_a_delay_holds_nobody_else_up(mock: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    async def meanwhile(client: httpx.AsyncClient) -> None:
        assert (await client.get("/industries")).status_code == 200
        assert len(mock.server.worlds.require("other").journal) == 0

    assert during_a_delay(mock, monkeypatch, meanwhile).status_code == 201
    assert len(mock.server.worlds.require("other").journal) == 1


def test_a_delayed_request_is_decided_when_its_delay_is_over(mock: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    async def meanwhile(client: httpx.AsyncClient) -> None:
        assert (await client.post("/__mock__/worlds/other/clock/advance", json={"seconds": 60})).status_code == 200

    response = during_a_delay(mock, monkeypatch, meanwhile)
    assert response.json()["expiresAt"] == "2025-06-01T12:11:00Z"


def test_a_world_that_is_reset_meanwhile_answers_as_it_is_then(
    mock: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def meanwhile(client: httpx.AsyncClient) -> None:
        assert (await client.post("/__mock__/worlds/other/reset")).status_code == 200

    assert during_a_delay(mock, monkeypatch, meanwhile).status_code == 201
    world = mock.server.worlds.require("other")
    assert ([entry.fault for entry in world.journal], world.faults.made) == (["f1 delay 1000 ms"], {})


def test_a_world_that_is_deleted_meanwhile_is_gone(mock: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    async def meanwhile(client: httpx.AsyncClient) -> None:
        assert (await client.delete("/__mock__/worlds/other")).status_code == 204

    assert refusal(during_a_delay(mock, monkeypatch, meanwhile)) == (404, "Mock.WorldNotFound")


def test_a_request_that_asks_for_an_answer_meets_no_fault(mock: InProcess) -> None:
    spoil(mock, Failure(503))
    assert refusal(mint(mock, headers={"prefer": "code=404"})) == (404, "User.NotInClient")
    assert refusal(mint(mock, headers={"prefer": "code=418"})) == (400, "Mock.NotForced")
    assert mint(mock, headers={"prefer": "return=minimal"}).status_code == 503
    assert next(iter(world_of(mock).faults)).met == 1


def test_a_reset_leaves_no_fault(mock: InProcess) -> None:
    spoil(mock, Failure(503))
    mock.request("POST", "/__mock__/reset")
    assert mint(mock).status_code == 201


@pytest.mark.parametrize(
    ("effect", "performed", "told"),
    [
        (HangUp(), False, "f1 closed before the answer"),
        (HangUp(after=True), True, "f1 closed before the answer (performed)"),
        (CutOff(), True, "f1 closed in the middle of the answer"),
    ],
)
def test_a_server_that_cannot_close_connections_hears_of_it(
    mock: InProcess, caplog: pytest.LogCaptureFixture, effect: Effect, performed: bool, told: str
) -> None:
    spoil(mock, effect)
    before = world_of(mock).store.changes
    with caplog.at_level("INFO", ACCESS_LOG.name), pytest.raises(ConnectionClosedError):
        mint(mock)
    assert (world_of(mock).store.changes > before) is performed
    entry = latest(mock)
    assert (entry.status, entry.fault) == (201 if isinstance(effect, CutOff) else 0, told)
    (line,) = (record.getMessage() for record in caplog.records if record.name == ACCESS_LOG.name)
    assert line.startswith("POST /auth/codes createAuthCode ")
    assert line.endswith(f" ms ({told})")


def test_a_forced_answer_is_told_in_the_log(mock: InProcess, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", ACCESS_LOG.name):
        mint(mock, headers={"prefer": "code=404"})
        mint(mock)
    forced, plain = (record.getMessage() for record in caplog.records if record.name == ACCESS_LOG.name)
    assert forced.startswith("POST /auth/codes createAuthCode 404 User.NotInClient ")
    assert forced.endswith(" ms (forced)")
    assert plain.endswith(" ms")


def test_an_answer_without_content_has_no_middle_and_is_not_sent_at_all(mock: InProcess) -> None:
    spoil(mock, CutOff())
    with pytest.raises(ConnectionClosedError):
        mock.with_key("HEAD", "/industries")
    assert (latest(mock).status, latest(mock).content) == (0, b"")
