"""A world as JSON, to be read by people and compared by programs."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from mock_server.domain import times
from mock_server.domain.masking import Masking, mask
from mock_server.domain.model import Document
from mock_server.domain.store import MemoryStore, Table
from mock_server.domain.tables import (
    API_KEYS,
    AUTH_CODES,
    CLIENT_INVITES,
    CLIENTS,
    DOCUMENTS,
    DUES,
    MEMBERSHIPS,
    ORGANISATIONS,
    USED_CODES,
    USERS,
)
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject
from mock_server.scenarios.record_json import RECORDS, to_json

_OF_AN_ORGANISATION: Mapping[Table[Any], Callable[[Any, str], bool]] = {
    ORGANISATIONS: lambda record, organisation: record.id == organisation,
    MEMBERSHIPS: lambda record, organisation: record.organisation_id == organisation,
    AUTH_CODES: lambda record, organisation: record.organisation_id == organisation,
}


def state_of(world: World, *, secrets: bool = False) -> JsonObject:
    """The whole world. Secrets are masked unless they are asked for."""
    organisations, users = world.planned.left
    shown: dict[str, Json] = {
        **_time_and_ids(world),
        "planned": {"organisations": dict(organisations), "users": dict(users)},
        **{table.name: _listed(world.store.all(table)) for table in RECORDS if table not in (DOCUMENTS, DUES)},
        "dues": _listed(sorted(world.store.all(DUES), key=lambda due: due.at)),
        "documents": _documents(_in_order(world.store)),
    }
    return shown if secrets else _masked(world, shown)


def state_of_organisation(world: World, organisation: str, *, secrets: bool = False) -> JsonObject:
    """What belongs to one organisation, with the users who are its members."""
    store = world.store
    members = {each.user_id for each in store.all(MEMBERSHIPS) if each.organisation_id == organisation}
    shown: dict[str, Json] = {
        **_time_and_ids(world),
        "users": _listed(user for user in store.all(USERS) if user.id in members),
        **{
            table.name: _listed(record for record in store.all(table) if belongs(record, organisation))
            for table, belongs in _OF_AN_ORGANISATION.items()
        },
        "documents": _documents(each for each in _in_order(store) if each.owner_id == organisation),
    }
    return shown if secrets else _masked(world, shown)


def with_collection_alone(state: JsonObject, collection: str) -> JsonObject:
    """The state with nothing but the documents of one collection, none where it holds none."""
    documents = state["documents"]
    assert isinstance(documents, Mapping)
    kept = {name: state[name] for name in ("now", "frozen", "seed", "drawn")}
    return {**kept, "documents": {collection: documents.get(collection, [])}}


def _time_and_ids(world: World) -> dict[str, Json]:
    return {
        "now": times.written(world.clock.now()),
        "frozen": world.clock.frozen,
        "seed": world.ids.seed,
        "drawn": world.ids.drawn,
    }


def _listed(records: Iterable[Any]) -> list[Json]:
    return [to_json(record) for record in records]


def _in_order(store: MemoryStore) -> list[Document]:
    """The documents of one owner after those of another, each owner's oldest first: across owners no order counts."""
    owners = [*(each.id for each in store.all(CLIENTS)), *(each.id for each in store.all(ORGANISATIONS))]
    places = {owner: place for place, owner in enumerate(owners)}
    return sorted(store.all(DOCUMENTS), key=lambda document: places.get(document.owner_id, len(places)))


def _documents(documents: Iterable[Document]) -> JsonObject:
    by_collection: dict[str, list[Json]] = {}
    for document in documents:
        parent: JsonObject = {} if document.parent_id is None else {"parentId": document.parent_id}
        shown: Json = {"id": document.id, "ownerId": document.owner_id, **parent, "body": document.body}
        by_collection.setdefault(document.collection, []).append(shown)
    return dict(sorted(by_collection.items()))


def _masked(world: World, shown: JsonObject) -> JsonObject:
    """Part by part: the name of a part says nothing about what is in it."""
    keys = (key.secret for key in world.store.all(API_KEYS))
    invites = (invite.token for invite in world.store.all(CLIENT_INVITES))
    masking = Masking((*keys, *invites))
    documents, codes = shown["documents"], (AUTH_CODES.name, USED_CODES.name)
    assert isinstance(documents, Mapping)
    masked = {name: _codes(value) if name in codes else masking.json(value) for name, value in shown.items()}
    return {**masked, "documents": {name: masking.json(records) for name, records in documents.items()}}


def _codes(records: Json) -> Json:
    assert isinstance(records, list)
    return [{**record, "jti": mask(record["jti"])} for record in records]
