"""Asks an ASGI application in this process, without a server: what remains is what the application itself takes."""

import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp, Message

API_KEY = (b"x-dolfin-api-key", b"dol_live_abc123")


@dataclass(frozen=True, slots=True)
class Ask:
    """A request, and the status that it is to get."""

    method: str
    target: str
    status: int = 200
    headers: Sequence[tuple[bytes, bytes]] = (API_KEY,)


def answered(application: ASGIApp, ask: Ask) -> bytes:
    """The body of the answer."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    _finished(application(_scope(ask), receive, send))
    assert sent[0]["status"] == ask.status, sent
    return b"".join(message["body"] for message in sent[1:])


def seconds_of(application: ASGIApp, asks: Sequence[Ask]) -> float:
    started = time.perf_counter()
    for ask in asks:
        answered(application, ask)
    return time.perf_counter() - started


def compared(one: Callable[[], float], other: Callable[[], float], rounds: int) -> float:
    """What the one takes as a ratio to the other: both in turn, the best of each, which noise only lengthens."""
    pairs = [(one(), other()) for _ in range(rounds)]
    return min(first for first, _ in pairs) / min(second for _, second in pairs)


def _scope(ask: Ask) -> dict[str, Any]:
    path, _, query = ask.target.partition("?")
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http",
        "method": ask.method,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(b"host", b"127.0.0.1"), *ask.headers],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }


def _finished(answering: Any) -> None:
    """Runs what waits for nothing."""
    coroutine: Coroutine[Any, Any, None] = answering
    try:
        coroutine.send(None)
    except StopIteration:
        return
    raise AssertionError("the application waits for something")
