"""Documents: records as JSON in named collections, made, changed, found and listed the same way everywhere."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from mock_server.catalogue import RECORD_NOT_FOUND, ErrorCode
from mock_server.domain import times
from mock_server.domain.filters import PAGING, matches, text_of
from mock_server.domain.model import Document, UserId, made_per_request
from mock_server.domain.pages import Listing, Page, page_of
from mock_server.domain.rules.documents import require_document
from mock_server.domain.store import Index
from mock_server.domain.tables import DOCUMENT_BY_COLLECTION, DOCUMENT_BY_MEMBER, DOCUMENT_BY_PARENT, DOCUMENTS
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json, JsonObject

R = TypeVar("R")


class Envelope(StrEnum):
    """How a list is wrapped."""

    CURSORS = "data and meta.cursors"
    NEXT_CURSOR = "data, nextCursor and hasMore"
    DATA = "data alone"
    BARE = "a bare array"


_WHOLE = (Envelope.DATA, Envelope.BARE)
"""Envelopes that tell no cursor: without a `Limit`, what they leave out could never be reached."""


STAMPS = frozenset({"createdAt", "createdBy", "updatedAt", "updatedBy"})


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents of one kind. `missing` is the code for one that does not exist, or not for this caller.

    `parent` is the member that names the record under which they are listed, where they are. `stamps` are the
    members that say when and by whom a document was made and changed, `members` those that lists are narrowed by.
    """

    name: str
    missing: ErrorCode = RECORD_NOT_FOUND
    parent: str | None = None
    stamps: frozenset[str] = STAMPS
    members: frozenset[str] = frozenset()


TIMES_ONLY = frozenset({"createdAt", "updatedAt"})
"""Stamps of kinds that do not say by whom."""


@made_per_request
class Author:
    """Whose documents a change is made among, and by which user (None for a client's backend, or for nobody)."""

    owner_id: str
    user_id: UserId | None = None


def author_of(request: OperationRequest) -> Author:
    return Author(request.owner_id, request.author_id)


def create(world: World, collection: Collection, author: Author, members: JsonObject) -> Document:
    """Stores a new document with these members. An `id` among them is kept; stamps are set here."""
    document_id = str(members.get("id") or world.ids.uuid())
    parent = members.get(collection.parent) if collection.parent else None
    now = times.written(world.clock.now())
    stamps: JsonObject = {"createdAt": now, "createdBy": author.user_id, "updatedAt": now, "updatedBy": author.user_id}
    document = Document(
        collection.name,
        document_id,
        author.owner_id,
        {**members, "id": document_id, **_stamps_of(collection, stamps)},
        str(parent) if parent is not None else None,
    )
    put(world, document)
    return document


def _stamps_of(collection: Collection, stamps: JsonObject) -> JsonObject:
    """Those of the stamps that the collection's documents have: mostly all."""
    if collection.stamps is STAMPS:
        return stamps
    return {name: stamps[name] for name in stamps if name in collection.stamps}


def put(world: World, document: Document) -> None:
    world.store.put(DOCUMENTS, document)


def change(
    world: World, collection: Collection, document: Document, members: JsonObject, user_id: UserId | None = None
) -> Document:
    """Puts members in the place of those of the same name, and stamps the change."""
    stamps: JsonObject = {"updatedAt": times.written(world.clock.now()), "updatedBy": user_id}
    changed = replace(document, body={**document.body, **members, **_stamps_of(collection, stamps)})
    put(world, changed)
    return changed


def remove(world: World, document: Document) -> None:
    world.store.delete(DOCUMENTS, (document.collection, document.id))


def get(world: World, collection: Collection, owner_id: str, document_id: Json) -> Document | None:
    """The document, if the owner has it."""
    found = world.store.get(DOCUMENTS, (collection.name, str(document_id).lower()))
    return found if found is not None and found.owner_id == owner_id else None


def stored(world: World, collection: Collection, document_id: str) -> Document | None:
    """The document, whoever owns it. What waits for one may find it gone: another contract may let it be deleted."""
    return world.store.get(DOCUMENTS, (collection.name, document_id))


def require(world: World, collection: Collection, owner_id: str, document_id: Json) -> Document:
    """The document. Raises Violation with the collection's code where the owner has none such."""
    return require_document(get(world, collection, owner_id, document_id), collection.missing)


def require_under(world: World, collection: Collection, parent: Document, document_id: Json) -> Document:
    """The document listed under a record. Raises Violation with the collection's code where that has none such."""
    found = get(world, collection, parent.owner_id, document_id)
    return require_document(found if found is not None and found.parent_id == parent.id else None, collection.missing)


def of_owner(world: World, collection: Collection, owner_id: str) -> Iterator[Document]:
    """All documents of an owner, oldest first."""
    return iter(world.store.find(DOCUMENTS, DOCUMENT_BY_COLLECTION, (collection.name, owner_id)))


def with_member(world: World, collection: Collection, owner_id: str, member: str, value: Json) -> tuple[Document, ...]:
    """Those of an owner whose member has the value (not null), oldest first; for members that there is an index of."""
    index = DOCUMENT_BY_MEMBER[member]
    return world.store.find(DOCUMENTS, index, (collection.name, owner_id, text_of(value)))


def of_parent(world: World, collection: Collection, owner_id: str, parent_id: str) -> Iterator[Document]:
    """All documents listed under one record, oldest first."""
    return iter(world.store.find(DOCUMENTS, DOCUMENT_BY_PARENT, (collection.name, owner_id, parent_id)))


def _as_stored(document: Document) -> Json:
    return document.body


def listed(
    world: World,
    request: OperationRequest,
    collection: Collection,
    envelope: Envelope = Envelope.CURSORS,
    *,
    parent_id: str | None = None,
    show: Callable[[Document], Json] = _as_stored,
    last: Sequence[Document] = (),
) -> Json:
    """The page that the query asks for, of all the caller's documents or of those under one record.

    Documents that nobody stored can come `last`.
    """
    return listed_of(world, request, collection, request.owner_id, envelope, parent_id=parent_id, show=show, last=last)


def listed_of(
    world: World,
    request: OperationRequest,
    collection: Collection,
    owner_id: str,
    envelope: Envelope,
    *,
    parent_id: str | None = None,
    show: Callable[[Document], Json] = _as_stored,
    last: Sequence[Document] = (),
    wanted: Callable[[Document], bool] | None = None,
) -> Json:
    """The same, of one owner's documents; `wanted` narrows them beyond what members tell."""
    filters = {name: value for name, value in request.query.items() if name.casefold() not in PAGING}
    index, value, judged = _narrowest(collection, owner_id, parent_id, filters)
    left = filters if last else {name: value for name, value in filters.items() if name != judged}
    listing = Listing(
        table=DOCUMENTS,
        index=index,
        value=value,
        scope=f"{collection.name} {owner_id} {parent_id} {sorted(filters.items())}",
        wanted=_narrowed(collection, left, wanted),
        last=last,
    )
    return enveloped(page_of(world, listing, request, whole=envelope in _WHOLE), envelope, show)


def _narrowed(
    collection: Collection, filters: Mapping[str, Json], wanted: Callable[[Document], bool] | None
) -> Callable[[Document], bool] | None:
    if not filters:
        return wanted
    return lambda document: (wanted is None or wanted(document)) and matches(document.body, filters, collection.members)


def _narrowest(
    collection: Collection, owner_id: str, parent_id: str | None, filters: Mapping[str, Json]
) -> tuple[Index[Document], tuple[str, ...], str | None]:
    """The index that leaves the fewest documents to look at, the value to find there, and the filter that this is."""
    if parent_id is not None:
        return DOCUMENT_BY_PARENT, (collection.name, owner_id, parent_id), None
    for name, wanted in filters.items():
        member = _indexed(collection, name)
        if member is not None and not isinstance(wanted, list):
            return DOCUMENT_BY_MEMBER[member], (collection.name, owner_id, text_of(wanted)), name
    return DOCUMENT_BY_COLLECTION, (collection.name, owner_id), None


def _indexed(collection: Collection, parameter: str) -> str | None:
    """The member of a collection that a parameter names, in whatever case, where there is an index of it."""
    members = (member for member in collection.members if member in DOCUMENT_BY_MEMBER)
    return next((member for member in members if member.casefold() == parameter.casefold()), None)


def enveloped(page: Page[R], envelope: Envelope, show: Callable[[R], Json]) -> Json:
    data: list[Json] = [show(record) for record in page.records]
    if envelope is Envelope.BARE:
        return data
    if envelope is Envelope.NEXT_CURSOR:
        return {"data": data, "nextCursor": page.next, "hasMore": page.next is not None}
    if envelope is Envelope.DATA or page.current is None:
        return {"data": data}
    return {"data": data, "meta": {"cursors": {"current": page.current, "next": page.next, "previous": page.previous}}}
