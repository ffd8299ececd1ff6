"""Purchase orders and delivery notes: made, replaced and ended in the same way."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from mock_server.domain import documents
from mock_server.domain.documents import Author
from mock_server.domain.model import Document
from mock_server.domain.numbering import free_number
from mock_server.domain.payables import delivery_notes, purchase_orders
from mock_server.domain.payables.matching.automatic import match_document
from mock_server.domain.payables.matching.sides import NOTES, ORDERS, Side
from mock_server.domain.payables.order_lines import (
    FIRST_STATUS,
    LineMaker,
    new_lines,
    replaced_lines,
    require_changeable,
    require_same_header,
    status_after,
)
from mock_server.domain.world import World
from mock_server.json_value import JsonObject


@dataclass(frozen=True, slots=True)
class OrderKind:
    """What the two differ in: their side of a match, their header, and how their lines are read for a header."""

    side: Side
    header_of: Callable[[World, str, JsonObject], JsonObject]
    line_of: Callable[[JsonObject], LineMaker]


PURCHASE_ORDER = OrderKind(
    ORDERS, purchase_orders.header_of, lambda header: partial(purchase_orders.line_of, str(header["currency"]))
)
DELIVERY_NOTE = OrderKind(NOTES, delivery_notes.header_of, lambda _: delivery_notes.line_of)


def create_order(world: World, kind: OrderKind, author: Author, sent: JsonObject) -> Document:
    """Raises Violation for what the header refers to in vain, and for a number that is taken."""
    header = kind.header_of(world, author.owner_id, sent)
    free_number(world, kind.side.collection, author.owner_id, str(header[kind.side.number]))
    lines = new_lines(world, sent["lines"], kind.line_of(header))
    members = {"organisationId": author.owner_id, **header, "status": FIRST_STATUS, "lines": lines}
    return match_document(world, kind.side, documents.create(world, kind.side.collection, author, members))


def replace_order(world: World, kind: OrderKind, order: Document, sent: JsonObject) -> Document:
    """The same violations, and those of an order that was ended or is matched otherwise than it would be."""
    require_changeable(order)
    header = kind.header_of(world, order.owner_id, sent)
    free_number(world, kind.side.collection, order.owner_id, str(header[kind.side.number]), but=order.id)
    require_same_header(order, header)
    lines = replaced_lines(world, order, sent["lines"], kind.line_of(header))
    members = {**header, "lines": lines, "status": status_after(order.body.get("status"), lines)}
    return match_document(world, kind.side, documents.change(world, kind.side.collection, order, members))


def end_order(world: World, kind: OrderKind, order: Document, status: str) -> Document:
    """Closed or Cancelled: it is never changed again."""
    return documents.change(world, kind.side.collection, require_changeable(order), {"status": status})
