"""What is to be written to callers, kept until everything that came in together is answered.

Each write wakes a caller on the same machine, which costs more than many a request: those that follow at once find it
awake. Nothing waits longer than for the requests that were read in the same turn of the event loop.
"""

import asyncio
import logging
from typing import Any

_LOG = logging.getLogger(__name__)
_MOST_WAITING = 64 * 1024
"""Bytes for one caller. More is written at once, so that a caller who does not read is noticed."""


class Outbox:
    """What waits until the end of the loop's turn, for all connections of a server."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._waiting: list[PatientTransport] = []

    def add(self, transport: "PatientTransport") -> None:
        if not self._waiting:
            self._loop.call_soon(self._write_all)
        self._waiting.append(transport)

    def _write_all(self) -> None:
        waiting, self._waiting = self._waiting, []
        for transport in waiting:
            try:
                transport.flush()
            except Exception:  # noqa: BLE001  (what is wrong with one connection is not to silence the others)
                _LOG.exception("a fault of the mock in writing to a caller")


class PatientTransport(asyncio.Transport):
    """A connection's transport that writes what it was given at the end of the loop's turn, in one piece."""

    def __init__(self, transport: asyncio.Transport, outbox: Outbox) -> None:
        super().__init__()
        self._transport = transport
        self._outbox = outbox
        self._parts: list[bytes] = []
        self._size = 0
        self._is_lost = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if self._is_lost:
            return
        if not self._parts:
            self._outbox.add(self)
        self._parts.append(data if type(data) is bytes else bytes(data))  # others may change until they are written
        self._size += len(data)
        if self._size > _MOST_WAITING:
            self.flush()

    def flush(self) -> None:
        parts = self._parts
        if parts:
            self._parts, self._size = [], 0
            self._transport.write(parts[0] if len(parts) == 1 else b"".join(parts))

    def lose(self) -> None:
        """The connection is gone. What is written to it is dropped: uvloop would raise."""
        self._parts, self._size, self._is_lost = [], 0, True

    def close(self) -> None:
        self.flush()
        self._transport.close()

    def is_closing(self) -> bool:
        return self._transport.is_closing()

    def pause_reading(self) -> None:
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        self._transport.resume_reading()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return self._transport.get_extra_info(name, default)
