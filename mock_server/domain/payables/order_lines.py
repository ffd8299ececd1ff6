"""Purchase orders and delivery notes: lines that keep their ids when the whole is replaced, and final states.

Nothing is matched here, so no line has a matched quantity, and a document that nobody ended is Open (assumed).
"""

from collections.abc import Callable, Mapping

from mock_server.domain.model import Document
from mock_server.domain.rules.lines import require_known_line
from mock_server.domain.rules.states import require_state
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject

FIRST_STATUS = "Open"
_CHANGEABLE = frozenset({"Draft", "Open", "PartiallyMatched", "FullyMatched"})

LineMaker = Callable[[JsonObject, int], JsonObject]
"""Makes a whole line of what was sent, and its place among the lines."""


def require_changeable(document: Document) -> Document:
    """Raises Violation(Mock.InvalidState) for one that was closed or cancelled."""
    require_state(document.body.get("status", FIRST_STATUS), _CHANGEABLE)
    return document


def new_lines(world: World, sent: Json, make: LineMaker) -> list[Json]:
    """All lines of a new document; ids that were sent name nothing yet."""
    return [_line(world.ids.uuid(), line, n, make) for n, line in enumerate(_objects(sent))]


def replaced_lines(world: World, document: Document, sent: Json, make: LineMaker) -> list[Json]:
    """The lines that take the place of a document's: a known id keeps its line, none adds one.

    Raises Violation for an id that no line has, or that was sent twice.
    """
    known = {str(line.get("id")) for line in _objects(document.body.get("lines", []))}

    def line_id(line: JsonObject) -> str:
        if line.get("id") is None:
            return world.ids.uuid()
        named = str(line["id"]).lower()
        require_known_line(known=named in known)
        known.remove(named)
        return named

    return [_line(line_id(line), line, n, make) for n, line in enumerate(_objects(sent))]


def _line(line_id: str, sent: JsonObject, n: int, make: LineMaker) -> JsonObject:
    return {"id": line_id, **make(sent, n), "matchedQuantity": 0, "fullyMatched": False}


def _objects(lines: Json) -> list[JsonObject]:
    assert isinstance(lines, list)
    return [line for line in lines if isinstance(line, Mapping)]
