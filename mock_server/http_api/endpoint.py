"""The application behind the router: one request in, one answer out."""

import logging
import re
import time
from collections.abc import Mapping
from functools import lru_cache

from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from mock_server.catalogue import INTERNAL_ERROR, WORLD_NOT_FOUND
from mock_server.domain.faults import Met
from mock_server.domain.journal import Headers
from mock_server.domain.violations import Violation
from mock_server.domain.worlds import Worlds
from mock_server.http_api.answer import Answer
from mock_server.http_api.body import limit_for, may_come, receive_body
from mock_server.http_api.call import Call, HttpRequest
from mock_server.http_api.channel import Channel
from mock_server.http_api.connection import note
from mock_server.http_api.cors import ORIGIN_HEADER
from mock_server.http_api.demands import asks_for_an_answer
from mock_server.http_api.faulting import answer_spoilt, pause, send_spoilt
from mock_server.http_api.headers import read_headers
from mock_server.http_api.pipeline import Pipeline
from mock_server.http_api.problems import problem, problem_of
from mock_server.http_api.recording import record
from mock_server.http_api.routing import routed
from mock_server.http_api.timekeeper import Timekeeper
from mock_server.http_api.world_of_request import named_world

_LOG = logging.getLogger(__name__)
_HOST = re.compile(r"[A-Za-z0-9.:\[\]_-]+")
_LONGEST_HOST = 255
_ADDRESSES = 1_000
"""How many are remembered: what the journal keeps of thousands of requests is then one text."""


class Endpoint:
    """Answers every request of the API. The pipeline runs without interruption, so that a request is atomic."""

    def __init__(self, worlds: Worlds, pipeline: Pipeline, timekeeper: Timekeeper) -> None:
        self._worlds = worlds
        self._pipeline = pipeline
        self._timekeeper = timekeeper

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = read_headers(scope)
        found = routed(scope)
        operation = self._pipeline.contract.operations.get(found.operation_id or "")
        limit = limit_for(operation, headers)
        try:
            body = await receive_body(receive, headers, limit) if may_come(operation, headers) else b""
        except ClientDisconnect:
            return  # what came in part was not meant to be done, and nobody waits for an answer
        unread = body is None and "expect" not in headers  # who expects a word first has sent nothing yet
        channel = Channel(scope, receive, send, unread, ORIGIN_HEADER in headers)
        started = time.perf_counter()
        world = self._worlds.find(named_world(scope).name)
        if world is None:
            await _send_no_world(channel)
            return
        request = _request_of(scope, headers, body, limit)
        met: Met | None = None
        if world.faults.made and operation is not None and not asks_for_an_answer(request, operation):
            met = world.faults.meet(operation.id, world.clock.now())
        if met is not None and met.delay_ms:
            del world  # nobody waits for the request: when its delay is over there may be another, or none
            note(scope, met.told)
            await pause(met.delay_ms)
            world = self._worlds.find(named_world(scope).name)
            if world is None:
                await _send_no_world(channel)
                return
        call = Call(world, request, found, met=met)
        answer = self._recorded(call, started)
        if met is not None:
            note(scope, met.told)
            await send_spoilt(channel, met, answer)
            return
        if call.forced:
            note(scope, "forced")
        await channel.send_answer(answer)

    def _recorded(self, call: Call, started: float) -> Answer:
        """The answer, written into the world's journal as it is sent."""
        world = call.world
        now = world.clock.now()
        with world.clock.at(now):  # one moment for all of it: sent again at that time, it does the same
            self._timekeeper.catch_up(world)
            changes, drawn = world.store.changes, world.ids.drawn
            answer = self._answer(call)
            if call.met is not None and call.step != Pipeline.fail.__name__:
                answer = answer_spoilt(call, call.met, answer)
        changed = world.store.changes != changes or world.ids.drawn != drawn
        record(call, answer, now, time.perf_counter() - started, changed=changed)
        if call.violation is not None:
            _let_go(call.violation)
        return answer

    def _answer(self, call: Call) -> Answer:
        try:
            answer = self._pipeline.run(call)
            self._timekeeper.stir(call.world)
        except Exception:  # noqa: BLE001  (the last resort: a caller gets a problem, the log the traceback)
            _LOG.exception("a fault of the mock at %s %r", call.request.method, call.request.path)
            return problem(INTERNAL_ERROR, INTERNAL_ERROR.detail, call.request.path)
        return answer


def _let_go(violation: Violation) -> None:
    """Where it was raised, and for what, holds the call, which holds it: all would wait for the garbage collector."""
    violation.__traceback__ = violation.__cause__ = violation.__context__ = None


async def _send_no_world(channel: Channel) -> None:
    await channel.send_answer(problem_of(Violation(WORLD_NOT_FOUND), channel.scope["path"]))


def _request_of(scope: Scope, headers: Headers, body: bytes | None, limit: int) -> HttpRequest:
    return HttpRequest(
        scope["method"],
        scope["path"],
        scope["query_string"],
        headers,
        body,
        limit,
        base_url(scope, headers),
        _target(scope),
    )


def base_url(scope: Scope, headers: Mapping[str, tuple[str, ...]]) -> str:
    """How the caller reached this server and world; by its own address where the Host header is missing or odd."""
    host = headers.get("host", ("",))[0]
    if len(host) > _LONGEST_HOST or not _HOST.fullmatch(host):
        address, port = scope.get("server") or ("127.0.0.1", 80)
        host = f"{address}:{port}"
    return _address(scope["scheme"], host, named_world(scope).prefix)


@lru_cache(_ADDRESSES)
def _address(scheme: str, host: str, prefix: str) -> str:
    return f"{scheme}://{host}{prefix}"


def _target(scope: Scope) -> str:
    raw_path, query = scope["raw_path"], scope["query_string"]
    path: str = raw_path.decode("latin-1") if b"%" in raw_path else scope["path"]
    return f"{path}?{query.decode('latin-1')}" if query else path
