"""One log line a request."""

import logging
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mock_server.domain.masking import Masking
from mock_server.http_api.connection import noted
from mock_server.http_api.problems import ERROR_CODE_HEADER
from mock_server.http_api.routing import routed_operation_id

ACCESS_LOG = logging.getLogger("mock_server.access")
_CODE_HEADER = ERROR_CODE_HEADER.encode()
_MASKING = Masking()
_NOTHING = "-"
FIELDS = "fields"
"""The attribute of a log record that holds what its line tells, by name."""


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
            return
        started = time.perf_counter()
        start: Message = {}

        async def noted(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
            await send(message)

        try:
            await self._application(scope, receive, noted)
        finally:
            _log(scope, start, time.perf_counter() - started)


def _log(scope: Scope, start: Message, seconds: float) -> None:
    code = dict(start.get("headers", ())).get(_CODE_HEADER)
    fields = {
        "method": scope["method"],
        "path": _MASKING.path(scope["raw_path"].decode("ascii", "backslashreplace")),
        "operationId": routed_operation_id(scope),
        "status": start.get("status"),
        "code": None if code is None else code.decode("latin-1"),
        "milliseconds": round(seconds * 1000, 1),
        "note": noted(scope) or None,
    }
    *told, milliseconds, note = fields.values()
    line = " ".join(_NOTHING if value is None else str(value) for value in told)
    ACCESS_LOG.info("%s %.1f ms%s", line, milliseconds, f" ({note})" if note else "", extra={FIELDS: fields})
