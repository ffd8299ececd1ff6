"""What a known head changes in the state of a connection, and what it must not."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from mock_server.cli.protocol import MockProtocol
from mock_server.http_api.connection import SHORTCUT, Shortcut
from tests.cli.asgi_applications import application_with_shortcuts
from tests.cli.connection import RecordingTransport, connections, leaves_nothing_to_the_garbage_collector
from tests.cli.test_protocol import ask, post

KNOWN = post("/echo")
HEAD = KNOWN[:-4]


class Counting(MockProtocol):
    """Counts what is answered by shortcuts."""

    short = 0

    def _answer_shortly(self, shortcut: Shortcut, data: bytes, body: bytes) -> None:
        self.short += 1
        super()._answer_shortly(shortcut, data, body)


async def _settle(protocol: Any) -> None:
    for _ in range(5):
        await asyncio.sleep(0)
    protocol.transport.flush()


def knowing(
    exchange: Callable[[Any, RecordingTransport], Awaitable[None]], application: Any = application_with_shortcuts
) -> None:
    """Runs it on a connection of a server that knows the head, and another connection has taught it."""

    async def run() -> None:
        (taught, _), (protocol, transport) = connections(Counting, application, 2)
        for _ in range(2):
            taught.data_received(KNOWN)
        await exchange(protocol, transport)

    asyncio.run(run())


def test_a_known_head_without_its_body_begins_nothing() -> None:
    async def exchange(protocol: Any, transport: RecordingTransport) -> None:
        protocol.data_received(HEAD)
        assert not protocol.tasks
        protocol.data_received(b"body")
        assert not protocol.tasks
        assert protocol.short == 1
        protocol.transport.flush()
        assert b'"body"' in b"".join(transport.written)

    knowing(exchange)


def test_a_body_in_many_parts_is_read_as_any_other() -> None:
    async def exchange(protocol: Any, transport: RecordingTransport) -> None:
        protocol.data_received(HEAD)
        protocol.data_received(b"b")
        assert len(protocol.tasks) == 1
        protocol.data_received(b"ody")
        await _settle(protocol)
        assert b"".join(transport.written).count(b"HTTP/1.1 200") == 1

    knowing(exchange)


def test_a_connection_is_not_idle_while_a_body_is_awaited() -> None:
    async def exchange(protocol: Any, transport: RecordingTransport) -> None:
        protocol.timeout_keep_alive = 0.02
        protocol.data_received(KNOWN)
        protocol.data_received(HEAD)
        await asyncio.sleep(0.05)
        assert not transport.closed
        protocol.data_received(b"body")
        await asyncio.sleep(0.05)
        assert transport.closed
        assert b"".join(transport.written).count(b"HTTP/1.1 200") == 2

    knowing(exchange)


def test_a_body_is_awaited_where_the_server_ends() -> None:
    async def exchange(protocol: Any, transport: RecordingTransport) -> None:
        protocol.data_received(HEAD)
        protocol.shutdown()
        assert not transport.closed
        protocol.data_received(b"body")
        await _settle(protocol)
        written = b"".join(transport.written)
        assert transport.closed
        assert written.count(b"HTTP/1.1 200") == written.count(b"connection: close") == 1
        assert b'"body"' in written

    knowing(exchange)


def test_a_part_of_a_body_is_read_once_where_the_server_ends() -> None:
    """`shutdown` leaves nothing that could be read again."""

    async def exchange(protocol: Any, transport: RecordingTransport) -> None:
        protocol.data_received(HEAD + b"b")
        protocol.shutdown()
        protocol.shutdown()
        protocol.data_received(b"ody")
        await _settle(protocol)
        assert b'"body"' in b"".join(transport.written)

    knowing(exchange)


def test_what_follows_the_begin_of_a_head_is_no_head() -> None:
    """Else a caller could have others answered by what it says."""
    other = ask("/echo")

    async def run() -> None:
        (liar, _), (protocol, transport) = connections(Counting, application_with_shortcuts, 2)
        for _ in range(4):
            liar.data_received(b"GET /echo?forged HTTP/1.1\r\nX-A: ")
            liar.data_received(other)
        for _ in range(3):
            protocol.data_received(other)
        protocol.transport.flush()
        assert b"forged" not in b"".join(transport.written)

    asyncio.run(run())


IN_A_HEAD = b"POST /echo HTTP/1.1\r\nX-A: "
IN_A_BODY = b"POST /early HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % len(KNOWN)


@pytest.mark.parametrize("begin", [IN_A_HEAD, IN_A_BODY], ids=["head", "body"])
def test_what_looks_like_a_known_head_within_another_request_is_none(begin: bytes) -> None:
    async def exchange(protocol: Any, transport: RecordingTransport) -> None:
        protocol.data_received(begin)
        await _settle(protocol)
        protocol.data_received(KNOWN)
        await _settle(protocol)
        assert protocol.short == 0
        assert b"".join(transport.written).count(b"HTTP/1.1 200") == 1

    knowing(exchange)


def test_what_was_performed_is_not_performed_again() -> None:
    """A shortcut that has performed something, and sends messages."""
    performed = []

    async def sends(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"5")]})
        await send({"type": "http.response.body", "body": b"short"})

    def shortly(body: bytes) -> Any:
        performed.append(body)
        return sends

    async def application(scope: Any, receive: Any, send: Any) -> None:
        body = (await receive())["body"]
        if SHORTCUT in scope["extensions"]:
            scope["extensions"][SHORTCUT](send, shortly)
        performed.append(body)
        await sends(scope, receive, send)

    async def exchange(protocol: Any, transport: RecordingTransport) -> None:
        performed.clear()
        protocol.data_received(KNOWN)
        await _settle(protocol)
        assert performed == [b"body"]
        assert b"".join(transport.written).endswith(b"short")

    knowing(exchange, application)


def test_nothing_is_answered_shortly_to_a_caller_who_does_not_read() -> None:
    async def exchange(protocol: Any, transport: RecordingTransport) -> None:
        protocol.pause_writing()
        protocol.data_received(KNOWN)
        await _settle(protocol)
        assert protocol.short == 0
        assert not transport.written
        assert len(protocol.tasks) == 1
        protocol.resume_writing()
        await _settle(protocol)
        assert len(transport.written) > 0

    knowing(exchange)


def test_a_known_head_that_fails_leaves_nothing_to_the_garbage_collector(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging.getLogger("uvicorn.error"), "disabled", True)  # records hold what was raised

    async def application(scope: Any, _receive: Any, send: Any) -> None:
        take = scope["extensions"].get(SHORTCUT)
        if take is not None:
            take(send, shortly)
        raise LookupError("at once")

    def shortly(_body: bytes) -> Any:
        raise LookupError("at once")

    async def exchange(count: int) -> None:
        ((protocol, transport),) = connections(Counting, application, 1)
        for _ in range(3 * count):  # of the first two nothing is known
            protocol.data_received(ask("/raises"))
            await asyncio.gather(*protocol.tasks)
        protocol.connection_lost(None)
        transport.written.clear()

    assert leaves_nothing_to_the_garbage_collector(exchange)


def test_a_connection_with_a_log_of_uvicorns_takes_no_shortcut(monkeypatch: pytest.MonkeyPatch) -> None:
    async def exchange(protocol: Any, _: RecordingTransport) -> None:
        monkeypatch.setattr(protocol, "_knows_usual", False)
        protocol.connection_made(RecordingTransport())
        protocol.data_received(KNOWN)
        await _settle(protocol)
        assert protocol.short == 0

    knowing(exchange)
