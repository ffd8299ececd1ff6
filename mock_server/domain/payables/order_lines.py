"""Purchase orders and delivery notes: lines that keep their ids when the whole is replaced, and final states.

A line knows how much of it is matched, and while nobody ended the document its status follows from its lines.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from mock_server.domain.model import Document
from mock_server.domain.money import decimal, written
from mock_server.domain.rules.lines import require_known_line, require_matched_kept
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


def lines_in(document: Document) -> list[JsonObject]:
    return _objects(document.body.get("lines") or [])


def quantity_of(line: JsonObject) -> Decimal:
    """How many were ordered, or came."""
    return decimal(line.get("quantityOrdered", line.get("quantityReceived", 0)))


def matched_of(line: JsonObject) -> Decimal:
    return decimal(line.get("matchedQuantity", 0))


def status_after(status: Json, lines: Sequence[Json]) -> Json:
    """What becomes of a status with these lines. Closed and Cancelled stay, as does Draft while nothing is matched."""
    matched = [matched_of(line) > 0 for line in _objects(lines)]
    if status not in _CHANGEABLE or (status == "Draft" and not any(matched)):
        return status
    if matched and all(line.get("fullyMatched") is True for line in _objects(lines)):
        return "FullyMatched"
    return "PartiallyMatched" if any(matched) else FIRST_STATUS


def require_same_header(document: Document, header: JsonObject) -> None:
    """Raises Violation where what a matched document is compared by would change (assumed)."""
    if any(matched_of(line) > 0 for line in lines_in(document)):
        for name in ("supplierId", "currency"):
            kept = header.get(name) == document.body.get(name)
            require_matched_kept(kept=kept, what="supplier and currency stay")


def new_lines(world: World, sent: Json, make: LineMaker) -> list[Json]:
    """All lines of a new document; ids that were sent name nothing yet."""
    return [_line(world.ids.uuid(), line, n, make, Decimal(0)) for n, line in enumerate(_objects(sent))]


def replaced_lines(world: World, document: Document, sent: Json, make: LineMaker) -> list[Json]:
    """The lines that take the place of a document's: a known id keeps its line, none adds one.

    Raises Violation for an id that no line has, or that was sent twice, and where less would stay than is matched.
    """
    matched = {str(line.get("id")): matched_of(line) for line in lines_in(document)}
    known = set(matched)

    def line_id(line: JsonObject) -> str:
        if line.get("id") is None:
            return world.ids.uuid()
        named = str(line["id"]).lower()
        require_known_line(known=named in known)
        known.remove(named)
        return named

    ids = [line_id(line) for line in _objects(sent)]
    removed_matched = any(matched[each] > 0 for each in known)
    require_matched_kept(kept=not removed_matched, what="a matched line cannot be removed")
    return [
        _line(each, line, n, make, matched.get(each, Decimal(0)))
        for n, (each, line) in enumerate(zip(ids, _objects(sent), strict=True))
    ]


def _line(line_id: str, sent: JsonObject, n: int, make: LineMaker, matched: Decimal) -> JsonObject:
    made = make(sent, n)
    quantity = quantity_of(made)
    require_matched_kept(kept=quantity >= matched, what="a line cannot drop below its matched quantity")
    return {"id": line_id, **made, "matchedQuantity": written(matched), "fullyMatched": matched >= quantity}


def _objects(lines: Json) -> list[JsonObject]:
    assert isinstance(lines, list)
    return [line for line in lines if isinstance(line, Mapping)]
