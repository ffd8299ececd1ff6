"""What a scenario's clients and organisations hold: records, and what these wait for."""

from collections.abc import Iterable, Mapping
from typing import Any

from mock_server.domain import times
from mock_server.domain.collections import COLLECTIONS
from mock_server.domain.model import Document, Organisation, Outgoing
from mock_server.domain.resuming import resume
from mock_server.domain.tables import DOCUMENTS, OUTBOX
from mock_server.domain.world import World
from mock_server.inference.owners import NOBODY
from mock_server.json_value import Json
from mock_server.scenarios.records import with_moments
from mock_server.scenarios.scenario import Scenario


def stored(
    collection: str, organisation: Organisation, identity: str, record: Mapping[str, Json], moments: tuple[str, ...]
) -> Document:
    """The document that a completed record of an organisation becomes."""
    whose: dict[str, Json] = {"id": identity, "organisationId": organisation.id}
    body = {**whose, **with_moments(record, moments, times.written(organisation.created_at)), **whose}
    return Document(collection, identity, organisation.id, body, _parent_id(collection, body))


class Holdings:
    """Where the scenario names its dues, these are all that there are; else they follow from the records."""

    def __init__(self, world: World, scenario: Scenario) -> None:
        self._world = world
        self._moments = scenario.moments
        self._value = scenario.value

    def add_all(self, organisations: Iterable[Organisation]) -> None:
        """`organisations` are those of the scenario, in its order."""
        entries = (entry for client in self._value["clients"] for entry in client.get("organisations", ()))
        for organisation, entry in zip(organisations, entries, strict=True):
            for collection, records in entry.get("documents", {}).items():
                for record in records:
                    self._add_document(organisation, collection, record)
            self._add_records(organisation.id, entry)
        for client in self._value["clients"]:
            self._add_records(client["id"].lower(), client)
        self._add_records(NOBODY, self._value)
        for due in self._value.get("dues", ()):
            self._world.agenda.schedule(due["kind"], due["subject"], times.read(due["at"]))
        for outgoing in self._value.get("outgoing", ()):
            self._world.store.put(OUTBOX, Outgoing(outgoing["delivery"], times.read(outgoing["at"])))

    def _add_document(self, organisation: Organisation, collection: str, record: Mapping[str, Any]) -> None:
        identity = str(record.get("id") or self._world.ids.uuid()).lower()
        self._put(stored(collection, organisation, identity, record, self._moments[collection]))

    def _add_records(self, owner_id: str, entry: Mapping[str, Any]) -> None:
        """Those that are kept as they are."""
        for collection, records in entry.get("records", {}).items():
            for record in records:
                self._put(Document(collection, record["id"], owner_id, record["body"], record.get("parent")))

    def _put(self, document: Document) -> None:
        self._world.store.put(DOCUMENTS, document)
        if "dues" not in self._value:
            resume(self._world, document)


def _parent_id(collection: str, record: Mapping[str, Any]) -> str | None:
    """The record under which a list shows this one."""
    known = COLLECTIONS.get(collection)
    named = record.get(known.parent) if known is not None and known.parent is not None else None
    return None if named is None else str(named).lower()
