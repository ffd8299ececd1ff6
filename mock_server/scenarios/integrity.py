"""What must hold between the records of a world, so that no operation meets one that refers to nothing."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from mock_server.contract.document import Contract, listed_item_schema
from mock_server.contract.validators import PartValidator
from mock_server.domain.store import MemoryStore, Table
from mock_server.domain.tables import (
    ACCEPTED_INVITES,
    API_KEYS,
    AUTH_CODES,
    CLIENT_INVITES,
    CLIENT_MEMBERSHIPS,
    CLIENTS,
    DOCUMENTS,
    DUES,
    INDUSTRIES,
    MEMBERSHIPS,
    ORGANISATIONS,
    USERS,
    email_key,
)
from mock_server.inference.owners import NOBODY
from mock_server.json_value import Json


def faults_of(store: MemoryStore, contract: Contract, effects: Collection[str]) -> Iterator[str]:
    """What is wrong with these records, one line each; `effects` are the kinds of dues that there are."""
    yield from _references(store)
    yield from _memberships(store)
    yield from _repeated("a user's email", (email_key(user.email) for user in store.all(USERS)))
    yield from _repeated("the id of an API key", (key.id for key in store.all(API_KEYS)))
    yield from _ownerless(store)
    unknown = sum(due.kind not in effects for due in store.all(DUES))
    if unknown:
        yield f"{unknown} dues are of a kind that there is not"
    yield from _unfit(store, contract)


def _references(store: MemoryStore) -> Iterator[str]:
    """Records that name others which are not there."""
    yield from _dangling(store, API_KEYS, CLIENTS, "client_id")
    yield from _dangling(store, ORGANISATIONS, CLIENTS, "client_id")
    yield from _dangling(store, ORGANISATIONS, INDUSTRIES, "industry_id")
    yield from _dangling(store, MEMBERSHIPS, USERS, "user_id")
    yield from _dangling(store, CLIENT_MEMBERSHIPS, USERS, "user_id")
    yield from _dangling(store, CLIENT_MEMBERSHIPS, CLIENTS, "client_id")
    yield from _dangling(store, CLIENT_INVITES, CLIENTS, "client_id")
    yield from _dangling(store, ACCEPTED_INVITES, CLIENTS, "client_id")
    yield from _dangling(store, AUTH_CODES, USERS, "user_id")
    yield from _dangling(store, AUTH_CODES, CLIENTS, "client_id")
    yield from _dangling(store, AUTH_CODES, ORGANISATIONS, "organisation_id")


def _dangling(store: MemoryStore, table: Table[Any], named: Table[Any], member: str) -> Iterator[str]:
    values = (getattr(record, member) for record in store.all(table))
    missing = sum(value is not None and store.get(named, value) is None for value in values)
    if missing:
        yield f"{missing} of the {table.name} name {named.name} that are not there"


def _memberships(store: MemoryStore) -> Iterator[str]:
    for membership in store.all(MEMBERSHIPS):
        organisation = store.get(ORGANISATIONS, membership.organisation_id)
        if organisation is None or organisation.client_id != membership.client_id:
            yield "a membership names an organisation that is not there, or is another client's"
            return


def _ownerless(store: MemoryStore) -> Iterator[str]:
    owners = {NOBODY, *(each.id for each in store.all(CLIENTS)), *(each.id for each in store.all(ORGANISATIONS))}
    if any(document.owner_id not in owners for document in store.all(DOCUMENTS)):
        yield "a document belongs to nobody who is there"


def _repeated(what: str, values: Iterable[str]) -> Iterator[str]:
    listed = list(values)
    if len(set(listed)) < len(listed):
        yield f"{what} is there twice"


def _unfit(store: MemoryStore, contract: Contract) -> Iterator[str]:
    """Records that the contract lists and that its list could not show."""
    fits: dict[str, PartValidator | None] = {}
    for document in store.all(DOCUMENTS):
        if document.collection not in fits:
            fits[document.collection] = _validator(contract, document.collection)
        validator = fits[document.collection]
        body: Json = document.body
        failures = () if validator is None else validator.failures(body)
        if failures:
            yield f"a record of {document.collection}: {failures[0].pointer or 'the record'}: {failures[0].message}"


def _validator(contract: Contract, collection: str) -> PartValidator | None:
    schema = listed_item_schema(contract, collection)
    return None if schema is None else PartValidator(schema, contract.document)
