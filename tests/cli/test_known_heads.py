"""A request whose head is known is answered as any other is, whatever happened in between."""

import asyncio
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from mock_server.cli.protocol import MockProtocol
from mock_server.domain.journal import JournalEntry
from mock_server.http_api.access_log import ACCESS_LOG
from mock_server.http_api.connection import SHORTCUT, Shortcut
from tests.asgi import ALICE, InProcess
from tests.cli.connection import connections
from tests.cli.test_answers_at_once import KEY, _ask, _requests

MINT = _ask("POST", "/auth/codes", KEY, "Content-Type: application/json", body=json.dumps({"userId": ALICE}).encode())
INDUSTRIES = "GET", "/industries", KEY


class Knowing(MockProtocol):
    """Counts what is answered by shortcuts."""

    short = 0

    def _answer_shortly(self, shortcut: Shortcut, data: bytes, body: bytes) -> None:
        self.short += 1
        super()._answer_shortly(shortcut, data, body)


class Forgetful(MockProtocol):
    """Offers no shortcuts."""

    def _usual_scope(self) -> dict[str, Any]:
        scope = super()._usual_scope()
        scope["extensions"].pop(SHORTCUT, None)
        return scope


class Told:
    """What a server told to requests, one after the other."""

    def __init__(self, protocol_class: type, requests: list[bytes], **settings: Any) -> None:
        self.mock = InProcess(seed=1, **settings)
        self.answers = asyncio.run(self._exchange(protocol_class, requests))

    async def _exchange(self, protocol_class: type, requests: list[bytes]) -> list[bytes]:
        ((self.protocol, transport),) = connections(protocol_class, self.mock.server.application, 1)
        for request in requests:
            self.protocol.data_received(request)
            await asyncio.gather(*self.protocol.tasks)
            await asyncio.sleep(0)
        return [re.sub(rb"\r\ndate: .*?\r\n", b"\r\n", written) for written in transport.written]

    @property
    def short(self) -> int:
        return int(getattr(self.protocol, "short", 0))

    @property
    def statuses(self) -> list[int]:
        return [int(answer.split()[1]) for answer in self.answers]

    @property
    def journal(self) -> list[JournalEntry]:
        return [replace(entry, seconds=0) for entry in self.mock.server.worlds.require("default").journal]


@pytest.fixture(autouse=True)
def _without_log() -> Iterator[None]:
    ACCESS_LOG.disabled = True
    yield
    ACCESS_LOG.disabled = False


def _control(method: str, path: str, body: object = None) -> bytes:
    content = b"" if body is None else json.dumps(body).encode()
    asked = _ask(method, f"/__mock__{path}", "Content-Type: application/json", body=content)
    return asked.replace(b"Host: here", b"Host: 127.0.0.1")


def test_every_operation_answers_again_as_it_would_without_knowing_the_head(mock: InProcess) -> None:
    requests = [each for once in _requests(iter(mock.server.contract.operations.values())) for each in [once] * 3]
    knowing, forgetful = Told(Knowing, [*requests, *[MINT] * 3]), Told(Forgetful, [*requests, *[MINT] * 3])
    assert knowing.answers == forgetful.answers
    assert knowing.journal == forgetful.journal
    unforced = sum(b"__code" not in request for request in requests)
    assert unforced * 0.3 < knowing.short < unforced * 0.4


def test_each_time_something_new_is_made() -> None:
    told = Told(Knowing, [MINT] * 4)
    assert (told.statuses, told.short, len(set(told.answers))) == ([201] * 4, 2, 4)


def test_a_fault_made_later_befalls_requests_with_a_known_head() -> None:
    fault = _control("POST", "/faults", {"status": 503, "count": 1})
    told = Told(Knowing, [MINT, MINT, MINT, fault, MINT, MINT])
    assert (told.statuses, told.short) == ([201, 201, 201, 201, 503, 201], 3)


def test_a_world_that_is_gone_is_not_found_by_a_known_head() -> None:
    ask = _ask("GET", "/w/mine/industries", KEY)
    told = Told(
        Knowing, [_control("POST", "/worlds", {"name": "mine"}), ask, ask, ask, _control("DELETE", "/worlds/mine"), ask]
    )
    assert told.statuses == [201, 200, 200, 200, 204, 404]
    assert told.short == 2


@pytest.mark.parametrize(
    "request_",
    [
        _ask(*INDUSTRIES, "Prefer: code=404"),
        _ask(*INDUSTRIES, "x-mock-error: Industry.NotFound"),
        _ask("GET", "/industries?__code=200", KEY),
        _ask(*INDUSTRIES, "Origin: http://page.example"),
        _ask(*INDUSTRIES).replace(b"Host: here\r\n", b""),
        _ask(*INDUSTRIES).replace(b"Host: here", b"Host: an odd one!"),
        _ask("HEAD", "/industries", KEY),
        _ask("GET", "/__mock__/health"),
        _ask("GET", "/"),
    ],
    ids=["prefer", "error", "query", "origin", "no host", "odd host", "head", "control", "page"],
)
def test_what_depends_on_more_than_head_and_body_has_no_shortcut(request_: bytes) -> None:
    told = Told(Knowing, [request_] * 4)
    assert told.short == 0
    assert len(set(told.answers)) == 1


def test_the_log_has_the_lines_that_it_has_without_knowing_the_head(
    mock: InProcess, caplog: pytest.LogCaptureFixture
) -> None:
    ACCESS_LOG.disabled = False
    requests = [each for once in _requests(iter(mock.server.contract.operations.values())) for each in [once] * 3]
    lines = []
    for protocol in (Knowing, Forgetful):
        caplog.clear()
        with caplog.at_level(logging.INFO, ACCESS_LOG.name):
            told = Told(protocol, requests)
        lines.append([re.sub(r"[\d.]+ ms", "... ms", line) for line in caplog.messages])
        assert len(lines[-1]) == len(told.answers)
        assert (protocol is Knowing) == (told.short > len(mock.server.contract.operations))
    knowing, forgetful = lines
    assert knowing == forgetful
