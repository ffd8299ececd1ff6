"""Lines of orders and delivery notes, and how much of them is matched."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from mock_server.domain import documents
from mock_server.domain.model import Document
from mock_server.domain.money import decimal, written
from mock_server.domain.payables.bills import Bill
from mock_server.domain.payables.matching.sides import ORDERS, Side
from mock_server.domain.payables.matching.texts import plain
from mock_server.domain.payables.order_lines import lines_in, matched_of, quantity_of, status_after
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject

MATCHABLE = frozenset({"Open", "PartiallyMatched", "FullyMatched"})


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A line with its document, as they were when it was looked up."""

    side: Side
    document: Document
    body: JsonObject

    @property
    def id(self) -> str:
        return str(self.body.get("id"))

    @property
    def description(self) -> Json:
        return self.body.get("description")

    @property
    def text(self) -> str:
        return plain(self.description)

    @property
    def quantity(self) -> Decimal:
        return quantity_of(self.body)

    @property
    def left(self) -> Decimal:
        """What is still to be matched."""
        return max(Decimal(0), self.quantity - matched_of(self.body))

    @property
    def unit_price(self) -> Decimal | None:
        """What one was ordered for; delivery notes tell no prices."""
        price = self.body.get("unitPrice")
        return None if price is None else decimal(price)


def lines_of(side: Side, document: Document) -> Iterator[DocumentLine]:
    return (DocumentLine(side, document, line) for line in lines_in(document))


def open_documents(world: World, side: Side, bill: Bill) -> list[Document]:
    """What the bill's supplier has that can be matched, oldest first."""
    return [document for document in _of_supplier(world, side, bill) if document.body.get("status") in MATCHABLE]


def open_lines(world: World, side: Side, bill: Bill) -> list[DocumentLine]:
    """Their lines, as far as the bill can be compared with them."""
    found = (document for document in open_documents(world, side, bill) if is_comparable(side, document, bill))
    return [line for document in found for line in lines_of(side, document)]


def is_comparable(side: Side, document: Document, bill: Bill) -> bool:
    """Prices compare in one currency alone; delivery notes have no prices."""
    return side is not ORDERS or document.body.get("currency") == bill.currency


def line_of_supplier(world: World, side: Side, bill: Bill, line_id: Json) -> DocumentLine | None:
    """The line with that id, if a document of the bill's supplier has it, whatever its status."""
    named = str(line_id).lower()
    found = (line for document in _of_supplier(world, side, bill) for line in lines_of(side, document))
    return next((line for line in found if line.id == named), None)


def stored_line(world: World, side: Side, owner_id: str, document_id: Json, line_id: Json) -> DocumentLine | None:
    """The line of a document as it is now."""
    document = documents.get(world, side.collection, owner_id, document_id)
    found = () if document is None else lines_of(side, document)
    return next((line for line in found if line.id == line_id), None)


def now(world: World, line: DocumentLine) -> DocumentLine:
    """The same line as it is now."""
    current = stored_line(world, line.side, line.document.owner_id, line.document.id, line.id)
    assert current is not None, "a line that was just looked up is gone"
    return current


def add_matched(world: World, line: DocumentLine, quantity: Decimal) -> None:
    """So much more of the line is matched, or less where it is negative; the document's status follows."""
    document = now(world, line).document
    lines: list[Json] = [
        _with_more(each, quantity) if each.get("id") == line.id else each for each in lines_in(document)
    ]
    status = status_after(document.body.get("status"), lines)
    documents.put(world, replace(document, body={**document.body, "lines": lines, "status": status}))


def _with_more(line: JsonObject, quantity: Decimal) -> JsonObject:
    matched = matched_of(line) + quantity
    return {**line, "matchedQuantity": written(matched), "fullyMatched": matched >= quantity_of(line)}


def _of_supplier(world: World, side: Side, bill: Bill) -> tuple[Document, ...]:
    supplier_id = bill.body.get("supplierId")
    if supplier_id is None:
        return ()
    return documents.with_member(world, side.collection, bill.document.owner_id, "supplierId", supplier_id)
