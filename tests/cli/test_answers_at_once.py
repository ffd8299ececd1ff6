"""An answer that the server takes as it is has the bytes that ASGI's messages would have had."""

import asyncio
import re
from collections.abc import Iterator
from typing import Any

import pytest

from mock_server.cli.protocol import MockProtocol
from mock_server.contract.document import Operation
from mock_server.http_api.access_log import ACCESS_LOG
from mock_server.http_api.answer import Answer
from mock_server.http_api.connection import ANSWER
from mock_server.http_api.respond import lines_of
from tests.asgi import ACME_KEY, InProcess
from tests.cli.connection import connections

KEY = f"x-dolfin-api-key: {ACME_KEY}"


class ByMessages(MockProtocol):
    """Offers ASGI's messages alone."""

    def _usual_scope(self) -> dict[str, Any]:
        scope = super()._usual_scope()
        del scope["extensions"][ANSWER]
        return scope


class Counting(MockProtocol):
    """Counts what it was given and took at once."""

    taken = 0

    def _answer_at_once(self, send: Any, status: int, lines: bytes, content: bytes) -> bool:
        done = super()._answer_at_once(send, status, lines, content)
        self.taken += done
        return done


def _ask(method: str, target: str, *headers: str, body: bytes = b"") -> bytes:
    lines = (f"{method} {target} HTTP/1.1", "Host: here", *headers, f"Content-Length: {len(body)}", "", "")
    return "\r\n".join(lines).encode() + body


def _requests(operations: Iterator[Operation]) -> Iterator[bytes]:
    """Each answer that an operation documents, forced, and what it answers to nobody."""
    for operation in operations:
        path = re.sub(r"\{.*?\}", "9a658587-fe02-402e-b1ac-bfaf53274ef8", operation.path)
        for status in operation.responses:
            if status.isdigit():
                yield _ask(operation.method, f"{path}?__code={status}")
        yield _ask(operation.method, path)
        yield _ask(operation.method, path, KEY, "content-type: application/json", body=b"{}")
    yield _ask("GET", "/nothing")
    yield _ask("OPTIONS", "/invoices")
    yield _ask("HEAD", "/industries", KEY)
    yield _ask("GET", "/industries", KEY, "Origin: http://page.example")


def _answers(protocol_class: type, requests: list[bytes]) -> tuple[list[bytes], Any]:
    async def exchange() -> tuple[list[bytes], Any]:
        mock = InProcess(seed=1)
        ((protocol, transport),) = connections(protocol_class, mock.server.application, 1)
        for request in requests:
            protocol.data_received(request)
            await asyncio.sleep(0)
            await asyncio.gather(*protocol.tasks)
        await asyncio.sleep(0)
        return [re.sub(rb"\r\ndate: .*?\r\n", b"\r\n", written) for written in transport.written], protocol

    return asyncio.run(exchange())


@pytest.fixture
def without_log() -> Iterator[None]:
    ACCESS_LOG.disabled = True
    yield
    ACCESS_LOG.disabled = False


@pytest.mark.usefixtures("without_log")
def test_every_documented_answer_has_the_same_bytes_either_way(mock: InProcess) -> None:
    requests = list(_requests(iter(mock.server.contract.operations.values())))
    at_once, protocol = _answers(Counting, requests)
    by_messages, _ = _answers(ByMessages, requests)
    assert at_once == by_messages
    assert len(requests) * 0.9 < protocol.taken < len(requests)


@pytest.mark.usefixtures("without_log")
def test_whoever_wants_to_see_messages_sees_them() -> None:
    for request in (_ask("GET", "/industries", KEY, "Origin: http://page.example"), _ask("GET", "/__mock__/health")):
        _, protocol = _answers(Counting, [request])
        assert protocol.taken == 0


def test_no_header_breaks_out_of_its_line() -> None:
    assert lines_of(Answer(200, "text/plain", b"abc", {"x-a": "1"})) == (
        b"x-a: 1\r\ncontent-type: text/plain\r\ncontent-length: 3\r\n"
    )
    for name, value in (("x-a", "1\r\nx-b: 2"), ("x-a", "1\nx-b: 2"), ("x-a\r\nx-b", "1"), ("x-a", "1\0")):
        assert lines_of(Answer(200, "text/plain", b"", {name: value})) is None


def test_how_an_answer_without_a_length_ends_is_up_to_the_server() -> None:
    assert lines_of(Answer(204, None, b"")) == b""
    assert lines_of(Answer(202, None, b"")) is None
