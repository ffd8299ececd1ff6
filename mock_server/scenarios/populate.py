"""Fills a world from a scenario."""

import uuid
from collections.abc import Iterator
from typing import Any

from mock_server.domain import times
from mock_server.domain.collections import COLLECTIONS
from mock_server.domain.model import (
    ApiKey,
    ApiKeyId,
    Client,
    ClientId,
    ClientMembership,
    ClientType,
    Document,
    Industry,
    IndustryId,
    Membership,
    Organisation,
    OrganisationId,
    Role,
    User,
    UserId,
)
from mock_server.domain.resuming import resume
from mock_server.domain.tables import (
    API_KEYS,
    CLIENT_MEMBERSHIPS,
    CLIENTS,
    DOCUMENTS,
    INDUSTRIES,
    MEMBERSHIPS,
    ORGANISATIONS,
    USERS,
    email_key,
)
from mock_server.domain.world import World
from mock_server.json_value import Json
from mock_server.scenarios.records import with_moments
from mock_server.scenarios.scenario import Scenario


def populate(world: World, scenario: Scenario) -> None:
    """Puts everything that the scenario names into an empty world."""
    _Population(world, scenario).add_all()


class _Population:
    def __init__(self, world: World, scenario: Scenario) -> None:
        value = scenario.value
        self._world = world
        self._scenario = scenario
        self._value = value
        self._industries = {industry["name"]: industry["id"].lower() for industry in value.get("industries", ())}
        self._users: dict[str, User] = {}
        self._names: dict[UserId, str | None] = {}

    def add_all(self) -> None:
        for name, industry_id in self._industries.items():
            self._world.store.put(INDUSTRIES, Industry(IndustryId(industry_id), name))
        for user in self._value.get("users", ()):
            self._add_user(user)
        for client in self._value["clients"]:
            self._add_client(client)

    def _add_user(self, entry: dict[str, Any]) -> None:
        user = User(UserId(entry.get("id", "").lower() or self._world.ids.uuid()), entry["email"])
        self._users[email_key(user.email)] = user
        self._names[user.id] = entry.get("name")
        self._world.store.put(USERS, user)

    def _add_client(self, entry: dict[str, Any]) -> None:
        store = self._world.store
        client = Client(
            ClientId(entry["id"].lower()),
            entry["name"],
            ClientType(entry.get("type", "Live")),
            created_at=self._world.clock.now(),
        )
        store.put(CLIENTS, client)
        for secret in entry["apiKeys"]:
            store.put(API_KEYS, ApiKey(_key_id(client, secret), secret, client.id))
        for user, role in self._members(entry.get("portal", ())):
            store.put(CLIENT_MEMBERSHIPS, ClientMembership(user.id, client.id, role, self._names[user.id]))
        for organisation in entry.get("organisations", ()):
            self._add_organisation(client, organisation)

    def _add_organisation(self, client: Client, entry: dict[str, Any]) -> None:
        store = self._world.store
        created_at = times.read(entry["createdAt"]) if "createdAt" in entry else self._world.clock.now()
        organisation = Organisation(
            id=OrganisationId(entry["id"].lower()),
            client_id=client.id,
            name=entry["name"],
            industry_id=IndustryId(self._industries[entry["industry"]]),
            created_at=created_at,
        )
        store.put(ORGANISATIONS, organisation)
        for user, role in self._members(entry.get("members", ())):
            name = self._names[user.id]
            store.put(MEMBERSHIPS, Membership(user.id, organisation.id, client.id, role, name, created_at))
        for collection, records in entry.get("documents", {}).items():
            for record in records:
                self._add_document(organisation, collection, record)

    def _add_document(self, organisation: Organisation, collection: str, record: dict[str, Any]) -> None:
        identity = str(record.get("id") or self._world.ids.uuid()).lower()
        created_at = times.written(organisation.created_at)
        moments = self._scenario.moments[collection]
        whose: dict[str, Json] = {"id": identity, "organisationId": organisation.id}
        body = {**whose, **with_moments(record, moments, created_at), **whose}
        document = Document(collection, identity, organisation.id, body, _parent_id(collection, body))
        self._world.store.put(DOCUMENTS, document)
        resume(self._world, document)

    def _members(self, entries: list[dict[str, Any]]) -> Iterator[tuple[User, Role]]:
        for entry in entries:
            yield self._users[email_key(entry["email"])], Role(entry["role"])


def _key_id(client: Client, secret: str) -> ApiKeyId:
    """An id that follows from the key, so that a scenario's keys take none of the ids drawn for what is made later."""
    return ApiKeyId(str(uuid.uuid5(uuid.UUID(client.id), secret)))


def _parent_id(collection: str, record: dict[str, Any]) -> str | None:
    """The record under which a list shows this one."""
    known = COLLECTIONS.get(collection)
    named = record.get(known.parent) if known is not None and known.parent is not None else None
    return None if named is None else str(named).lower()
