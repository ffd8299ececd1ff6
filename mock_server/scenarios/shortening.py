"""Tells a stored record as briefly as a scenario can: without what is filled in again."""

import json
from collections.abc import Mapping, Sequence
from itertools import takewhile

from mock_server.contract.document import Contract, listed_item_schema
from mock_server.contract.validators import PartValidator
from mock_server.domain import times
from mock_server.domain.model import Document, Organisation
from mock_server.json_value import Json
from mock_server.scenarios.holdings import stored
from mock_server.scenarios.records import RecordCompletion

Record = Mapping[str, Json]


class Shortening:
    """Knows what the scenarios of one contract fill in."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._completion = RecordCompletion(contract, "export")
        self._validators: dict[str, PartValidator | None] = {}
        self._filled_in: dict[str, Record] = {}

    def first_short(self, organisation: Organisation, documents: Sequence[Document]) -> list[Record]:
        """As `documents` of a scenario: those of one collection before the first that cannot be told so."""
        shortened = (self._short(organisation, document) for document in documents)
        return [record for record in takewhile(lambda record: record is not None, shortened) if record is not None]

    def _short(self, organisation: Organisation, document: Document) -> Record | None:
        validator = self._validator(document.collection)
        if validator is None:
            return None
        whole = {"id": document.id, **document.body}
        whole.pop("organisationId", None)
        for record in (self._without_what_is_filled_in(organisation, document, whole), whole):
            if validator.accepts(record) and self._comes_back(organisation, document, record):
                return record
        return None

    def _comes_back(self, organisation: Organisation, document: Document, record: Record) -> bool:
        collection = document.collection
        completed = self._completion.completed(collection, record)
        moments = self._completion.moments(collection)
        made = stored(collection, organisation, str(record.get("id")).lower(), completed, moments)
        ours, theirs = ((each.id, each.parent_id, each.body) for each in (made, document))
        return _text(ours) == _text(theirs)

    def _without_what_is_filled_in(self, organisation: Organisation, document: Document, whole: Record) -> Record:
        created_at = times.written(organisation.created_at)
        moment = str(whole.get("createdAt") or created_at)
        moments = dict.fromkeys(self._completion.moments(document.collection), moment)
        filled_in = {**self._first_values(document.collection), **moments, "createdAt": created_at}
        return {
            name: value
            for name, value in whole.items()
            if name == "id" or name not in filled_in or _text(value) != _text(filled_in[name])
        }

    def _first_values(self, collection: str) -> Record:
        if collection not in self._filled_in:
            self._filled_in[collection] = self._completion.completed(collection, {})
        return self._filled_in[collection]

    def _validator(self, collection: str) -> PartValidator | None:
        if collection not in self._validators:
            schema = listed_item_schema(self._contract, collection) if self._completion.knows(collection) else None
            self._validators[collection] = None if schema is None else PartValidator(schema, self._contract.document)
        return self._validators[collection]


def _text(value: object) -> str:
    """Tells apart what compares as equal: 0, 0.0 and false."""
    return json.dumps(value, sort_keys=True)
