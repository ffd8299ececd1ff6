"""The ledger of a supplier's credit: what was issued, applied and given back, in the order it happened."""

from decimal import Decimal

from mock_server.domain import documents, times
from mock_server.domain.documents import Author, Collection
from mock_server.domain.model import Document
from mock_server.domain.money import written
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject

CREDIT_LEDGER = Collection("suppliers.credit.ledger", parent="supplierId", stamps=frozenset())
_UNSHOWN = ("id", "supplierId")


def enter(world: World, note: Document, amount: Decimal, application: Document | None = None) -> None:
    """An entry of the note: what it brings is positive, what is applied to a bill negative."""
    members: JsonObject = {
        "supplierId": note.body["supplierId"],
        "supplierCreditNoteId": note.id,
        "billId": None if application is None else application.body["billId"],
        "applicationId": None if application is None else application.id,
        "currency": note.body["currency"],
        "reference": note.body["documentNumber"],
        "amount": written(amount),
        "occurredAt": times.written(world.clock.now()),
    }
    documents.create(world, CREDIT_LEDGER, Author(note.owner_id), members)


def shown(entry: Document) -> Json:
    return {name: value for name, value in entry.body.items() if name not in _UNSHOWN}
