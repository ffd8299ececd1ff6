"""The log line of a request, whichever way the request is answered."""

import asyncio
import gc
import logging
import weakref
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mock_server.http_api.access_log import ACCESS_LOG, AccessLog
from mock_server.http_api.connection import ANSWER, SHORTCUT, ByShortcut, Shortcut

LINES = b"x-a: 1\r\nx-mock-error-code: User.NotInClient\r\ncontent-length: 2\r\n\r\n"
HEAD: Message = {"type": "http.response.start", "status": 404, "headers": [(b"x-mock-error-code", b"User.NotInClient")]}
LINE = "GET /a - 404 User.NotInClient"


class Server:
    """Offers what ours does, and remembers what it was given."""

    def __init__(self, *, takes_answers: bool = True) -> None:
        self.takes_answers = takes_answers
        self.sent: list[Any] = []
        self.shortcut: Shortcut | None = None

    async def send(self, message: Message) -> None:
        self.sent.append(message)

    def answer(self, send: Send, status: int, lines: bytes, content: bytes) -> bool:
        if send != self.send or not self.takes_answers:
            return False
        self.sent.append((status, lines, content))
        return True

    def take(self, send: Send, shortcut: Shortcut) -> None:
        if send == self.send:
            self.shortcut = shortcut

    def ask(self, application: ASGIApp) -> None:
        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        scope: Scope = {
            "type": "http",
            "method": "GET",
            "raw_path": b"/a",
            "extensions": {ANSWER: self.answer, SHORTCUT: self.take},
        }
        asyncio.run(_run(application, scope, receive, self.send))


async def _run(application: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    await application(scope, receive, send)


async def _by_messages(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send(HEAD)
    await send({"type": "http.response.body", "body": b"no"})


async def _at_once(scope: Scope, receive: Receive, send: Send) -> None:
    if not scope["extensions"][ANSWER](send, 404, LINES, b"no"):
        await _by_messages(scope, receive, send)


def _offering(reply: ByShortcut) -> ASGIApp:
    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        scope["extensions"][SHORTCUT](send, lambda _: reply)
        await _by_messages(scope, receive, send)

    return application


async def _behind_another(scope: Scope, receive: Receive, send: Send) -> None:
    """Somebody stands between who wants to see messages."""

    async def seen(message: Message) -> None:
        await send(message)

    scope["extensions"][SHORTCUT](seen, lambda _: (404, LINES, b"no"))
    await _at_once(scope, receive, seen)


@pytest.fixture(autouse=True)
def _log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    with caplog.at_level(logging.INFO, ACCESS_LOG.name):
        yield


def _told(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The lines without their times."""
    return [record.getMessage().rpartition(" ms")[0].rpartition(" ")[0] for record in caplog.records]


def test_an_answer_by_messages_has_its_line(caplog: pytest.LogCaptureFixture) -> None:
    server = Server()
    server.ask(AccessLog(_by_messages))
    assert (server.sent[0], _told(caplog)) == (HEAD, [LINE])


def test_an_answer_at_once_has_its_line(caplog: pytest.LogCaptureFixture) -> None:
    server = Server()
    server.ask(AccessLog(_at_once))
    assert (server.sent, _told(caplog)) == ([(404, LINES, b"no")], [LINE])


def test_an_answer_that_the_server_does_not_take_at_once_has_one_line(caplog: pytest.LogCaptureFixture) -> None:
    server = Server(takes_answers=False)
    server.ask(AccessLog(_at_once))
    assert (server.sent[0], _told(caplog)) == (HEAD, [LINE])


def test_who_stands_between_sees_messages(caplog: pytest.LogCaptureFixture) -> None:
    server = Server()
    server.ask(AccessLog(_behind_another))
    assert (server.sent[0], server.shortcut, _told(caplog)) == (HEAD, None, [LINE])


def test_each_answer_by_a_shortcut_has_its_line(caplog: pytest.LogCaptureFixture) -> None:
    server = Server()
    server.ask(AccessLog(_offering((200, b"x-a: 1\r\n\r\n", b""))))
    assert server.shortcut is not None
    caplog.clear()
    for _ in range(2):
        assert server.shortcut(b"") == (200, b"x-a: 1\r\n\r\n", b"")
    assert _told(caplog) == ["GET /a - 200 -"] * 2


def test_an_answer_by_a_shortcut_that_takes_messages_has_its_line(caplog: pytest.LogCaptureFixture) -> None:
    server = Server()
    server.ask(AccessLog(_offering(_by_messages)))
    assert server.shortcut is not None
    application = server.shortcut(b"")
    assert callable(application)
    caplog.clear()
    server.sent.clear()
    server.ask(application)
    assert (server.sent[0], _told(caplog)) == (HEAD, [LINE])


def test_a_shortcut_that_does_nothing_has_no_line(caplog: pytest.LogCaptureFixture) -> None:
    server = Server()
    server.ask(AccessLog(_offering(None)))
    assert server.shortcut is not None
    caplog.clear()
    assert server.shortcut(b"") is None
    assert _told(caplog) == []


def test_a_shortcut_that_fails_has_its_line_as_an_application_has(caplog: pytest.LogCaptureFixture) -> None:
    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        scope["extensions"][SHORTCUT](send, _failing)
        await _by_messages(scope, receive, send)

    server = Server()
    server.ask(AccessLog(application))
    assert server.shortcut is not None
    caplog.clear()
    with pytest.raises(LookupError):
        server.shortcut(b"")
    assert _told(caplog) == ["GET /a - - -"]


def _failing(_: bytes) -> ByShortcut:
    raise LookupError


def test_a_line_leaves_nothing_to_the_garbage_collector() -> None:
    gc.disable()
    try:
        server = Server()
        server.ask(AccessLog(_at_once))
        gone = weakref.ref(server)
        del server
        assert gone() is None
    finally:
        gc.enable()
