"""One log line a request."""

import logging
import time
from functools import partial
from typing import NamedTuple

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mock_server.domain.masking import Masking
from mock_server.http_api.connection import ANSWER, SHORTCUT, Answerer, ByShortcut, Shortcut, ShortcutTaker, noted
from mock_server.http_api.problems import ERROR_CODE_HEADER
from mock_server.http_api.routing import routed_operation_id

ACCESS_LOG = logging.getLogger("mock_server.access")
_CODE_HEADER = ERROR_CODE_HEADER.encode()
_CODE_LINE = _CODE_HEADER + b": "
_MASKING = Masking()
_NOTHING = "-"
FIELDS = "fields"
"""The attribute of a log record that holds what its line tells, by name."""


class _Asked(NamedTuple):
    """What a line tells of a request."""

    method: str
    path: str
    operation_id: str | None


class AccessLog:
    """Tells method, path (without its query, which can hold a code), operationId, status, error code and time, and at
    the end whether the answer was forced, or which fault the request met.

    The path stands as it was sent, percent-encoded, so that none can forge a line or a field; credentials in it are
    masked. Outermost, so that preflights, pages and the control API have their line too.
    """

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not ACCESS_LOG.isEnabledFor(logging.INFO):
            await self._application(scope, receive, send)
        else:
            await _watched(self._application, None, scope, receive, send)


async def _watched(application: ASGIApp, asked: _Asked | None, scope: Scope, receive: Receive, send: Send) -> None:
    """`asked` is None where the application finds out which operation it is."""
    watch = _Watch(scope, send)
    started = time.perf_counter()
    try:
        await application(scope, receive, watch.send)
    finally:
        watch.end()
        _tell(asked or _asked(scope), watch.status, watch.code, time.perf_counter() - started, noted(scope))


class _Watch:
    """Sees how a request is answered, in each of the ways that a server offers."""

    status: int | None = None
    code: bytes | None = None

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope = scope
        self._send = send
        self._extensions = scope.setdefault("extensions", {})
        self._answerer: Answerer | None = self._extensions.get(ANSWER)
        self._taker: ShortcutTaker | None = self._extensions.get(SHORTCUT)
        if self._answerer is not None:
            self._extensions[ANSWER] = self._answer
        if self._taker is not None:
            self._extensions[SHORTCUT] = self._take_shortcut

    def end(self) -> None:
        """What holds this goes, as if it had never been: a cycle would wait for the garbage collector."""
        self._extensions.pop(ANSWER, None)
        self._extensions.pop(SHORTCUT, None)

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status, self.code = message["status"], dict(message.get("headers", ())).get(_CODE_HEADER)
        await self._send(message)

    def _answer(self, send: Send, status: int, lines: bytes, content: bytes) -> bool:
        if self._answerer is None or send != self.send or not self._answerer(self._send, status, lines, content):
            return False
        self.status, self.code = status, _code_in(lines)
        return True

    def _take_shortcut(self, send: Send, shortcut: Shortcut) -> None:
        if self._taker is not None and send == self.send:
            self._taker(self._send, partial(_tell_of, _asked(self._scope), shortcut))


def _tell_of(asked: _Asked, shortcut: Shortcut, body: bytes) -> ByShortcut:
    """A `Shortcut` with its line."""
    started = time.perf_counter()
    try:
        answer = shortcut(body)
    except Exception:
        _tell(asked, None, None, time.perf_counter() - started)
        raise
    if isinstance(answer, tuple):
        status, lines, _ = answer
        _tell(asked, status, _code_in(lines), time.perf_counter() - started)
        return answer
    return None if answer is None else partial(_watched, answer, asked)


def _asked(scope: Scope) -> _Asked:
    path = _MASKING.path(scope["raw_path"].decode("ascii", "backslashreplace"))
    return _Asked(scope["method"], path, routed_operation_id(scope))


def _code_in(lines: bytes) -> bytes | None:
    """The error code in the lines of an answer's headers."""
    _, found, rest = lines.partition(_CODE_LINE)
    return rest.partition(b"\r")[0] if found else None


def _tell(asked: _Asked, status: int | None, code: bytes | None, seconds: float, note: str = "") -> None:
    fields = {
        "method": asked.method,
        "path": asked.path,
        "operationId": asked.operation_id,
        "status": status,
        "code": None if code is None else code.decode("latin-1"),
        "milliseconds": round(seconds * 1000, 1),
        "note": note or None,
    }
    *told, milliseconds, _ = fields.values()
    line = " ".join(_NOTHING if value is None else str(value) for value in told)
    ACCESS_LOG.info("%s %.1f ms%s", line, milliseconds, f" ({note})" if note else "", extra={FIELDS: fields})
