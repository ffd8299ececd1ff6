"""What somebody decided about a line of a bill that differs; a later decision takes the place of an earlier one."""

from mock_server.domain import documents, times
from mock_server.domain.documents import Author
from mock_server.domain.model import Document
from mock_server.domain.payables.matching.bill_lines import BillLine
from mock_server.domain.payables.matching.groups import MATCH_GROUPS, decisions_of
from mock_server.domain.world import World
from mock_server.json_value import Json


def decide(world: World, author: Author, group: Document, line: BillLine, resolution: Json, notes: Json) -> Document:
    decision: Json = {
        "resolution": resolution,
        "resolvedBy": author.user_id,
        "resolvedAt": times.written(world.clock.now()),
        "notes": notes,
    }
    return _with(world, group, {**decisions_of(group), line.id: decision})


def undo(world: World, group: Document, line: BillLine) -> Document:
    """Without effect where nothing was decided."""
    return _with(world, group, {name: each for name, each in decisions_of(group).items() if name != line.id})


def _with(world: World, group: Document, decisions: Json) -> Document:
    return documents.change(world, MATCH_GROUPS, group, {"decisions": decisions})
