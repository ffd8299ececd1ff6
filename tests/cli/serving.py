"""Runs Uvicorn in a thread, with a protocol and an application, and talks to it in bytes."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass
from threading import Thread
from time import monotonic, sleep
from typing import Any
from unittest.mock import patch

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from mock_server.http_api.connection import CLOSE

HANG_UP = b""
"""A step of a conversation: the caller has nothing more to say."""


class ClosableProtocol(HttpToolsProtocol):
    """Uvicorn's own, but for what ours offers besides."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {CLOSE: self.transport.close}  # type: ignore[dict-item]  # as in ours


@dataclass(frozen=True, slots=True)
class Served:
    port: int
    server: uvicorn.Server
    thread: Thread

    @property
    def state(self) -> Any:
        return self.server.server_state


@contextmanager
def served(application: Any, protocol: Any, **options: Any) -> Iterator[Served]:
    with socket.socket() as listener, _no_access_log():
        listener.bind(("127.0.0.1", 0))
        listener.listen(2048)
        config = uvicorn.Config(
            application, http=protocol, lifespan="off", ws="none", log_config=None, access_log=False, **options
        )
        config.timeout_graceful_shutdown = 1
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, args=([listener],), name=protocol.__name__, daemon=True)
        thread.start()
        try:
            until(lambda: server.started)
            yield Served(listener.getsockname()[1], server, thread)
        finally:
            server.should_exit = server.force_exit = True
            thread.join(timeout=5)


def _no_access_log() -> AbstractContextManager[object]:
    """pytest adds handlers to every log while a test runs, and Uvicorn takes them for those of an access log."""
    return patch.object(logging.getLogger("uvicorn.access"), "hasHandlers", return_value=False)


def until(condition: Callable[[], object], told: Callable[[], object] = str, patience: float = 5) -> None:
    end = monotonic() + patience
    while not condition():
        assert monotonic() < end, f"it never happened: {told()}"
        sleep(0.005)


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield reader, writer
    finally:
        writer.transport.abort()


async def conversation(port: int, steps: Sequence[bytes | float], quiet: float) -> list[bytes]:
    """What is answered to steps: bytes that are sent, and pauses. Each answer ends with the connection, or in quiet.

    A connection that is still open is asked one thing more.
    """
    async with connected(port) as (reader, writer):
        answers = [await _answered(reader, writer, steps, quiet)]
        if not reader.at_eof():
            answers.append(await _answered(reader, writer, [b"GET /echo?after HTTP/1.1\r\n\r\n"], quiet))
        return [*answers, b"closed" if reader.at_eof() else b"open"]


async def _answered(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, steps: Sequence[bytes | float], quiet: float
) -> bytes:
    for step in steps:
        if isinstance(step, float):
            await asyncio.sleep(step)
        elif step == HANG_UP:
            writer.write_eof()
        else:
            writer.write(step)
    return await _until_quiet(reader, quiet)


async def _until_quiet(reader: asyncio.StreamReader, quiet: float) -> bytes:
    parts = []
    try:
        while part := await asyncio.wait_for(reader.read(1_000_000), quiet):
            parts.append(part)
    except TimeoutError:
        pass
    except ConnectionError:
        parts.append(b"(reset)")
    return b"".join(parts)
