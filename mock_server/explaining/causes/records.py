"""The records that a request names: where they are, in which state, or why they are not there."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl, unquote

from mock_server.domain import times
from mock_server.domain.model import Document
from mock_server.domain.principal import Anonymous
from mock_server.domain.tables import (
    API_KEY_BY_ID,
    API_KEYS,
    CLIENTS,
    DOCUMENTS,
    INDUSTRIES,
    MEMBERSHIPS,
    ORGANISATIONS,
    USERS,
)
from mock_server.explaining.exchange import Exchange
from mock_server.explaining.facts import Fact, now, then
from mock_server.explaining.past import earlier
from mock_server.explaining.people import client_named, named, organisation_named, user_named
from mock_server.json_value import Json

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MOST = 10
_TOLD = (
    "status",
    "state",
    "agentType",
    "currency",
    "totalAmount",
    "outstanding",
    "amount",
    "remaining",
    "remainingAmount",
    "supplierId",
    "issueDate",
    "dueDate",
    "invoiceDate",
)
"""Members that conditions are about."""


def seen(exchange: Exchange) -> Iterator[Fact]:
    """The first records that path, query and body name."""
    ids = _ids(exchange)
    found = _documents(exchange, ids)
    for record_id, where in list(ids.items())[:_MOST]:
        documents = found.get(record_id, [])
        yield from (_document(exchange, where, each) for each in documents)
        if not documents:
            yield _something_else(exchange, where, record_id)
    if not ids:
        yield from _other_values(exchange)
    if exchange.operation is not None and "/i/{token}" in exchange.operation.path:
        yield then("A public page is found by its whole token, of an invoice that is no draft.")


def conversation(exchange: Exchange) -> Iterator[Fact]:
    """Who began the conversation that the request names."""
    yield from seen(exchange)
    for documents in _documents(exchange, _ids(exchange)).values():
        for document in documents:
            begun_by = document.body.get("userId")
            who = "an API key" if begun_by is None else user_named(exchange.world, str(begun_by))
            yield now(f"It was begun by {who}.")


def bill(exchange: Exchange) -> Iterator[Fact]:
    """The issues of a bill, one by one."""
    yield from seen(exchange)
    errors = exchange.received.get("errors") if isinstance(exchange.received, Mapping) else None
    for name, issues in errors.items() if isinstance(errors, Mapping) else ():
        told = "; ".join(map(str, issues)) if isinstance(issues, list) else str(issues)
        yield then(exchange.masking.text(f"{name}: {told}"))


def _other_values(exchange: Exchange) -> Iterator[Fact]:
    for name, value in exchange.path_values.items():
        yield then(f"path {name}: {exchange.masking.member(name, value)} names nothing.")


def _ids(exchange: Exchange) -> dict[str, str]:
    """Each id, with the place where it stands."""
    ids: dict[str, str] = {}
    for name, value in exchange.path_values.items():
        _note(ids, value, f"path {name}")
    query = parse_qsl(exchange.entry.target.partition("?")[2], encoding="latin-1")
    for name, value in query:
        _note(ids, value, f"query {name}")
    _note_all(ids, exchange.sent, "body ")
    return ids


def _note_all(ids: dict[str, str], value: Json, place: str) -> None:
    if isinstance(value, str):
        _note(ids, value, place)
    elif isinstance(value, Mapping):
        for name, member in value.items():
            _note_all(ids, member, f"{place}/{name}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _note_all(ids, item, f"{place}/{index}")


def _note(ids: dict[str, str], value: str, place: str) -> None:
    match = _UUID.match(value.lower())
    if match is not None:
        ids.setdefault(match[0], place)


def _documents(exchange: Exchange, ids: Mapping[str, str]) -> dict[str, list[Document]]:
    found: dict[str, list[Document]] = {}
    if ids:
        for document in exchange.world.store.all(DOCUMENTS):
            if document.id in ids:
                found.setdefault(document.id, []).append(document)
    return found


def _document(exchange: Exchange, where: str, document: Document) -> Fact:
    body = document.body
    told = ", ".join(f"{name} {body[name]}" for name in _TOLD if body.get(name) is not None)
    if "supplierId" in body and body["supplierId"] is None:
        told += ", linked to no supplier"
    state = f" with {told}" if told else ""
    return now(f"{where}: the record {document.id} in {document.collection}{state}, {_reach(exchange, document)}.")


def _reach(exchange: Exchange, document: Document) -> str:
    """Whose it is, told from where the caller stands."""
    world, principal, owner = exchange.world, exchange.entry.principal, document.owner_id
    client_id = None if isinstance(principal, Anonymous) else principal.client_id
    if owner in (exchange.entry.organisation_id, client_id):
        return "within the caller's reach"
    organisation = world.store.get(ORGANISATIONS, owner)
    if organisation is None:
        return f"of {client_named(world, owner)}"
    if organisation.client_id == client_id:
        return f"of another organisation of the same client: {named(organisation)}"
    return f"of another client's {named(organisation)}"


def _something_else(exchange: Exchange, where: str, record_id: str) -> Fact:
    deletion = _deletion(exchange, record_id)
    if deletion is not None:
        return deletion
    told = _of_another_kind(exchange, record_id)
    return now(f"{where}: {record_id} is {told}." if told else f"{where}: nothing in the world has the id {record_id}.")


def _of_another_kind(exchange: Exchange, record_id: str) -> str | None:
    store, world = exchange.world.store, exchange.world
    if store.get(USERS, record_id) is not None:
        member = store.get(MEMBERSHIPS, (record_id, exchange.entry.organisation_id))
        place = exchange.entry.organisation_id
        inside = "" if place is None else f", {'a' if member else 'no'} member of {organisation_named(world, place)}"
        return user_named(world, record_id) + inside
    organisation = store.get(ORGANISATIONS, record_id)
    if organisation is not None:
        return f"{named(organisation)}, of {client_named(world, organisation.client_id)}"
    if store.get(CLIENTS, record_id) is not None:
        return client_named(world, record_id)
    keys = store.find(API_KEYS, API_KEY_BY_ID, record_id)
    if keys:
        return (
            f"an API key of {client_named(world, keys[0].client_id)}{', which is revoked' if keys[0].revoked else ''}"
        )
    industry = store.get(INDUSTRIES, record_id)
    return None if industry is None else f"the industry {industry.name}"


def _deletion(exchange: Exchange, record_id: str) -> Fact | None:
    for entry in earlier(exchange):
        if entry.method == "DELETE" and record_id in unquote(entry.target.partition("?")[0]).lower():
            return then(f"{record_id} was deleted at {times.written(entry.at)}, by request #{entry.id}.")
    return None
