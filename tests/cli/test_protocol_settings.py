"""Our protocol follows Uvicorn's settings, and runs what is an application for Uvicorn."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from typing import Any

import pytest

from mock_server.cli.protocol import MockProtocol
from tests.cli.asgi_applications import application, early
from tests.cli.serving import ClosableProtocol, conversation, served

_SENT = (
    b"GET /echo/a%20b HTTP/1.1\r\nX-Forwarded-Proto: https\r\nX-Forwarded-For: 1.2.3.4\r\n\r\n",
    b"POST /echo HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody",
)


class _Answering:
    """An awaitable that is no coroutine."""

    def __init__(self, answering: Awaitable[None]) -> None:
        self._answering = answering

    def __await__(self) -> Any:
        return self._answering.__await__()


def _awaitable(scope: Any, receive: Any, send: Any) -> _Answering:
    return _Answering(early(scope, receive, send))


def _future(scope: Any, receive: Any, send: Any) -> Awaitable[None]:
    return asyncio.ensure_future(early(scope, receive, send))


def _raising(_scope: Any, _receive: Any, _send: Any) -> Awaitable[None]:
    raise LookupError("before it is awaited")


def _nothing(_scope: Any, _receive: Any, _send: Any) -> None:
    return None


def _old(_scope: Any) -> Callable[..., Awaitable[None]]:
    """Of ASGI 2."""

    async def answering(receive: Any, send: Any) -> None:
        await early(None, receive, send)

    return answering


@pytest.mark.parametrize(
    ("served_application", "settings"),
    [
        (application, {"root_path": "/root"}),
        (application, {"limit_concurrency": 1}),
        (application, {"limit_concurrency": 100}),
        (application, {"proxy_headers": False}),
        (application, {"forwarded_allow_ips": "1.1.1.1"}),
        (application, {"forwarded_allow_ips": "*"}),
        (application, {"headers": [("X-Default", "1"), ("X-Default", "2")]}),
        (application, {"date_header": False, "server_header": False}),
        (application, {"reset_contextvars": True}),
        (application, {"loop": "asyncio"}),
        (_awaitable, {}),
        (_future, {}),
        (_raising, {}),
        (_nothing, {}),
        (_old, {"interface": "asgi2"}),
    ],
    ids=lambda value: value.__name__ if callable(value) else str(value),
)
def test_answers_are_those_of_uvicorn(served_application: Any, settings: dict[str, Any]) -> None:
    with ExitStack() as servers:
        ports = [
            servers.enter_context(served(served_application, protocol, **settings)).port
            for protocol in (ClosableProtocol, MockProtocol)
        ]
        expected, found = asyncio.run(_answers(ports))
    assert found == expected
    assert expected[0][0]


async def _answers(ports: list[int]) -> list[list[list[bytes]]]:
    found = []
    for port in ports:
        conversations = await asyncio.gather(*(conversation(port, [sent], quiet=0.1) for sent in _SENT))
        found.append([[re.sub(rb"date: [^\r]*", b"date", part) for part in parts] for parts in conversations])
    return found
