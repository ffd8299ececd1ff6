"""A journal followed live, as server-sent events."""

import asyncio
import json
import select
import subprocess
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import httpx
import pytest

from mock_server.control import followers
from tests.asgi import InProcess, refusal
from tests.running import program

Message = MutableMapping[str, Any]


class Following:
    """A caller who follows, in the event loop of the test."""

    def __init__(self, mock: InProcess, path: str, headers: dict[str, str] | None = None, method: str = "GET") -> None:
        self._gone = asyncio.Event()
        self._open = asyncio.Event()
        self._open.set()
        self._received = b""
        self.start: Message = {}
        self._asked = False
        route, _, query = path.partition("?")
        told = {"host": "127.0.0.1:4010", **(headers or {})}
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "scheme": "http",
            "method": method,
            "path": route,
            "raw_path": route.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in told.items()],
            "client": ("127.0.0.1", 50000),
            "server": ("127.0.0.1", 4010),
        }
        application: Any = mock.server.application
        self.task: asyncio.Task[None] = asyncio.ensure_future(application(scope, self._receive, self._send))

    async def _receive(self) -> Message:
        if not self._asked:
            self._asked = True
            return {"type": "http.request", "body": b""}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        await self._open.wait()
        if message["type"] == "http.response.start":
            self.start = message
        self._received += message.get("body", b"")

    async def leave(self) -> None:
        self._gone.set()
        await asyncio.wait_for(self.task, 5)

    def stall(self) -> None:
        """Reads nothing more, until `read_on`."""
        self._open.clear()

    def read_on(self) -> None:
        self._open.set()

    @property
    def events(self) -> list[tuple[str, str | None, Any]]:
        """Name, id and data of each event so far."""
        found = []
        for block in self._received.decode().split("\n\n"):
            fields = dict(line.partition(": ")[::2] for line in block.split("\n"))
            if "event" in fields:
                found.append((fields["event"], fields.get("id"), json.loads(fields["data"])))
        return found

    @property
    def comments(self) -> int:
        return self._received.decode().count(": still here\n\n")

    async def until(self, count: int) -> list[tuple[str, str | None, Any]]:
        """The events, when there are so many."""
        async with asyncio.timeout(5):
            while len(self.events) < count:
                await asyncio.sleep(0.001)
        return self.events


async def _ask(mock: InProcess, method: str, path: str, **options: Any) -> httpx.Response:
    transport = httpx.ASGITransport(app=mock.server.application, client=("127.0.0.1", 50000))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:4010") as client:
        return await client.request(method, path, **options)


async def _settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


Scenario = Callable[[InProcess], Awaitable[None]]


def perform(scenario: Scenario, mock: InProcess) -> None:
    """In one event loop, as in a server; after it nobody listens any more."""

    async def run() -> None:
        await scenario(mock)
        await _settle()

    asyncio.run(run())
    assert not any(world.journal.listeners for world in mock.server.worlds)


def in_one_loop(scenario: Scenario) -> Callable[[InProcess], None]:
    def test(mock: InProcess) -> None:
        perform(scenario, mock)

    return test


def _paths(events: list[tuple[str, str | None, Any]]) -> list[Any]:
    return [data.get("path", name) for name, _, data in events]


@in_one_loop
async def test_entries_come_as_they_are_written(mock: InProcess) -> None:
    await _ask(mock, "GET", "/before")
    caller = Following(mock, "/__mock__/journal/follow")
    await _settle()
    assert dict(caller.start["headers"])[b"content-type"].startswith(b"text/event-stream")
    await _ask(mock, "GET", "/one")
    await _ask(mock, "GET", "/two")
    events = await caller.until(2)
    assert [name for name, _, _ in events] == ["entry", "entry"]
    assert _paths(events) == ["/one", "/two"]
    assert [data["id"] for _, _, data in events] == [2, 3]
    await caller.leave()


@in_one_loop
async def test_only_what_is_wanted_comes(mock: InProcess) -> None:
    caller = Following(mock, "/__mock__/journal/follow?path=/b&status=4xx")
    await _settle()
    for path in ("/a", "/b", "/c", "/b2"):
        await _ask(mock, "GET", path)
    assert _paths(await caller.until(2)) == ["/b", "/b2"]
    await caller.leave()


@in_one_loop
async def test_who_comes_back_gets_what_came_meanwhile_also_of_a_journal_that_began_anew(mock: InProcess) -> None:
    for path in ("/a", "/b", "/c"):
        await _ask(mock, "GET", path)
    first = Following(mock, "/__mock__/journal/follow?afterId=0")
    events = await first.until(3)
    await first.leave()
    await _ask(mock, "GET", "/d")
    last_seen = str(events[1][1])
    again = Following(mock, "/__mock__/journal/follow", {"last-event-id": last_seen})
    assert _paths(await again.until(2)) == ["/c", "/d"]
    await again.leave()
    await _ask(mock, "POST", "/__mock__/reset")
    for path in ("/x", "/y", "/z"):
        await _ask(mock, "GET", path)
    later = Following(mock, "/__mock__/journal/follow", {"last-event-id": last_seen})
    assert _paths(await later.until(3)) == ["/x", "/y", "/z"]
    await later.leave()


@in_one_loop
async def test_following_goes_on_over_a_reset(mock: InProcess) -> None:
    caller = Following(mock, "/__mock__/journal/follow")
    await _settle()
    await _ask(mock, "GET", "/before")
    await _ask(mock, "POST", "/__mock__/reset")
    await _ask(mock, "POST", "/__mock__/reset")
    await _ask(mock, "GET", "/after")
    assert _paths(await caller.until(3)) == ["/before", "reset", "/after"]
    await caller.leave()


@in_one_loop
async def test_following_ends_with_the_world(mock: InProcess) -> None:
    await _ask(mock, "POST", "/__mock__/worlds", json={"name": "gone"})
    caller = Following(mock, "/__mock__/worlds/gone/journal/follow")
    await _settle()
    await _ask(mock, "GET", "/w/gone/last")
    await _ask(mock, "DELETE", "/__mock__/worlds/gone")
    await _ask(mock, "POST", "/__mock__/worlds", json={"name": "gone"})
    await asyncio.wait_for(caller.task, 5)
    assert _paths(caller.events) == ["/last", "end"]


async def _slow(mock: InProcess) -> None:
    caller = Following(mock, "/__mock__/journal/follow")
    await _settle()
    caller.stall()
    for number in range(12):
        await _ask(mock, "GET", f"/{number}")
    caller.read_on()
    events = await caller.until(6)
    assert [name for name, _, _ in events].count("dropped") == 1
    lost = sum(data["count"] for name, _, data in events if name == "dropped")
    assert len(events) - 1 + lost == 12
    assert _paths(events)[-1] == "/11"
    await caller.leave()


def test_a_slow_caller_is_told_how_many_it_missed() -> None:
    perform(_slow, InProcess(journal_size=5))


@in_one_loop
async def test_who_leaves_leaves_nothing_behind(mock: InProcess) -> None:
    callers = [Following(mock, "/__mock__/journal/follow") for _ in range(5)]
    await _settle()
    assert len(mock.server.worlds.default.journal.listeners) == 5
    callers[0].stall()
    await _ask(mock, "GET", "/x")
    await _settle()
    for caller in callers:
        await caller.leave()
    assert not mock.server.worlds.default.journal.listeners


@in_one_loop
async def test_who_asks_for_the_head_alone_gets_it(mock: InProcess) -> None:
    caller = Following(mock, "/__mock__/journal/follow", method="HEAD")
    await asyncio.wait_for(caller.task, 5)
    assert caller.start["status"] == 200
    assert not caller.events


@in_one_loop
async def test_a_server_that_stops_waits_for_nobody(mock: InProcess) -> None:
    caller = Following(mock, "/__mock__/journal/follow")
    await _settle()
    mock.server.stop()
    await asyncio.wait_for(caller.task, 5)
    late = Following(mock, "/__mock__/journal/follow")
    await asyncio.wait_for(late.task, 5)


def test_a_follower_hears_that_the_server_is_there(mock: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(followers, "HEARTBEAT_SECONDS", 0.01)

    async def scenario(mock: InProcess) -> None:
        caller = Following(mock, "/__mock__/journal/follow")
        async with asyncio.timeout(5):
            while caller.comments < 3:
                await asyncio.sleep(0.005)
        await caller.leave()

    perform(scenario, mock)


@pytest.mark.parametrize("last", ["x", "-1", "1-", "9" * 30])
def test_an_event_id_that_none_has_is_refused(mock: InProcess, last: str) -> None:
    answer = mock.request("GET", "/__mock__/journal/follow", headers={"last-event-id": last})
    assert refusal(answer) == (400, "Mock.InvalidRequest")


def test_a_started_program_is_followed_and_does_not_wait_for_it_to_end() -> None:
    with program() as started, httpx.Client(base_url=started.url, timeout=20) as api:
        with api.stream("GET", "/__mock__/journal/follow") as stream:
            lines = stream.iter_lines()
            assert next(lines) == "retry: 1000"
            with httpx.Client(base_url=started.url) as other:
                other.get("/nowhere")
            found = next(line for line in lines if line.startswith("data: "))
            assert json.loads(found.removeprefix("data: "))["path"] == "/nowhere"
            started.process.terminate()
            assert list(lines)[-1:] == [""]
            started.process.wait(timeout=20)
        assert "Cancel" not in started.log()


def test_the_command_prints_requests_as_they_come() -> None:
    with program() as started:
        command = [sys.executable, "-m", "mock_server", "journal", "--url", started.url, "list", "--follow"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            while process.poll() is None and not httpx.get(f"{started.url}/nowhere").is_success:
                if select.select([process.stdout], [], [], 0.2)[0]:
                    break
            assert "GET  /nowhere  404  Mock.UnknownPath  anonymous" in process.stdout.readline()
            started.stop()
            assert process.wait(timeout=20) == 0
