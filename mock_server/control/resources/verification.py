"""Whether a client asked for what a test expects of it."""

from collections.abc import Mapping
from typing import Any

from mock_server.catalogue import INVALID_REQUEST, NOT_AS_EXPECTED
from mock_server.control.journal_entries import exchange_of
from mock_server.control.route import ControlRequest, Route, Taken
from mock_server.control.verifying.expectation import EXPECTATION_MEMBERS, expectation_of
from mock_server.control.verifying.verdict import Count, Near, Verdict, counted, in_order
from mock_server.domain.masking import Masking
from mock_server.domain.violations import Violation
from mock_server.explaining.exchange import Exchange
from mock_server.explaining.shown import summary
from mock_server.json_value import Json

_MOST_EXPECTED = 100
_NUMBER = {"type": "integer", "minimum": 0}
_COUNT = {
    "oneOf": [
        _NUMBER,
        {
            "type": "object",
            "additionalProperties": False,
            "minProperties": 1,
            "properties": {"atLeast": _NUMBER, "atMost": _NUMBER},
        },
    ],
    "description": "How many such requests there are; at least one where it is left out.",
}
_AFTER = {**_NUMBER, "description": "Only requests later than the journal entry with this id."}
_ORDER = {
    "type": "array",
    "minItems": 1,
    "maxItems": _MOST_EXPECTED,
    "items": {
        "type": "object",
        "additionalProperties": False,
        "minProperties": 1,
        "properties": dict(EXPECTATION_MEMBERS),
    },
    "description": "Requests that came one after the other, instead of one request.",
}
_EXPECTED = Taken(
    {
        "type": "object",
        "additionalProperties": False,
        "minProperties": 1,
        "properties": {
            **EXPECTATION_MEMBERS,
            "count": _COUNT,
            "afterId": _AFTER,
            "order": _ORDER,
            "adjacent": {"type": "boolean", "description": "With order: nothing came in between."},
        },
    },
    {"operation": "createInvoice", "status": 201, "body": {"currency": "GBP"}, "count": 1},
)
_WITH_ORDER = frozenset({"order", "adjacent", "afterId"})


async def verify_journal(request: ControlRequest) -> Json:
    journal, told = request.world.journal, request.members
    after = told.get("afterId", 0)
    assert isinstance(after, int)
    verdict = _verdict(request, [exchange_of(request, entry) for entry in journal if entry.id > after])
    if verdict.failed is not None:
        raise Violation(NOT_AS_EXPECTED, reason=_reason(request, verdict), members=_problem(request, verdict))
    return {"matched": len(verdict.matched), "entries": _shown(verdict), "dropped": journal.dropped}


def _verdict(request: ControlRequest, exchanges: list[Exchange]) -> Verdict:
    told, services = request.members, request.services
    order = told.get("order")
    if not isinstance(order, list):
        if "adjacent" in told:
            raise Violation(INVALID_REQUEST, reason="adjacent is about several requests: send order with it.")
        return counted(expectation_of(services, told), exchanges, _count(told))
    others = sorted(told.keys() - _WITH_ORDER)
    if others:
        raise Violation(INVALID_REQUEST, reason=f"With order, say of each request in it: {', '.join(others)}.")
    expected = [expectation_of(services, each) for each in order if isinstance(each, Mapping)]
    return in_order(expected, exchanges, adjacent=bool(told.get("adjacent", False)))


def _count(told: Mapping[str, Any]) -> Count:
    sent = told.get("count", {"atLeast": 1})
    bounds = sent if isinstance(sent, Mapping) else {"atLeast": sent, "atMost": sent}
    count = Count(bounds.get("atLeast", 0), bounds.get("atMost"))
    if count.at_most is not None and count.at_most < count.at_least:
        raise Violation(INVALID_REQUEST, reason="count: atMost is less than atLeast.")
    return count


def _reason(request: ControlRequest, verdict: Verdict) -> str:
    journal = request.world.journal
    told = f"{str(verdict.failed)[:1].upper()}{str(verdict.failed)[1:]}."
    if not journal.limit:
        return f"{told} The journal is off: start the server with --journal-size above 0."
    gone = f" {journal.dropped} older requests are in the journal no more." if journal.dropped else ""
    return f"{told}{gone}"


def _problem(request: ControlRequest, verdict: Verdict) -> dict[str, Json]:
    told, order = request.members, request.members.get("order")
    missed: Json = order[verdict.missed] if isinstance(order, list) else dict(told)
    return {
        "expected": Masking().json(missed),
        "matched": len(verdict.matched),
        "entries": _shown(verdict),
        "received": [_near(each) for each in verdict.nearest],
        "dropped": request.world.journal.dropped,
    }


def _near(near: Near) -> Json:
    return {**summary(near.exchange), "differs": list(near.differs)}


def _shown(verdict: Verdict) -> Json:
    """The newest of those that were expected."""
    return [each.entry.id for each in verdict.matched[-_MOST_EXPECTED:]]


ROUTES = (
    Route(
        "POST",
        "/journal/verify",
        verify_journal,
        "Whether the world was asked what a test expects; where it was not, 409 with what was expected and received.",
        {
            "type": "object",
            "required": ["matched", "entries", "dropped"],
            "properties": {
                "matched": {"type": "integer"},
                "entries": {"type": "array", "items": {"type": "integer"}, "description": "Ids in the journal."},
                "dropped": {"type": "integer", "description": "Older requests that the journal has no more."},
            },
        },
        body=_EXPECTED,
        refusals=("Mock.NotAsExpected",),
    ),
)
