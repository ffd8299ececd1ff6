"""The tables of a world."""

from mock_server.domain.model import (
    ApiKey,
    AuthCode,
    Client,
    ClientMembership,
    Document,
    Due,
    Industry,
    Membership,
    Organisation,
    UsedCode,
    User,
)
from mock_server.domain.store import Index, Table


def email_key(email: str) -> str:
    """Emails are compared without regard to case."""
    return email.casefold()


USER_BY_EMAIL: Index[User] = Index(lambda user: email_key(user.email))
MEMBERSHIP_BY_USER: Index[Membership] = Index(lambda membership: membership.user_id)
MEMBERSHIP_BY_ORGANISATION: Index[Membership] = Index(lambda membership: membership.organisation_id)
CLIENT_MEMBERSHIP_BY_USER: Index[ClientMembership] = Index(lambda membership: membership.user_id)
DOCUMENT_BY_COLLECTION: Index[Document] = Index(lambda item: (item.collection, item.owner_id))
DOCUMENT_BY_PARENT: Index[Document] = Index(lambda item: (item.collection, item.owner_id, item.parent_id))

CLIENTS: Table[Client] = Table("clients", lambda client: client.id)
API_KEYS: Table[ApiKey] = Table("apiKeys", lambda api_key: api_key.secret)
INDUSTRIES: Table[Industry] = Table("industries", lambda industry: industry.id)
ORGANISATIONS: Table[Organisation] = Table("organisations", lambda organisation: organisation.id)
USERS: Table[User] = Table("users", lambda user: user.id, (USER_BY_EMAIL,))
MEMBERSHIPS: Table[Membership] = Table(
    "memberships",
    lambda membership: (membership.user_id, membership.organisation_id),
    (MEMBERSHIP_BY_USER, MEMBERSHIP_BY_ORGANISATION),
)
CLIENT_MEMBERSHIPS: Table[ClientMembership] = Table(
    "clientMemberships",
    lambda membership: (membership.user_id, membership.client_id),
    (CLIENT_MEMBERSHIP_BY_USER,),
)
AUTH_CODES: Table[AuthCode] = Table("authCodes", lambda code: code.jti)
USED_CODES: Table[UsedCode] = Table("usedCodes", lambda code: code.jti)
DOCUMENTS: Table[Document] = Table(
    "documents", lambda item: (item.collection, item.id), (DOCUMENT_BY_COLLECTION, DOCUMENT_BY_PARENT)
)
DUES: Table[Due] = Table("dues", lambda due: (due.kind, due.subject))
