"""Members that name records: `customerId` must name a customer, and an embedded `customer` is filled from it."""

from collections.abc import Iterator, Mapping

from mock_server.domain import documents
from mock_server.domain.collections import COLLECTIONS
from mock_server.domain.documents import Collection
from mock_server.domain.rules.documents import require_document
from mock_server.domain.world import World
from mock_server.inference.collections import Inference, Kind
from mock_server.inference.records import MemberMaker, RecordMaker
from mock_server.json_value import Json, JsonObject


class References:
    """The kinds that members can refer to, by what one record is called."""

    def __init__(self, inference: Inference) -> None:
        self._schemas = inference.schemas
        self._by_noun = {kind.noun.casefold(): kind for kind in inference.kinds if "." not in kind.name}
        self._embedded: dict[str, tuple[MemberMaker, ...]] = {}

    def check(self, world: World, owner_id: str, body: Json) -> None:
        """Raises Violation where a member names a record that the owner does not have."""
        for kind, document_id in self._named(body):
            collection = COLLECTIONS.get(kind.name, Collection(kind.name))
            require_document(documents.get(world, collection, owner_id, document_id), collection.missing)

    def embedded(self, world: World, owner_id: str, kind: Kind, body: JsonObject) -> JsonObject:
        """The record with the records that it refers to in their places."""
        found: dict[str, Json] = {}
        for member in self._embedded_members(kind):
            target = self._by_noun[member.name.casefold()]
            named = body.get(f"{member.name}Id")
            document = None if named is None else documents.get(world, Collection(target.name), owner_id, named)
            if document is not None:
                found.update((member.name, shown) for shown in member.of_sent(document.body, world.ids.uuid))
        return {**body, **found} if found else body

    def _embedded_members(self, kind: Kind) -> tuple[MemberMaker, ...]:
        known = self._embedded.get(kind.name)
        if known is None:
            members = RecordMaker(self._schemas, kind.schema).members
            names = {member.name for member in members}
            known = tuple(m for m in members if m.name.casefold() in self._by_noun and f"{m.name}Id" in names)
            self._embedded[kind.name] = known
        return known

    def _named(self, value: Json) -> Iterator[tuple[Kind, str]]:
        """Every record that a body names, with its kind; null and empty name none."""
        if isinstance(value, Mapping):
            for name, member in value.items():
                kind = self._kind_of(name)
                ids = member if isinstance(member, list) else [member]
                if kind is not None:
                    yield from ((kind, each) for each in ids if isinstance(each, str) and each)
                else:
                    yield from self._named(member)
        elif isinstance(value, list):
            for item in value:
                yield from self._named(item)

    def _kind_of(self, member: str) -> Kind | None:
        """The kind that `customerId`, `supplierIds` or `originalBillId` speaks of: the longest noun at its end."""
        name = member.removesuffix("s")
        if not name.endswith("Id"):
            return None
        words = name.removesuffix("Id")
        starts = [0, *(i for i, letter in enumerate(words) if letter.isupper())]
        return next(
            (self._by_noun[words[i:].casefold()] for i in starts if words[i:].casefold() in self._by_noun), None
        )
