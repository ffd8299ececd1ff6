"""Our protocol answers as Uvicorn's own does, whatever callers and applications do."""

import asyncio
import logging
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest

from mock_server.cli.protocol import MockProtocol
from tests.cli.asgi_applications import BY_NAME, application
from tests.cli.serving import HANG_UP, ClosableProtocol, Served, conversation, served, until

PROTOCOLS = (ClosableProtocol, MockProtocol)
PAUSE = 0.05
QUIET, LONG_QUIET = 0.3, 2.0

Steps = Sequence[bytes | float]


def ask(path: str, *headers: str, method: str = "GET", body: bytes = b"", version: str = "1.1") -> bytes:
    announced = [f"Content-Length: {len(body)}"] if body else []
    lines = (f"{method} {path} HTTP/{version}", "Host: here", *headers, *announced, "", "")
    return "\r\n".join(lines).encode() + body


def post(path: str, *headers: str, body: bytes = b"body") -> bytes:
    return ask(path, *headers, method="POST", body=body)


def chunks(*parts: bytes, trailers: bytes = b"") -> bytes:
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n" + trailers + b"\r\n"


CHUNKED = ask("/echo", "Transfer-Encoding: chunked", method="POST")
EXPECTING = ask("/echo", "Expect: 100-continue", "Content-Length: 4", method="POST")
UPGRADE = ("Connection: Upgrade", "Sec-WebSocket-Key: abc", "Sec-WebSocket-Version: 13")
LINE_BREAKS = (b"GET /echo HTTP/1.1\r\nx: a\r\n", b"\r\n", b"GET /echo HTTP/1.1\n\n")

SMALL: Steps = [step for byte in post("/echo?x=y", "X-A: 1") for step in (bytes((byte,)), 0.0005)]

BY_REQUEST: dict[str, Steps] = {
    "body": [post("/echo")],
    "empty body": [ask("/echo", "Content-Length: 0", method="POST")],
    "method": [ask("/echo", method="PATCH", body=b"x")],
    "query": [ask("/echo/a/b?c=d&e=%20?f")],
    "empty query": [ask("/echo?")],
    "escapes": [ask("/echo/%2Fa%20b%C3%A9%FF/%zz")],
    "fragment": [ask("/echo?a#b")],
    "double slash": [ask("//echo//x")],
    "whole URL": [ask("http://there/echo?x")],
    "no path": [ask("http://there")],
    "asterisk": [ask("*", method="OPTIONS")],
    "no URL": [ask("echo")],
    "not ASCII": ["GET /echo/é HTTP/1.1\r\n\r\n".encode()],
    "odd URL": [ask("/echo/\x01")],
    "connect": [ask("there:80", method="CONNECT")],
    "head": [ask("/echo", method="HEAD")],
    "head in parts": [ask("/parts", method="HEAD")],
    "old": [ask("/echo", version="1.0")],
    "old that stays": [ask("/echo", "Connection: keep-alive", version="1.0")],
    "too new": [ask("/echo", version="2.0")],
    "closing": [ask("/echo", "Connection: close")],
    "closing and a body": [post("/echo", "Connection: close")],
    "staying": [ask("/echo", "Connection: keep-alive")],
    "headers": [ask("/echo", "X-A: 1", "x-a:2", "X-Empty:", "X-Latin: \xe9")],
    "long header": [ask("/echo", "X-A: " + "a" * 30_000)],
    "header too long": [ask("/echo", "X-A: " + "a" * 200_000)],
    "forwarded": [ask("/echo", "X-Forwarded-Proto: https", "X-Forwarded-For: 1.2.3.4, 127.0.0.1")],
    "forwarded and plain": [ask("/echo", "X-Forwarded-Proto: https") + ask("/echo")],
    "forwarded oddly": [ask("/echo", "X-Forwarded-Proto: gopher", "X-Forwarded-Host: there")],
    "upgrade": [ask("/echo", *UPGRADE, "Upgrade: websocket")],
    "other upgrade": [ask("/echo", *UPGRADE, "Upgrade: h2c"), PAUSE, b"PRI * HTTP/2.0\r\n\r\n"],
    "upgrade and a body": [post("/echo", *UPGRADE, "Upgrade: h2c")],
    "expecting": [EXPECTING, PAUSE, b"body"],
    "expecting at once": [EXPECTING + b"body"],
    "expecting with nobody reading": [EXPECTING.replace(b"/echo", b"/early"), PAUSE, b"body"],
    "expecting something else": [post("/echo", "Expect: wonders")],
    "chunk": [CHUNKED + chunks(b"body")],
    "chunks": [CHUNKED + chunks(b"body", b"and more")],
    "no chunks": [CHUNKED + chunks()],
    "chunks in packets": [CHUNKED, PAUSE, chunks(b"body", b"and")[:7], PAUSE, chunks(b"body", b"and")[7:]],
    "trailers": [CHUNKED + chunks(b"body", trailers=b"x-trailer: 1\r\nexpect: 100-continue\r\n")],
    "bad chunk": [CHUNKED + b"nonsense\r\n"],
    "bad chunk after a good one": [CHUNKED + b"1\r\na\r\nnonsense\r\n"],
    "body in a packet of its own": [post("/messages")[:-4], PAUSE, b"body"],
    "body in packets": [post("/messages")[:-4], PAUSE, b"bo", PAUSE, b"dy"],
    "part of the body at once": [post("/messages")[:-2], PAUSE, b"dy"],
    "body that nobody reads": [post("/early")[:-2], PAUSE, b"dy"],
    "body that nobody reads, and the next": [post("/early")[:-2], PAUSE, b"dy" + ask("/echo")],
    "body at the limit": [post("/echo", body=b"x" * 65536)],
    "body over the limit": [post("/echo", body=b"x" * 65537)],
    "long body": [post("/echo", body=b"xyz" * 200_000)],
    "long body that nobody reads": [post("/early", body=b"xyz" * 200_000)],
    "small packets": SMALL,
    "packets in the head": [post("/echo")[:9], PAUSE, post("/echo")[9:30], PAUSE, post("/echo")[30:]],
    "one after the other": [post("/echo"), PAUSE, post("/echo", body=b"again"), PAUSE, ask("/echo")],
    "after a slow one": [post("/slow"), 2 * PAUSE, post("/echo")],
    "pipelined": [post("/echo") + post("/echo", body=b"again") + ask("/echo")],
    "pipelined behind a slow one": [ask("/slow") + post("/echo")],
    "pipelined behind parts": [ask("/chunked") + post("/echo") + ask("/parts")],
    "pipelined later": [ask("/slow"), 0.01, post("/echo"), 0.01, post("/echo", body=b"again")],
    "pipelined in part": [post("/echo") + post("/echo")[:-2], PAUSE, b"dy"],
    "pipelined in the head": [post("/echo") + post("/echo")[:20], PAUSE, post("/echo")[20:]],
    "pipelined, closing": [post("/echo") + ask("/echo", "Connection: close") + ask("/echo")],
    "pipelined behind an end": [ask("/closes") + ask("/echo")],
    "pipelined behind a failure": [ask("/raises") + ask("/echo")],
    "pipelined, head": [ask("/echo") + ask("/echo", method="HEAD") + ask("/echo")],
    "malformed": [b"nonsense\r\n\r\n"],
    "malformed header": [b"GET /echo HTTP/1.1\r\nno header\r\n\r\n"],
    "malformed after a good one": [ask("/echo") + b"nonsense\r\n\r\n"],
    "malformed after a good one with a body": [post("/echo") + b"nonsense\r\n\r\n"],
    "malformed after one that tells": [post("/tells") + b"nonsense\r\n\r\n"],
    "malformed after an answer": [ask("/echo"), PAUSE, b"nonsense\r\n\r\n"],
    "malformed behind a slow one": [ask("/slow"), 0.01, b"nonsense\r\n\r\n"],
    "malformed length": [ask("/echo", "Content-Length: x", method="POST")],
    "length and chunks": [post("/echo", "Transfer-Encoding: chunked")],
    "two lengths": [post("/echo", "Content-Length: 3")],
    "folded header": [LINE_BREAKS[0] + b" b\r\n\r\n"],
    "empty line before": [LINE_BREAKS[1] + ask("/echo")],
    "line feeds alone": [LINE_BREAKS[2]],
    "hanging up after": [post("/echo"), HANG_UP],
    "hanging up while it is slow": [post("/slow"), PAUSE / 5, HANG_UP],
    "hanging up in the head": [post("/echo")[:20], PAUSE, HANG_UP],
    "hanging up in the body": [post("/echo")[:-2], PAUSE, HANG_UP],
    "hanging up at once": [HANG_UP],
    "hanging up on a long answer": [ask("/big"), HANG_UP],
    "hanging up in the middle": [ask("/waits_for_the_end"), PAUSE, HANG_UP],
    "hanging up after the head": [post("/waits_with_head"), PAUSE, HANG_UP],
}
APPLICATIONS = sorted(BY_NAME)
BY_APPLICATION: dict[str, Steps] = {
    f"{method} {name}": [ask(f"/{name}", method=method, body=b"body" if method == "POST" else b"")]
    for name in APPLICATIONS
    for method in ("GET", "POST", "HEAD")
}
PIPELINED: dict[str, Steps] = {f"{name}, then echo": [ask(f"/{name}") + post("/echo")] for name in APPLICATIONS}
SITUATIONS = {**BY_REQUEST, **BY_APPLICATION, **PIPELINED}


@dataclass
class Records(logging.Handler):
    """What was logged, by the thread that a server runs in."""

    logged: dict[str, Counter[str]] = field(default_factory=lambda: {each.__name__: Counter() for each in PROTOCOLS})

    def __post_init__(self) -> None:
        super().__init__()

    __hash__ = logging.Handler.__hash__

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.WARNING and record.threadName in self.logged:
            error = repr(record.exc_info[1]) if record.exc_info else ""
            self.logged[record.threadName][f"{record.getMessage()} {error}"] += 1

    def differences(self) -> dict[str, tuple[int, int]]:
        """How often each was logged, where that is not as often."""
        one, other = self.logged.values()
        return {line: (one[line], other[line]) for line in one | other if one[line] != other[line]}


@pytest.fixture(scope="module")
def records() -> Iterator[Records]:
    logger = logging.getLogger("uvicorn.error")
    records = Records()
    logger.addHandler(records)
    yield records
    logger.removeHandler(records)


@pytest.fixture(scope="module")
def servers(records: Records) -> Iterator[list[Served]]:  # noqa: ARG001  (from before the servers start)
    with ExitStack() as running:
        yield [running.enter_context(served(application, protocol)) for protocol in PROTOCOLS]


@pytest.fixture(scope="module")
def ports(servers: list[Served]) -> list[int]:
    return [server.port for server in servers]


@pytest.fixture(scope="module")
def answers(ports: list[int]) -> dict[str, list[list[bytes]]]:
    return asyncio.run(answers_to(ports, SITUATIONS))


async def answers_to(ports: list[int], situations: Mapping[str, Steps]) -> dict[str, list[list[bytes]]]:
    """What both servers answered, all situations at a time."""
    found = await asyncio.gather(*(both(ports, steps, QUIET) for steps in situations.values()))
    return dict(zip(situations, found, strict=True))


def asked_again_where_unlike(ports: list[int], steps: Steps, answers: list[list[bytes]]) -> list[list[bytes]]:
    """A busy machine takes longer than it is quiet."""
    expected, found = answers
    return answers if found == expected else asyncio.run(both(ports, steps, LONG_QUIET))


async def both(ports: list[int], steps: Steps, quiet: float) -> list[list[bytes]]:
    found = await asyncio.gather(*(conversation(port, steps, quiet) for port in ports))
    return [[re.sub(rb"date: [^\r]*", b"date: today", part) for part in parts] for parts in found]


@pytest.mark.parametrize("situation", SITUATIONS)
def test_answers_are_those_of_uvicorn(ports: list[int], answers: dict[str, list[list[bytes]]], situation: str) -> None:
    expected, found = asked_again_where_unlike(ports, SITUATIONS[situation], answers[situation])
    assert found == expected


def test_logs_are_those_of_uvicorn(records: Records, answers: dict[str, list[list[bytes]]]) -> None:
    assert answers
    until(lambda: not records.differences(), records.differences)
    assert sum(records.logged[MockProtocol.__name__].values()) > len(APPLICATIONS)
