"""The identities of a world: who calls, for whom, and in which organisation."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType, TypeVar, dataclass_transform

from mock_server.json_value import JsonObject

ClientId = NewType("ClientId", str)
UserId = NewType("UserId", str)
OrganisationId = NewType("OrganisationId", str)
IndustryId = NewType("IndustryId", str)
ApiKeyId = NewType("ApiKeyId", str)
T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def made_per_request(kind: type[T]) -> type[T]:
    """A dataclass that is frozen for the type checker, which judges all code here, but not again whenever one is made:
    that takes four times as long.
    """
    return dataclass(slots=True, unsafe_hash=True)(kind)


class Role(StrEnum):
    """A role in an organisation or in a client's portal; the two use the same words."""

    MEMBER = "Member"
    ADMIN = "Admin"
    OWNER = "Owner"


class ClientType(StrEnum):
    LIVE = "Live"
    SANDBOX = "Sandbox"


class CodePurpose(StrEnum):
    """What a code was minted for: a user's login, or the handoff to one organisation."""

    LOGIN = "auth-code"
    HANDOFF = "handoff-code"


@dataclass(frozen=True, slots=True)
class Client:
    """The platform that holds API keys and owns organisations. `settings` holds those that were changed."""

    id: ClientId
    name: str
    type: ClientType
    created_at: datetime
    settings: JsonObject = field(default_factory=dict)
    updated_at: datetime | None = None
    updated_by: UserId | None = None


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key of a client; `secret` is what the caller sends, `id` what the key is known by."""

    id: ApiKeyId
    secret: str
    client_id: ClientId
    expires_at: datetime | None = None
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class Industry:
    id: IndustryId
    name: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """A small business under a client. `profile` holds the optional members that were sent, as sent."""

    id: OrganisationId
    client_id: ClientId
    name: str
    industry_id: IndustryId
    created_at: datetime
    profile: JsonObject = field(default_factory=dict)
    updated_at: datetime | None = None
    updated_by: UserId | None = None


@dataclass(frozen=True, slots=True)
class User:
    """A person, known by the email across all clients."""

    id: UserId
    email: str


@dataclass(frozen=True, slots=True)
class Membership:
    """A user in an organisation. The name belongs to it: each client knows the user by the name it gave."""

    user_id: UserId
    organisation_id: OrganisationId
    client_id: ClientId
    role: Role
    name: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ClientMembership:
    """A portal user of a client."""

    user_id: UserId
    client_id: ClientId
    role: Role
    name: str | None


@dataclass(frozen=True, slots=True)
class ClientInvite:
    """An invitation of an email address to a client's portal; whoever holds the token may accept it, once."""

    token: str
    client_id: ClientId
    email: str
    role: Role
    expires_at: datetime


@made_per_request
class AuthCode:
    """A code that was issued and not redeemed yet; `organisation_id` is set for a handoff alone."""

    jti: str
    purpose: CodePurpose
    user_id: UserId
    client_id: ClientId
    organisation_id: OrganisationId | None
    expires_at: datetime


@made_per_request
class UsedCode:
    """What is remembered of a redeemed code, until it would have expired: only that it was used."""

    jti: str
    expires_at: datetime


@made_per_request
class Document:
    """A record as JSON, in the shape of the contract's schema.

    `owner_id` is the organisation it belongs to, or the client where none is selected; `parent_id` the record
    under which its list shows it, where its list stands under one.
    """

    collection: str
    id: str
    owner_id: str
    body: JsonObject
    parent_id: str | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """Something that happens by itself: `kind` names the effect, `subject` the record that it is about."""

    kind: str
    subject: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A webhook delivery that is to be sent now; `at` is the moment its attempt fell due."""

    delivery_id: str
    at: datetime
