"""Writes what was asked and answered into the journal of its world."""

from datetime import datetime
from functools import lru_cache
from types import TracebackType

from mock_server.domain.coverage import Outcome
from mock_server.domain.journal import JournalEntry, Refusal
from mock_server.domain.model import Membership
from mock_server.domain.principal import Principal, SessionUser
from mock_server.domain.tables import MEMBERSHIP_BY_USER, MEMBERSHIPS
from mock_server.domain.violations import Violation
from mock_server.domain.world import World
from mock_server.http_api.answer import Answer
from mock_server.http_api.call import Call

_outcome = lru_cache(10_000)(Outcome)
"""Most requests end as one did before."""


def record(call: Call, answer: Answer, at: datetime, seconds: float, *, changed: bool) -> None:
    """`at` is the world's time when the request came; `changed` says whether it changed the world."""
    world, request, operation_id = call.world, call.request, call.request.routed.operation_id
    asked = call.forced or (call.met is not None and call.met.spoiling is not None)
    world.coverage.add(_outcome(operation_id, answer.status, answer.error_code, asked))
    journal = world.journal
    if not journal.limit:
        return
    journal.add(
        JournalEntry(
            journal.next_id,
            at,
            request.method,
            request.target,
            request.headers,
            call.sent,
            request.base_url,
            operation_id,
            call.principal,
            None if call.organisation is None else call.organisation.id,
            _memberships(world, call.principal),
            answer.status,
            answer.headers,
            answer.media_type,
            answer.content,
            answer.error_code,
            None if call.violation is None else _refusal(call.step, call.violation),
            changed,
            seconds,
            call.forced,
            None if call.met is None else call.met.told,
            call.step,
        )
    )


def _memberships(world: World, principal: Principal) -> tuple[Membership, ...]:
    if not isinstance(principal, SessionUser):
        return ()
    return world.store.find(MEMBERSHIPS, MEMBERSHIP_BY_USER, principal.user_id)


def _refusal(step: str, violation: Violation) -> Refusal:
    return Refusal(step, _rule(violation.__traceback__), violation.detail, violation.failures)


def _rule(traceback: TracebackType | None) -> str:
    """The function that refused: the last one that was called."""
    name = ""
    while traceback is not None:
        name, traceback = traceback.tb_frame.f_code.co_name, traceback.tb_next
    return name
