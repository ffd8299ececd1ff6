"""Writes what was asked and answered into the journal of its world."""

from datetime import datetime
from types import TracebackType
from typing import NamedTuple

from mock_server.domain.coverage import Outcome
from mock_server.domain.journal import JournalEntry, Refusal
from mock_server.domain.model import Membership
from mock_server.domain.principal import Principal, SessionUser
from mock_server.domain.tables import MEMBERSHIP_BY_USER, MEMBERSHIPS
from mock_server.domain.violations import Violation
from mock_server.domain.world import World
from mock_server.http_api.answer import Answer
from mock_server.http_api.call import Call


class Before(NamedTuple):
    """A world before a request: its time, and how much had been changed and drawn."""

    at: datetime
    changes: int
    drawn: int

    @classmethod
    def of(cls, world: World) -> "Before":
        return cls(world.clock.now(), world.store.changes, world.ids.drawn)


def record(call: Call, answer: Answer, before: Before, seconds: float) -> None:
    world, request = call.world, call.request
    asked = call.forced or (call.met is not None and call.met.spoiling is not None)
    world.coverage.add(Outcome(call.routed.operation_id, answer.status, answer.error_code, asked))
    if not world.journal.limit:
        return
    world.journal.add(
        JournalEntry(
            id=world.journal.next_id,
            at=before.at,
            method=request.method,
            target=request.target,
            headers=request.headers,
            body=request.body,
            base_url=request.base_url,
            operation_id=call.routed.operation_id,
            principal=call.principal,
            organisation_id=None if call.organisation is None else call.organisation.id,
            memberships=_memberships(world, call.principal),
            status=answer.status,
            answer_headers=answer.headers,
            media_type=answer.media_type,
            content=answer.content,
            error_code=answer.error_code,
            refusal=None if call.violation is None else _refusal(call.step, call.violation),
            changed=world.store.changes != before.changes or world.ids.drawn != before.drawn,
            seconds=seconds,
            forced=call.forced,
            fault=None if call.met is None else call.met.told,
            step=call.step,
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
