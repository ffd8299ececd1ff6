"""Fills a world from a scenario."""

import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from mock_server.domain import times
from mock_server.domain.model import (
    ApiKey,
    ApiKeyId,
    AuthCode,
    Client,
    ClientId,
    ClientInvite,
    ClientMembership,
    ClientType,
    CodePurpose,
    Industry,
    IndustryId,
    Membership,
    Organisation,
    OrganisationId,
    Role,
    UsedCode,
    User,
    UserId,
)
from mock_server.domain.store import Table
from mock_server.domain.tables import (
    ACCEPTED_INVITES,
    API_KEYS,
    AUTH_CODES,
    CLIENT_INVITES,
    CLIENT_MEMBERSHIPS,
    CLIENTS,
    INDUSTRIES,
    MEMBERSHIPS,
    ORGANISATIONS,
    USED_CODES,
    USERS,
    email_key,
)
from mock_server.domain.world import World
from mock_server.scenarios.holdings import Holdings
from mock_server.scenarios.order import in_order
from mock_server.scenarios.scenario import Scenario

Entry = Mapping[str, Any]


def populate(world: World, scenario: Scenario) -> None:
    """Puts everything that the scenario names into an empty world."""
    organisations = _Population(world, scenario.value).add_all()
    Holdings(world, scenario).add_all(organisations)


def key_id(client_id: str, secret: str) -> ApiKeyId:
    """An id that follows from the key, so that a scenario's keys take none of the ids drawn for what is made later."""
    return ApiKeyId(str(uuid.uuid5(uuid.UUID(client_id), secret)))


class _Population:
    """Adds who there is: clients, organisations, users, and what lets them in."""

    def __init__(self, world: World, value: Entry) -> None:
        self._world = world
        self._value = value
        self._industries = {industry["name"]: industry["id"].lower() for industry in value.get("industries", ())}
        self._users: dict[str, User] = {}
        self._names: dict[UserId, str | None] = {}
        self._placed: dict[Table[Any], list[tuple[int | None, Any]]] = {}

    def add_all(self) -> list[Organisation]:
        """The organisations, in the order in which the scenario tells them."""
        for name, industry_id in self._industries.items():
            self._world.store.put(INDUSTRIES, Industry(IndustryId(industry_id), name))
        for user in self._value.get("users", ()):
            self._add_user(user)
        organisations = [each for client in self._value["clients"] for each in self._add_client(client)]
        for table, entries in self._placed.items():
            for record in in_order(entries):
                self._world.store.put(table, record)
        self._add_codes()
        return organisations

    def _add_user(self, entry: Entry) -> None:
        user = User(UserId(entry.get("id", "").lower() or self._world.ids.uuid()), entry["email"])
        self._users[email_key(user.email)] = user
        self._names[user.id] = entry.get("name")
        self._world.store.put(USERS, user)

    def _add_client(self, entry: Entry) -> list[Organisation]:
        client = Client(
            ClientId(entry["id"].lower()),
            entry["name"],
            ClientType(entry.get("type", "Live")),
            created_at=self._moment(entry, "createdAt") or self._world.clock.now(),
            settings=entry.get("settings", {}),
            updated_at=self._moment(entry, "updatedAt"),
            updated_by=entry.get("updatedBy"),
        )
        self._world.store.put(CLIENTS, client)
        for key in entry["apiKeys"]:
            self._add_key(client, {"secret": key} if isinstance(key, str) else key)
        for member, user, role, name in self._members(entry.get("portal", ())):
            self._place(CLIENT_MEMBERSHIPS, member, ClientMembership(user.id, client.id, role, name))
        for invite in entry.get("invites", ()):
            self._add_invite(client, invite)
        return [self._add_organisation(client, each) for each in entry.get("organisations", ())]

    def _add_key(self, client: Client, entry: Entry) -> None:
        secret = entry["secret"]
        identity = ApiKeyId(entry["id"].lower()) if "id" in entry else key_id(client.id, secret)
        key = ApiKey(identity, secret, client.id, self._moment(entry, "expiresAt"), entry.get("revoked", False))
        self._place(API_KEYS, entry, key)

    def _add_invite(self, client: Client, entry: Entry) -> None:
        expires_at = times.read(entry["expiresAt"])
        invite = ClientInvite(entry["token"], client.id, entry["email"], Role(entry["role"]), expires_at)
        self._place(ACCEPTED_INVITES if entry.get("accepted", False) else CLIENT_INVITES, entry, invite)

    def _add_organisation(self, client: Client, entry: Entry) -> Organisation:
        created_at = self._moment(entry, "createdAt") or self._world.clock.now()
        organisation = Organisation(
            id=OrganisationId(entry["id"].lower()),
            client_id=client.id,
            name=entry["name"],
            industry_id=IndustryId(self._industries[entry["industry"]]),
            created_at=created_at,
            profile=entry.get("profile", {}),
            updated_at=self._moment(entry, "updatedAt"),
            updated_by=entry.get("updatedBy"),
        )
        self._place(ORGANISATIONS, entry, organisation)
        for member, user, role, name in self._members(entry.get("members", ())):
            joined_at = self._moment(member, "createdAt") or created_at
            membership = Membership(user.id, organisation.id, client.id, role, name, joined_at)
            self._place(MEMBERSHIPS, member, membership)
        return organisation

    def _add_codes(self) -> None:
        for entry in self._value.get("codes", ()):
            code = AuthCode(
                jti=entry["jti"],
                purpose=CodePurpose(entry["purpose"]),
                user_id=self._users[email_key(entry["user"])].id,
                client_id=ClientId(entry["client"].lower()),
                organisation_id=OrganisationId(entry["organisation"].lower()) if "organisation" in entry else None,
                expires_at=times.read(entry["expiresAt"]),
            )
            self._world.store.put(AUTH_CODES, code)
        for entry in self._value.get("usedCodes", ()):
            self._world.store.put(USED_CODES, UsedCode(entry["jti"], times.read(entry["expiresAt"])))

    def _members(self, entries: list[Entry]) -> Iterator[tuple[Entry, User, Role, str | None]]:
        for entry in entries:
            user = self._users[email_key(entry["email"])]
            yield entry, user, Role(entry["role"]), entry.get("name", self._names[user.id])

    def _place(self, table: Table[Any], entry: Entry, record: object) -> None:
        self._placed.setdefault(table, []).append((entry.get("position"), record))

    def _moment(self, entry: Entry, member: str) -> datetime | None:
        return times.read(entry[member]) if entry.get(member) is not None else None
