"""A reverse proxy that can break one thing: everything else passes through as it is."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import uvicorn

from contract_tests.selftests.messages import Answer, Request
from contract_tests.selftests.upstream import HOP_BY_HOP, Upstream

Breaker: TypeAlias = Callable[[Request, Upstream], Answer]
"""Answers a request: what it does not mean to break it sends on as it came, and gives back what it got."""

_THREADS = 16
_START_SECONDS = 10
_CONTROL = "/__mock__/"


class ClientGone(Exception):
    """The caller hung up before its request was whole."""


def passes_through(request: Request, upstream: Upstream) -> Answer:
    """Breaks nothing."""
    return upstream.send(request)


@dataclass
class FaultLayer:
    """The proxy in front of a server. `breaker` may be changed between requests; the controls it never sees.

    `accidents` tell of breakers that failed themselves: what a test then notices is not the fault that was meant.
    """

    upstream: Upstream
    url: str
    breaker: Breaker = passes_through
    accidents: list[str] = field(default_factory=list)

    def answer(self, request: Request) -> Answer:
        if request.path.startswith(_CONTROL):
            return self.upstream.send(request)
        try:
            return self.breaker(request, self.upstream)
        except Exception as error:
            self.accidents.append(f"{type(error).__name__} at {request.method} {request.path}")
            raise


@contextmanager
def fault_layer(upstream: Upstream) -> Iterator[FaultLayer]:
    """A layer that listens on a free port while the block runs."""
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(_THREADS) as threads:
        layer = FaultLayer(upstream, f"http://127.0.0.1:{listener.getsockname()[1]}")
        config = uvicorn.Config(
            _Application(layer, threads),
            http="httptools",
            lifespan="off",
            ws="none",
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
            date_header=False,
            timeout_graceful_shutdown=1,
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            _wait_for(server)
            yield layer
        finally:
            server.should_exit = True
            thread.join()


def _wait_for(server: uvicorn.Server) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not server.started:
        if time.monotonic() > deadline:
            raise TimeoutError("the fault layer did not start")
        time.sleep(0.01)


class _Application:
    """The layer as an ASGI application; each request is answered in a thread, so that a fault may block."""

    def __init__(self, layer: FaultLayer, threads: ThreadPoolExecutor) -> None:
        self._layer = layer
        self._threads = threads

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            request = self._request(scope, await _body(receive))
        except ClientGone:
            return
        answer = await asyncio.get_running_loop().run_in_executor(self._threads, self._layer.answer, request)
        headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body})

    def _request(self, scope: Any, body: bytes) -> Request:
        query = scope["query_string"].decode("latin-1")
        target = scope["raw_path"].decode("latin-1") + (f"?{query}" if query else "")
        named = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in scope["headers"]]
        return Request(
            headers=tuple(header for header in named if header[0] not in HOP_BY_HOP),
            body=body,
            method=scope["method"],
            target=target,
            operation=self._layer.upstream.operation(scope["method"], scope["path"]),
        )


async def _body(receive: Any) -> bytes:
    parts: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)
