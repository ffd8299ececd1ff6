"""The application behind the router: one request in, one answer out."""

import logging
import time
from functools import partial

from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from mock_server.catalogue import INTERNAL_ERROR, WORLD_NOT_FOUND
from mock_server.domain.faults import Met
from mock_server.domain.violations import Violation
from mock_server.domain.worlds import Worlds
from mock_server.http_api.answer import Answer
from mock_server.http_api.body import limit_for, may_come, receive_body
from mock_server.http_api.call import Call
from mock_server.http_api.channel import Channel, whole
from mock_server.http_api.connection import SHORTCUT, ByShortcut, ShortcutTaker, note
from mock_server.http_api.cors import ORIGIN_HEADER
from mock_server.http_api.demands import asks_for_an_answer, is_demanded
from mock_server.http_api.faulting import answer_spoilt, pause, send_spoilt
from mock_server.http_api.headers import read_headers
from mock_server.http_api.pipeline import Pipeline
from mock_server.http_api.problems import problem, problem_of
from mock_server.http_api.recording import record
from mock_server.http_api.request_head import RequestHead, named_host, read_head
from mock_server.http_api.routing import routed
from mock_server.http_api.timekeeper import Timekeeper

_LOG = logging.getLogger(__name__)


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
        head = read_head(scope, headers, found)
        self._offer_shortcut(channel, head)
        world = self._worlds.find(head.world)
        if world is None:
            await _send_no_world(channel)
            return
        met: Met | None = None
        if world.faults.made and operation is not None and not asks_for_an_answer(head, operation):
            met = world.faults.meet(operation.id, world.clock.now())
        if met is not None and met.delay_ms:
            del world  # nobody waits for the request: when its delay is over there may be another, or none
            note(scope, met.told)
            await pause(met.delay_ms)
            world = self._worlds.find(head.world)
            if world is None:
                await _send_no_world(channel)
                return
        call = Call(world, head, body, met=met)
        answer = self._recorded(call, started)
        if met is not None:
            note(scope, met.told)
            await send_spoilt(channel, met, answer)
            return
        if call.forced:
            note(scope, "forced")
        await channel.send_answer(answer)

    def _offer_shortcut(self, channel: Channel, head: RequestHead) -> None:
        """Tells a server that wants to know how to answer requests with this head, where nothing but bodies differ."""
        take: ShortcutTaker | None = channel.scope["extensions"].get(SHORTCUT)
        if take is None or channel.cross_origin or is_demanded(head) or named_host(head.headers) is None:
            return
        take(channel.send, partial(self._answer_shortly, head))

    def _answer_shortly(self, head: RequestHead, body: bytes) -> ByShortcut:
        """A `Shortcut`. A world with faults may let its callers wait."""
        started = time.perf_counter()
        world = self._worlds.find(head.world)
        if world is None or world.faults.made:
            return None
        return whole(self._recorded(Call(world, head, body), started))

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
