"""Uvicorn's protocol, with what the server offers to the application besides."""

from asyncio import CancelledError
from logging import LogRecord

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from mock_server.http_api.connection import CLOSE


class ClosableProtocol(HttpToolsProtocol):
    """Lets the application close the connection of a request, once what was sent is out."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {CLOSE: self._close}  # type: ignore[dict-item]  # Uvicorn expects values of another kind

    def _close(self) -> None:
        self.transport.close()


def is_no_interruption(record: LogRecord) -> bool:
    """False for what Uvicorn logs of a request that was still being answered when the server ended."""
    return not (record.exc_info and isinstance(record.exc_info[1], CancelledError))
