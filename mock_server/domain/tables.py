"""The tables of a world."""

from collections.abc import Hashable, Mapping, Sequence

from mock_server.domain.filters import text_of
from mock_server.domain.model import (
    ApiKey,
    AuthCode,
    Client,
    ClientInvite,
    ClientMembership,
    Document,
    Due,
    Industry,
    Membership,
    Organisation,
    Outgoing,
    UsedCode,
    User,
)
from mock_server.domain.store import Index, Table

_NUMBERS = ("documentNumber", "poNumber", "dnNumber")


def email_key(email: str) -> str:
    """Emails are compared without regard to case."""
    return email.casefold()


def number_key(number: object) -> str | None:
    """Numbers of documents are compared without regard to case."""
    return None if number is None else str(number).casefold()


def number_of(document: Document) -> str | None:
    """The number of a document, whatever its kind calls it."""
    body = document.body
    for name in _NUMBERS:
        if name in body:
            return number_key(body[name])
    return None


API_KEY_BY_ID: Index[ApiKey] = Index()
USER_BY_EMAIL: Index[User] = Index()
MEMBERSHIP_BY_USER: Index[Membership] = Index()
MEMBERSHIP_BY_ORGANISATION: Index[Membership] = Index()
CLIENT_MEMBERSHIP_BY_USER: Index[ClientMembership] = Index()
CLIENT_MEMBERSHIP_BY_CLIENT: Index[ClientMembership] = Index()
DOCUMENT_BY_COLLECTION: Index[Document] = Index()
DOCUMENT_BY_PARENT: Index[Document] = Index()
DOCUMENT_BY_NUMBER: Index[Document] = Index()

DOCUMENT_BY_MEMBER: Mapping[str, Index[Document]] = {
    member: Index() for member in ("customerId", "supplierId", "status", "state")
}
"""Members by which long lists are narrowed to few records. A record is found by those that are one value there."""

_FOUND_BY = frozenset({*_NUMBERS, *DOCUMENT_BY_MEMBER})
_BY_NO_MEMBER = (None,) * (1 + len(DOCUMENT_BY_MEMBER))


def _values_of_document(item: Document) -> Sequence[Hashable]:
    collection, owner_id, body = item.collection, item.owner_id, item.body
    place = (collection, owner_id)
    parent = None if item.parent_id is None else (collection, owner_id, item.parent_id)
    if _FOUND_BY.isdisjoint(body):
        return place, parent, *_BY_NO_MEMBER
    number = number_of(item)
    values: list[Hashable] = [place, parent, None if number is None else (collection, owner_id, number)]
    for name in DOCUMENT_BY_MEMBER:
        value = body.get(name)
        single = value is not None and not isinstance(value, list)
        values.append((collection, owner_id, text_of(value)) if single else None)
    return values


CLIENTS: Table[Client] = Table("clients", lambda client: client.id)
API_KEYS: Table[ApiKey] = Table(
    "apiKeys", lambda api_key: api_key.secret, (API_KEY_BY_ID,), lambda api_key: (api_key.id,)
)
INDUSTRIES: Table[Industry] = Table("industries", lambda industry: industry.id)
ORGANISATIONS: Table[Organisation] = Table("organisations", lambda organisation: organisation.id)
USERS: Table[User] = Table("users", lambda user: user.id, (USER_BY_EMAIL,), lambda user: (email_key(user.email),))
MEMBERSHIPS: Table[Membership] = Table(
    "memberships",
    lambda membership: (membership.user_id, membership.organisation_id),
    (MEMBERSHIP_BY_USER, MEMBERSHIP_BY_ORGANISATION),
    lambda membership: (membership.user_id, membership.organisation_id),
)
CLIENT_MEMBERSHIPS: Table[ClientMembership] = Table(
    "clientMemberships",
    lambda membership: (membership.user_id, membership.client_id),
    (CLIENT_MEMBERSHIP_BY_USER, CLIENT_MEMBERSHIP_BY_CLIENT),
    lambda membership: (membership.user_id, membership.client_id),
)
CLIENT_INVITES: Table[ClientInvite] = Table("clientInvites", lambda invite: invite.token)
ACCEPTED_INVITES: Table[ClientInvite] = Table("acceptedInvites", lambda invite: invite.token)
AUTH_CODES: Table[AuthCode] = Table("authCodes", lambda code: code.jti)
USED_CODES: Table[UsedCode] = Table("usedCodes", lambda code: code.jti)
DOCUMENTS: Table[Document] = Table(
    "documents",
    lambda item: (item.collection, item.id),
    (DOCUMENT_BY_COLLECTION, DOCUMENT_BY_PARENT, DOCUMENT_BY_NUMBER, *DOCUMENT_BY_MEMBER.values()),
    _values_of_document,
)
DUES: Table[Due] = Table("dues", lambda due: (due.kind, due.subject))
OUTBOX: Table[Outgoing] = Table("outbox", lambda outgoing: outgoing.delivery_id)
