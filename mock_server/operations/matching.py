"""Tag Matching."""

from mock_server.catalogue import RECORD_NOT_FOUND
from mock_server.domain.announcing import announce
from mock_server.domain.documents import author_of
from mock_server.domain.model import Document
from mock_server.domain.payables.bills import require_bill
from mock_server.domain.payables.matching import manual
from mock_server.domain.payables.matching.automatic import IN_REVIEW, group_for
from mock_server.domain.payables.matching.bill_lines import require_bill_line
from mock_server.domain.payables.matching.decisions import decide, undo
from mock_server.domain.payables.matching.groups import bill_of, require_group
from mock_server.domain.payables.matching.match_groups import match_group
from mock_server.domain.payables.matching.shown import shown
from mock_server.domain.rules.documents import require_document
from mock_server.domain.rules.states import require_state
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json

__all__ = [
    "add_match_allocation",
    "get_bill_match_group",
    "get_match_group",
    "remove_match_allocation",
    "resolve_match_line",
    "undo_match_line_resolution",
]

_RESOLVED = "Resolved"


def get_bill_match_group(world: World, request: OperationRequest) -> Json:
    group = group_for(world, require_bill(world, request.owner_id, request.path["billId"]))
    return shown(world, require_document(group, RECORD_NOT_FOUND))


def get_match_group(world: World, request: OperationRequest) -> Json:
    return shown(world, _named(world, request))


def add_match_allocation(world: World, request: OperationRequest) -> Json:
    group = _in_review(world, request)
    manual.add(world, group, request.members)
    return shown(world, group)


def remove_match_allocation(world: World, request: OperationRequest) -> Json:
    group = _in_review(world, request)
    return shown(world, manual.remove(world, group, request.path["allocationId"]))


def resolve_match_line(world: World, request: OperationRequest) -> Json:
    """Whoever subscribed is told when the decision settles the group."""
    group, sent = _in_review(world, request), request.members
    line = require_bill_line(bill_of(world, group), sent["billLineId"])
    before = match_group(world, group).status
    answer = shown(world, decide(world, author_of(request), group, line, sent["resolution"], sent.get("notes")))
    if answer["status"] == _RESOLVED != before:
        announce(world, "bill.match_resolved", request.owner_id, lambda: answer)
    return answer


def undo_match_line_resolution(world: World, request: OperationRequest) -> Json:
    group = _in_review(world, request)
    line = require_bill_line(bill_of(world, group), request.path["billLineId"])
    return shown(world, undo(world, group, line))


def _in_review(world: World, request: OperationRequest) -> Document:
    """The named group, while its bill is in review."""
    group = _named(world, request)
    require_state(bill_of(world, group).state, {IN_REVIEW})
    return group


def _named(world: World, request: OperationRequest) -> Document:
    return require_group(world, request.owner_id, request.path["id"])
