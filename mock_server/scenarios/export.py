"""Writes a world as a scenario that loads to the same world."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from mock_server.contract.document import Contract
from mock_server.domain import times
from mock_server.domain.model import (
    ApiKey,
    Client,
    ClientInvite,
    ClientMembership,
    ClientType,
    Document,
    Membership,
    Organisation,
    User,
    UserId,
)
from mock_server.domain.resuming import WAITING
from mock_server.domain.store import Table
from mock_server.domain.tables import (
    ACCEPTED_INVITES,
    API_KEYS,
    AUTH_CODES,
    CLIENT_INVITES,
    CLIENT_MEMBERSHIP_BY_CLIENT,
    CLIENT_MEMBERSHIPS,
    CLIENTS,
    DOCUMENTS,
    DUES,
    INDUSTRIES,
    MEMBERSHIP_BY_ORGANISATION,
    MEMBERSHIPS,
    ORGANISATIONS,
    OUTBOX,
    USED_CODES,
    USERS,
)
from mock_server.domain.world import World
from mock_server.inference.owners import NOBODY
from mock_server.json_value import Json
from mock_server.scenarios.order import note_positions
from mock_server.scenarios.populate import key_id
from mock_server.scenarios.shortening import Shortening
from mock_server.scenarios.yaml_text import yaml_of

Members = dict[str, Any]


def scenario_text(world: World, contract: Contract) -> str:
    """YAML that loads to the same world; what a scenario fills in by itself is left out."""
    return yaml_of(_Export(world, contract).value())


class _Export:
    def __init__(self, world: World, contract: Contract) -> None:
        self._world = world
        self._store = world.store
        self._shortening = Shortening(contract)
        self._industries = {industry.id: industry.name for industry in self._store.all(INDUSTRIES)}
        self._users = {user.id: user for user in self._store.all(USERS)}
        self._names = self._names_of_users()
        self._placed: dict[Table[Any], list[tuple[Any, Members]]] = {}
        self._documents: dict[str, list[Document]] = {}
        for document in self._store.all(DOCUMENTS):
            self._documents.setdefault(document.owner_id, []).append(document)

    def value(self) -> Members:
        world = self._world
        clients = [self._client(client) for client in self._store.all(CLIENTS)]
        for table, entries in self._placed.items():
            note_positions(entries, (table.key(record) for record in self._store.all(table)))
        for client in clients:
            client["apiKeys"] = [key["secret"] if len(key) == 1 else key for key in client["apiKeys"]]
        now = times.written(world.clock.now())
        return {
            "description": f"The world {world.name} at {now}; it began as {world.origin.scenario}.",
            "clock": _given(now=now, frozen=world.clock.frozen),
            "ids": {"seed": world.ids.seed, **_given(drawn=world.ids.drawn)},
            **_given(
                industries=[{"id": each.id, "name": each.name} for each in self._store.all(INDUSTRIES)],
                users=[self._user(user) for user in self._store.all(USERS)],
            ),
            "clients": clients,
            **_given(planned=self._planned(), records=_by_collection(self._documents.get(NOBODY, ())), **self._codes()),
            **self._waiting(),
        }

    def _user(self, user: User) -> Members:
        return {"id": user.id, "email": user.email, **_given(name=self._names[user.id])}

    def _names_of_users(self) -> Mapping[UserId, str | None]:
        """The name by which most know a user."""
        known: dict[UserId, Counter[str | None]] = {user_id: Counter() for user_id in self._users}
        memberships: list[Membership | ClientMembership] = [*self._store.all(MEMBERSHIPS)]
        for membership in (*memberships, *self._store.all(CLIENT_MEMBERSHIPS)):
            known[membership.user_id][membership.name] += 1
        return {user_id: names.most_common(1)[0][0] if names else None for user_id, names in known.items()}

    def _client(self, client: Client) -> Members:
        store = self._store
        keys = [self._key(client, key) for key in store.all(API_KEYS) if key.client_id == client.id]
        organisations = [each for each in store.all(ORGANISATIONS) if each.client_id == client.id]
        return {
            "id": client.id,
            "name": client.name,
            **_given(type=None if client.type is ClientType.LIVE else client.type),
            "createdAt": times.written(client.created_at),
            **_given(updatedAt=_moment(client.updated_at), updatedBy=client.updated_by, settings=dict(client.settings)),
            "apiKeys": keys,
            **_given(
                portal=[
                    self._member(CLIENT_MEMBERSHIPS, each)
                    for each in store.find(CLIENT_MEMBERSHIPS, CLIENT_MEMBERSHIP_BY_CLIENT, client.id)
                ],
                invites=[
                    self._invite(table, each)
                    for table in (CLIENT_INVITES, ACCEPTED_INVITES)
                    for each in store.all(table)
                    if each.client_id == client.id
                ],
                organisations=[self._organisation(each) for each in organisations],
                records=_by_collection(self._documents.get(client.id, ())),
            ),
        }

    def _key(self, client: Client, key: ApiKey) -> Members:
        own_id = None if key.id == key_id(client.id, key.secret) else key.id
        entry = {"secret": key.secret, **_given(id=own_id, expiresAt=_moment(key.expires_at), revoked=key.revoked)}
        return self._place(API_KEYS, key, entry)

    def _invite(self, table: Table[ClientInvite], invite: ClientInvite) -> Members:
        entry = {
            "token": invite.token,
            "email": invite.email,
            "role": invite.role,
            "expiresAt": times.written(invite.expires_at),
            **_given(accepted=table is ACCEPTED_INVITES),
        }
        return self._place(table, invite, entry)

    def _member(self, table: Table[Any], membership: Any) -> Members:
        name = membership.name
        named = {} if name == self._names[membership.user_id] else {"name": name}
        entry = {"email": self._users[membership.user_id].email, "role": membership.role, **named}
        return self._place(table, membership, entry)

    def _organisation(self, organisation: Organisation) -> Members:
        entry = {
            "id": organisation.id,
            "name": organisation.name,
            "industry": self._industries[organisation.industry_id],
            "createdAt": times.written(organisation.created_at),
            **_given(
                updatedAt=_moment(organisation.updated_at),
                updatedBy=organisation.updated_by,
                profile=dict(organisation.profile),
                members=self._members(organisation),
                **self._documents_of(organisation),
            ),
        }
        return self._place(ORGANISATIONS, organisation, entry)

    def _members(self, organisation: Organisation) -> list[Members]:
        entries: list[Members] = []
        for membership in self._store.find(MEMBERSHIPS, MEMBERSHIP_BY_ORGANISATION, organisation.id):
            entry = self._member(MEMBERSHIPS, membership)
            if membership.created_at != organisation.created_at:
                entry["createdAt"] = times.written(membership.created_at)
            entries.append(entry)
        return entries

    def _documents_of(self, organisation: Organisation) -> Members:
        """What can be told briefly goes under `documents`; from the first on that cannot, under `records`."""
        kept: list[Document] = []
        brief: Members = {}
        for collection, documents in _grouped(self._documents.get(organisation.id, ())).items():
            short = self._shortening.first_short(organisation, documents)
            brief |= {collection: short} if short else {}
            kept += documents[len(short) :]
        return {"documents": brief, "records": _by_collection(kept)}

    def _codes(self) -> Members:
        return {
            "codes": [
                {
                    "jti": code.jti,
                    "purpose": code.purpose,
                    "user": self._users[code.user_id].email,
                    "client": code.client_id,
                    **_given(organisation=code.organisation_id),
                    "expiresAt": times.written(code.expires_at),
                }
                for code in self._store.all(AUTH_CODES)
            ],
            "usedCodes": [
                {"jti": code.jti, "expiresAt": times.written(code.expires_at)} for code in self._store.all(USED_CODES)
            ],
        }

    def _planned(self) -> Members:
        organisations, users = self._world.planned.left
        return _given(
            organisations=[{"name": name, "id": promised} for name, promised in organisations.items()],
            users=[{"email": email, "id": promised} for email, promised in users.items()],
        )

    def _waiting(self) -> Members:
        """Dues are told also where there are none, if records could wait for some."""
        dues = [
            {"kind": due.kind, "subject": due.subject, "at": times.written(due.at)} for due in self._store.all(DUES)
        ]
        could_wait = any(document.collection in WAITING for document in self._store.all(DOCUMENTS))
        outgoing = [{"delivery": each.delivery_id, "at": times.written(each.at)} for each in self._store.all(OUTBOX)]
        return {**({"dues": dues} if dues or could_wait else {}), **_given(outgoing=outgoing)}

    def _place(self, table: Table[Any], record: object, entry: Members) -> Members:
        self._placed.setdefault(table, []).append((table.key(record), entry))
        return entry


def _given(**members: Any) -> Members:
    """The members that say something."""
    return {name: value for name, value in members.items() if value not in (None, False, 0, [], {})}


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else times.written(moment)


def _grouped(documents: Iterable[Document]) -> dict[str, list[Document]]:
    groups: dict[str, list[Document]] = {}
    for document in documents:
        groups.setdefault(document.collection, []).append(document)
    return groups


def _by_collection(documents: Iterable[Document]) -> dict[str, list[Members]]:
    return {name: [_record(document) for document in group] for name, group in _grouped(documents).items()}


def _record(document: Document) -> Members:
    body: Json = document.body
    return {"id": document.id, **_given(parent=document.parent_id), "body": body}
