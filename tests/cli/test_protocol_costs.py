"""What our protocol does for the sake of speed, and what must not come of it."""

import asyncio
import logging
import socket
import time
from collections.abc import Iterator
from itertools import pairwise

import pytest
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from mock_server.cli.protocol import MockProtocol
from tests.cli.asgi_applications import BIG, application
from tests.cli.connection import connections, leaves_nothing_to_the_garbage_collector
from tests.cli.serving import Served, served, until

ASK = b"POST /messages HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody"
IDLE_SECONDS = 1


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with served(application, MockProtocol, timeout_keep_alive=IDLE_SECONDS) as server:
        yield server


def test_answers_to_what_came_in_together_are_written_together() -> None:
    async def exchange() -> None:
        made = connections(MockProtocol, application, 3)
        for protocol, _ in made:
            protocol.data_received(ASK)
        assert [transport.written for _, transport in made] == [[], [], []]
        await asyncio.sleep(0)
        assert [len(transport.written) for _, transport in made] == [1, 1, 1]

    asyncio.run(exchange())


@pytest.mark.parametrize("path", [b"messages", b"parts", b"without_length", b"big"])
def test_an_answer_takes_one_write_at_most_two_when_it_is_long(path: bytes) -> None:
    async def writes(protocol_class: type) -> list[bytes]:
        ((protocol, transport),) = connections(protocol_class, application, 1)
        protocol.data_received(ASK.replace(b"messages", path))
        await asyncio.sleep(0.01)
        return transport.written

    found, expected = asyncio.run(writes(MockProtocol)), asyncio.run(writes(HttpToolsProtocol))
    assert len(found) == 1 < len(expected)
    assert b"".join(found) == b"".join(expected)


def test_an_answer_is_written_before_a_caller_who_hung_up_is_left() -> None:
    async def exchange() -> None:
        ((protocol, transport),) = connections(MockProtocol, application, 1)
        protocol.data_received(ASK)
        protocol.eof_received()  # the loop closes the connection when this returns
        assert len(transport.written) == 1

    asyncio.run(exchange())


def test_nothing_runs_in_a_task_that_does_not_wait() -> None:
    async def exchange() -> None:
        ((protocol, transport),) = connections(MockProtocol, application, 1)
        before = asyncio.all_tasks()
        protocol.data_received(ASK)
        assert asyncio.all_tasks() == before
        protocol.data_received(ASK.replace(b"messages", b"slow"))
        assert len(protocol.tasks) == 1
        await asyncio.gather(*protocol.tasks)
        await asyncio.sleep(0)
        assert b"".join(transport.written).endswith(b"slow")

    asyncio.run(exchange())


@pytest.mark.parametrize(
    "path", ["messages", "slow", "parts", "chunked", "goes_on", "reads_after", "no_content", "raises"]
)
def test_requests_leave_nothing_to_the_garbage_collector(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging.getLogger("uvicorn.error"), "disabled", True)  # records hold what was raised
    request = ASK.replace(b"messages", path.encode())

    async def exchange(count: int) -> None:
        ((protocol, transport),) = connections(MockProtocol, application, 1)
        for _ in range(count):
            protocol.data_received(request)
            await asyncio.gather(*protocol.tasks)
        protocol.connection_lost(None)
        transport.written.clear()

    assert leaves_nothing_to_the_garbage_collector(exchange)


@pytest.mark.parametrize("path", ["messages", "slow"])
def test_connections_leave_nothing_to_the_garbage_collector(path: str) -> None:
    request = ASK.replace(b"messages", path.encode())

    async def exchange(count: int) -> None:
        for protocol, transport in connections(MockProtocol, application, count):
            protocol.data_received(request)
            await asyncio.gather(*protocol.tasks)
            await asyncio.sleep(0)  # the answer is written
            protocol.connection_lost(None)
            transport.written.clear()

    assert leaves_nothing_to_the_garbage_collector(exchange)


def test_long_answers_wait_for_a_caller_who_reads_slowly(server: Served) -> None:
    for path in ("big", "big_parts"):
        with socket.socket() as caller:
            caller.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 10_000)
            caller.connect(("127.0.0.1", server.port))
            caller.sendall(f"GET /{path} HTTP/1.1\r\nConnection: close\r\n\r\n".encode())
            time.sleep(0.05)
            assert len(server.state.tasks) == (path == "big_parts")  # what comes in parts is held up
            received = b"".join(iter(lambda: caller.recv(100_000), b""))
        assert received.partition(b"\r\n\r\n")[2] == BIG


def test_a_caller_who_asks_on_without_reading_is_held_up(server: Served) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as caller:
        for _ in range(3):
            caller.sendall(b"GET /big HTTP/1.1\r\n\r\n")
            time.sleep(0.02)
        until(lambda: server.state.tasks)
        received, expected = 0, 3 * len(BIG)
        while received < expected:
            received += len(caller.recv(1_000_000))
    until(lambda: not server.state.tasks)


def test_a_connection_is_closed_once_it_is_idle_too_long(server: Served) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as caller:
        times = [time.monotonic()]
        for _ in range(4):
            caller.sendall(ASK)
            assert caller.recv(10_000)
            times.append(time.monotonic())
            time.sleep(IDLE_SECONDS * 0.3)
        assert caller.recv(1) == b""
        assert IDLE_SECONDS * 0.9 < time.monotonic() - times[-1] < IDLE_SECONDS * 1.7
    assert all(later - earlier < IDLE_SECONDS for earlier, later in pairwise(times))


def test_a_connection_is_not_idle_while_its_answer_is_awaited(server: Served) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as caller:
        caller.sendall(ASK)
        caller.recv(10_000)
        caller.sendall(ASK.replace(b"messages", b"waits_for_the_end"))
        caller.settimeout(IDLE_SECONDS * 1.5)
        with pytest.raises(TimeoutError):
            caller.recv(1)


def test_usual_requests_are_counted_as_uvicorn_counts_its_own() -> None:
    async def counted(protocol_class: type) -> int:
        ((protocol, _),) = connections(protocol_class, application, 1)
        for path in (b"messages", b"early", b"parts"):
            protocol.data_received(ASK.replace(b"messages", path))
            await asyncio.sleep(0.01)
        count: int = protocol.server_state.total_requests
        return count

    assert asyncio.run(counted(MockProtocol)) == asyncio.run(counted(HttpToolsProtocol)) == 3
