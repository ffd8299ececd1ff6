"""Uvicorn's protocol, shorter for usual requests, with what the server offers to the application besides.

Of Uvicorn this uses what `tests/cli/test_uvicorn.py` lists, which is not documented: callbacks of its protocol are
overridden, and its cycles of a request and its response are made and put into the state that a request has reached.
"""

import asyncio
from asyncio import CancelledError
from collections.abc import Coroutine, Generator
from functools import partial
from logging import LogRecord
from types import coroutine
from typing import Any, NamedTuple
from urllib.parse import unquote
from weakref import WeakKeyDictionary

import httptools
from uvicorn.config import Config
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware
from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from mock_server.cli.answer_head import head_before
from mock_server.cli.outbox import Outbox, PatientTransport
from mock_server.cli.shortcuts import Shortcuts, head_in
from mock_server.cli.usual_request import UsualRequest
from mock_server.http_api.connection import ANSWER, CLOSE, SHORTCUT, Shortcut

_UNUSUAL_HEADERS = frozenset({b"expect", b"x-forwarded-for", b"x-forwarded-proto"})


class _Shared(NamedTuple):
    """What the connections of a server have in common, besides its state."""

    outbox: Outbox
    shortcuts: Shortcuts


_shared: WeakKeyDictionary[ServerState, _Shared] = WeakKeyDictionary()


class MockProtocol(HttpToolsProtocol):
    """Answers as Uvicorn's does, and leaves to it every request that is not usual.

    A usual request came whole, and is begun at once: most are answered without ever waiting, and need no task.
    Lets the application close the connection of a request, once what was sent is out.
    """

    transport: PatientTransport

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._unforwarded_app = self.app.app if isinstance(self.app, ProxyHeadersMiddleware) else self.app
        self._knows_usual = not self.access_log and self.limit_concurrency is None
        self._has_usual_headers = True
        self._is_between = True
        """Whether the parser waits for a head, having read all that was given to it."""
        self._wants_shortcut = False
        self._held = b""
        """A known head, and a part of its body."""
        self._coming: UsualRequest | None = None
        self._answering: UsualRequest | None = None
        self._idle_since: float | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as Uvicorn's
        shared = _shared.get(self.server_state)
        if shared is None:
            shared = _shared[self.server_state] = _Shared(Outbox(self.loop), Shortcuts())
        self._shortcuts = shared.shortcuts if self._knows_usual else Shortcuts()
        super().connection_made(PatientTransport(transport, shared.outbox))

    def connection_lost(self, exc: Exception | None) -> None:
        self.transport.lose()
        super().connection_lost(exc)
        self._disarm()
        self.cycle = self.scope = self.headers = None  # type: ignore[assignment]  # they hold this protocol

    def eof_received(self) -> None:
        self.transport.flush()  # the connection is closed next

    # Reading

    def data_received(self, data: bytes) -> None:
        if not self._is_between:
            self._read(data)
            return
        held, self._held = self._held, b""
        if held:
            data = held + data
        head = head_in(data)
        known = self._shortcuts.find(head, len(data))
        if known is None or not self._is_free():
            self._read(data, wants_shortcut=self._shortcuts.is_seen_again(head))
        elif len(data) == known.whole:
            self._answer_shortly(known.shortcut, data, data[len(head) :])
        elif held:
            self._read(data)  # it comes in many parts
        else:
            self._held = data
            self._unset_keepalive_if_required()

    def _read(self, data: bytes, application: Any = None, *, wants_shortcut: bool = False) -> None:
        self._wants_shortcut = wants_shortcut  # never for what follows the begin of a head, which would pass for one
        super().data_received(data)
        request, self._coming = self._coming, None
        if request is None:
            return
        if not request.is_whole:
            self._start(request)
            return
        self._answer(request, application or self._unforwarded_app)
        if request.shortcut is not None:
            self._shortcuts.keep(data, request.body, request.shortcut)

    def shutdown(self) -> None:
        held, self._held = self._held, b""
        if held:
            self._read(held)  # the rest is waited for
        super().shutdown()

    def send_400_response(self, msg: str) -> None:
        self._leave_coming()
        super().send_400_response(msg)

    def on_message_begin(self) -> None:
        self.url = b""
        self.expect_100_continue = False
        self.headers = []
        self._has_usual_headers = True
        self._is_between = False

    def on_header(self, name: bytes, value: bytes) -> None:
        name = name.lower()
        if name in _UNUSUAL_HEADERS:
            self._has_usual_headers = False
            super().on_header(name, value)
        else:
            self.headers.append((name, value))

    def on_headers_complete(self) -> None:
        if self._is_usual():
            self._coming = UsualRequest(self, self._usual_scope())
        else:
            self._leave_coming()
            self._begin_as_uvicorn()

    def on_body(self, body: bytes) -> None:
        if self._coming is not None:
            if not self._coming.body and len(body) <= HIGH_WATER_LIMIT:
                self._coming.body = body
                return
            self._leave_coming()
        super().on_body(body)

    def on_message_complete(self) -> None:
        # Behind the last message of a connection no head is looked for, whatever comes.
        self._is_between = self.parser.should_keep_alive() and not self.parser.should_upgrade()
        if self._coming is not None:
            self._coming.is_whole = True
        else:
            super().on_message_complete()

    def _is_usual(self) -> bool:
        parser = self.parser
        return (
            self._knows_usual
            and self._has_usual_headers
            and self._coming is None
            and self._is_free()
            and parser.get_method() != b"HEAD"
            and parser.get_http_version() == "1.1"
            and parser.should_keep_alive()
            and not parser.should_upgrade()
        )

    def _is_free(self) -> bool:
        """Whether nothing is being answered, and the caller takes what was."""
        return (self.cycle is None or self.cycle.response_complete) and not self.flow.write_paused

    def _usual_scope(self) -> dict[str, Any]:
        """As Uvicorn makes it."""
        url = httptools.parse_url(self.url)
        path = url.path.decode("ascii")
        extensions = {CLOSE: self._close, ANSWER: self._answer_at_once}
        if self._wants_shortcut:
            extensions[SHORTCUT] = self._take_shortcut
        return {
            "type": "http",
            "asgi": {"version": self.asgi_version, "spec_version": "2.3"},
            "http_version": "1.1",
            "server": self.server,
            "client": self.client,
            "scheme": self.scheme,
            "root_path": self.root_path,
            "headers": self.headers,
            "state": self.app_state.copy(),
            "method": self.parser.get_method().decode("ascii"),
            "path": self.root_path + (unquote(path) if "%" in path else path),
            "raw_path": self.root_path.encode("ascii") + url.path,
            "query_string": url.query or b"",
            "extensions": extensions,
        }

    def _begin_as_uvicorn(self) -> None:
        """Makes up for what Uvicorn does when a message begins."""
        url, headers, expect_100_continue = self.url, self.headers, self.expect_100_continue
        super().on_message_begin()
        self.url, self.expect_100_continue = url, expect_100_continue
        self.headers += headers
        self.scope["extensions"] = {CLOSE: self._close}  # type: ignore[dict-item]  # Uvicorn expects values of another kind
        super().on_headers_complete()

    # Answering

    def _answer_shortly(self, shortcut: Shortcut, data: bytes, body: bytes) -> None:
        try:
            reply = shortcut(body)
        except Exception as error:  # noqa: BLE001  (Uvicorn logs it)
            reply = partial(_fail, [error])
        if isinstance(reply, tuple):
            self._send_whole_of(*reply)
        else:
            self._read(data, reply)

    def _answer(self, request: UsualRequest, application: Any) -> None:
        running = _run(application, request)
        self._answering = request
        try:
            awaited = running.send(None)
        except StopIteration as end:
            if end.value is not None or not request.is_answered:
                self._go_on(request, _returning(end.value))
        except BaseException as error:  # noqa: BLE001  (Uvicorn logs it)
            self._go_on(request, _raising(error))
        else:
            self._go_on(request, _rest_of(running, awaited))
        finally:
            self._answering = None

    def _go_on(self, request: UsualRequest, rest: Coroutine[Any, Any, Any]) -> None:
        """Has Uvicorn deal with how the application ends."""
        self._start_asgi_task(request.handed_over(), lambda *_: rest)

    def _start(self, request: UsualRequest) -> None:
        self._start_asgi_task(request.handed_over(), self._unforwarded_app)

    def _leave_coming(self) -> None:
        request, self._coming = self._coming, None
        if request is not None:
            self._start(request)

    def _answer_at_once(self, send: Any, status: int, lines: bytes, content: bytes) -> bool:
        """An `Answerer`."""
        request = self._answering
        if request is None or not request.is_untouched or send != request.send:
            return False
        request.is_answered = True
        self._send_whole_of(status, lines, content)
        return True

    def _take_shortcut(self, send: Any, shortcut: Shortcut) -> None:
        """A `ShortcutTaker`."""
        request = self._answering
        if request is not None and send == request.send:
            request.shortcut = shortcut

    def _send_whole_of(self, status: int, lines: bytes, content: bytes) -> None:
        self.send_whole(b"%b%b%b" % (head_before(status, self.server_state.default_headers), lines, content))

    def send_whole(self, answer: bytes) -> None:
        self.transport.write(answer)
        self.server_state.total_requests += 1
        self._rest()

    def cycle_of(self, request: UsualRequest) -> RequestResponseCycle:
        """Uvicorn's, which takes over at the state that a request has reached."""
        cycle = RequestResponseCycle(
            scope=request.scope,
            transport=self.transport,
            flow=self.flow,
            logger=self.logger,
            access_logger=self.access_logger,
            access_log=self.access_log,
            default_headers=self.server_state.default_headers,
            message_event=asyncio.Event(),
            expect_100_continue=False,
            keep_alive=True,
            on_response=self.on_response_complete,
        )
        cycle.more_body = not request.is_whole
        if not request.is_read and (request.body or request.is_whole):
            cycle.body += request.body
            cycle.message_event.set()
        if request.is_answered:
            cycle.response_started = cycle.response_complete = True
            return cycle  # the connection is already free for the next one
        if request.head is not None:
            head, cycle.expected_content_length = request.head
            cycle.response_started, cycle.chunked_encoding = True, False
            self.transport.write(head)
        self.cycle = cycle
        return cycle

    def on_response_complete(self) -> None:
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        self.flow.resume_reading()
        if self.pipeline:
            cycle, app = self.pipeline.pop()
            self._start_asgi_task(cycle, app)
        else:
            self._rest()

    def _close(self) -> None:
        if self._answering is not None and not self._answering.is_answered:
            self._answering.handed_over()  # what was held back is sent before
        self.transport.close()

    # Idling: the timer runs on while requests come, and looks how long there was none

    def _rest(self) -> None:
        self._idle_since = self.loop.time()
        if self.timeout_keep_alive_task is None:
            self._arm(self.timeout_keep_alive)

    def _arm(self, seconds: float) -> None:
        self.timeout_keep_alive_task = self.loop.call_later(seconds, self.timeout_keep_alive_handler)

    def _disarm(self) -> None:
        super()._unset_keepalive_if_required()

    def _unset_keepalive_if_required(self) -> None:
        self._idle_since = None

    def timeout_keep_alive_handler(self) -> None:
        self.timeout_keep_alive_task = None
        if self._idle_since is None:
            return
        left = self._idle_since + self.timeout_keep_alive - self.loop.time()
        if left > 0:
            self._arm(left)
        else:
            super().timeout_keep_alive_handler()


async def _run(application: Any, request: UsualRequest) -> Any:
    return await application(request.scope, request.receive, request.send)


async def _fail(errors: list[Exception], *_: Any) -> None:
    raise errors.pop()  # its traceback holds who holds this


async def _returning(value: Any) -> Any:
    return value


async def _raising(error: BaseException) -> None:
    try:
        raise error
    finally:
        del error  # whose traceback holds this


@coroutine
def _rest_of(running: Coroutine[Any, Any, Any], awaited: Any) -> Generator[Any, Any, Any]:
    """What follows of a coroutine that has begun outside of a task, and waits for something."""
    try:
        while True:
            try:
                sent = yield awaited
            except BaseException as error:  # noqa: BLE001  (what ends the task is for the one that runs in it)
                awaited = running.throw(error)
            else:
                awaited = running.send(sent)
    except StopIteration as end:
        return end.value


def is_no_interruption(record: LogRecord) -> bool:
    """False for what Uvicorn logs of a request that was still being answered when the server ended."""
    return not (record.exc_info and isinstance(record.exc_info[1], CancelledError))
