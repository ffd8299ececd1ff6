"""Document numbers: counted or given, each once among an organisation's records of a kind."""

from mock_server.domain import documents
from mock_server.domain.documents import Collection
from mock_server.domain.model import Document
from mock_server.domain.rules.numbers import require_free
from mock_server.domain.tables import DOCUMENT_BY_NUMBER, DOCUMENTS, number_key
from mock_server.domain.world import World

_COUNTERS = Collection("counters")


def next_number(world: World, collection: Collection, owner_id: str, prefix: str) -> str:
    """`INV-0001` and on; numbers that somebody gave are passed over (the pattern is assumed)."""
    counter_id = f"{owner_id} {collection.name}"
    counter = documents.stored(world, _COUNTERS, counter_id)
    last = 0 if counter is None else counter.body["last"]
    assert isinstance(last, int)
    number = last + 1
    while is_taken(world, collection, owner_id, written := f"{prefix}-{number:04}"):
        number += 1
    documents.put(world, Document(_COUNTERS.name, counter_id, owner_id, {"last": number}))
    return written


def free_number(world: World, collection: Collection, owner_id: str, number: str, but: str | None = None) -> str:
    """The number that was given. Raises Violation(Mock.NumberTaken) where another record has it, in whatever case.

    `but` is the id of the record that may have it.
    """
    require_free(taken=is_taken(world, collection, owner_id, number, but), what="document number")
    return number


def is_taken(world: World, collection: Collection, owner_id: str, number: str, but: str | None = None) -> bool:
    found = world.store.find(DOCUMENTS, DOCUMENT_BY_NUMBER, (collection.name, owner_id, number_key(number)))
    return bool(found) if but is None else any(document.id != but for document in found)
