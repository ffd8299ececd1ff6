"""Our protocol answers as Uvicorn's own does also where it knows the head of a request, and how to answer it."""

import asyncio
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from typing import ClassVar

import pytest

from mock_server.cli.protocol import MockProtocol
from mock_server.http_api.connection import Shortcut
from tests.cli.asgi_applications import SHORT, application, application_with_shortcuts
from tests.cli.connection import RecordingTransport, connections
from tests.cli.serving import ClosableProtocol, Served, served
from tests.cli.test_protocol import BY_REQUEST, PAUSE, PIPELINED, Steps, answers_to, ask, asked_again_where_unlike, post

KNOWN = post("/echo")
ONCE_MORE: dict[str, Steps] = {
    "known, and the next": [KNOWN + KNOWN],
    "known, and a part of the next": [KNOWN + KNOWN[:-2], PAUSE, b"dy"],
    "part of a known one, and the next": [KNOWN[:-2], PAUSE, b"dy" + ask("/echo")],
    "part of a known one, and nonsense": [KNOWN[:-2], PAUSE, b"dynonsense\r\n\r\n"],
    "part of a known one, and another part": [KNOWN[:-3], PAUSE, b"o", PAUSE, b"dy"],
    "known behind a slow one": [ask("/slow"), 0.01, KNOWN],
    "known behind one in parts": [ask("/chunked"), 0.01, KNOWN],
    "known after an empty line": [b"\r\n", PAUSE, KNOWN],
    "known after a part of an empty line": [b"\r", PAUSE, b"\n" + KNOWN],
    "known in a body": [post("/echo", "X-A: 1", body=KNOWN), PAUSE, KNOWN],
    "known in a body, in a packet of its own": [
        ask("/echo", f"Content-Length: {len(KNOWN)}", method="POST"),
        PAUSE,
        KNOWN,
    ],
    "known in chunks": [ask("/echo", "Transfer-Encoding: chunked", method="POST"), PAUSE, KNOWN],
    "known after another upgrade": [ask("/echo", "Connection: Upgrade", "Upgrade: h2c"), PAUSE, KNOWN],
    "known after one that closes": [ask("/closes"), PAUSE, KNOWN],
    "known after the last": [ask("/echo", "Connection: close"), PAUSE, KNOWN],
    "known after an old one": [ask("/echo", version="1.0"), PAUSE, KNOWN],
    **{f"POST {name}": [post(f"/{name}")] for name in sorted(SHORT)},
    **{f"POST {name}, body in a packet of its own": [post(f"/{name}")[:-4], PAUSE, b"body"] for name in sorted(SHORT)},
}
SITUATIONS = {**BY_REQUEST, **PIPELINED, **ONCE_MORE}
LOGGED = logging.getLogger("uvicorn.error")


class Counting(MockProtocol):
    """Counts by the ways that shortcuts have."""

    ways: ClassVar[Counter[str]] = Counter()

    def _answer_shortly(self, shortcut: Shortcut, data: bytes, body: bytes) -> None:
        self.ways[data.split()[1].decode()] += 1
        super()._answer_shortly(shortcut, data, body)


@pytest.fixture(scope="module")
def ports() -> Iterator[list[int]]:
    with ExitStack() as running:
        servers: list[Served] = [
            running.enter_context(served(application, ClosableProtocol)),
            running.enter_context(served(application_with_shortcuts, Counting)),
        ]
        yield [server.port for server in servers]


@pytest.fixture(scope="module")
def answers(ports: list[int]) -> dict[str, list[list[bytes]]]:
    """What both servers answered when they were asked again."""
    for _ in range(2):  # a head is kept when it comes again
        asyncio.run(answers_to(ports, SITUATIONS))
    Counting.ways.clear()
    return asyncio.run(answers_to(ports, SITUATIONS))


@pytest.mark.parametrize("situation", SITUATIONS)
def test_answers_are_those_of_uvicorn(ports: list[int], answers: dict[str, list[list[bytes]]], situation: str) -> None:
    expected, found = asked_again_where_unlike(ports, SITUATIONS[situation], answers[situation])
    assert found == expected


def test_the_shortcuts_were_taken(answers: dict[str, list[list[bytes]]]) -> None:
    assert answers
    assert Counting.ways.keys() >= {f"/{name}" for name in SHORT}


def test_a_request_that_failed_by_a_shortcut_is_logged_as_others_are(caplog: pytest.LogCaptureFixture) -> None:
    request = ask("/raises")

    async def exchange() -> RecordingTransport:
        ((protocol, transport),) = connections(Counting, application_with_shortcuts, 1)
        for _ in range(3):
            Counting.ways.clear()
            protocol.data_received(request)
            await asyncio.gather(*protocol.tasks)
            protocol.transport.flush()
        return transport

    with caplog.at_level(logging.ERROR, LOGGED.name):
        transport = asyncio.run(exchange())
    assert [repr(record.exc_info[1]) for record in caplog.records if record.exc_info] == ["LookupError('at once')"] * 3
    assert len(set(transport.written)) == 1
    assert Counting.ways == {"/raises": 1}
