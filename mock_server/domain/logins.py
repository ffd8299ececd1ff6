"""Ready sessions, for people and their tools: who needs one logs in without the two calls."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from mock_server.domain.model import ClientId, OrganisationId, User, UserId
from mock_server.domain.principal import SessionUser
from mock_server.domain.sessions import open_session
from mock_server.domain.tables import (
    CLIENT_MEMBERSHIP_BY_USER,
    CLIENT_MEMBERSHIPS,
    MEMBERSHIP_BY_USER,
    MEMBERSHIPS,
    USER_BY_EMAIL,
    USERS,
    email_key,
)
from mock_server.domain.world import World


@dataclass(frozen=True, slots=True)
class WantedSession:
    """What of a session is asked for.

    `client` None: the first that knows the user; `organisation` is that of a handoff; `expires_at` None: after 8 hours.
    """

    client: ClientId | None = None
    organisation: OrganisationId | None = None
    expires_at: datetime | None = None


def first_login(world: World, email: str) -> str | None:
    """A session token under the first client that the user belongs to; None where there is no such user."""
    return login(world, email, WantedSession())


def login(world: World, email: str, wanted: WantedSession) -> str | None:
    """A session token; None where no user with this email belongs to the client, or to any."""
    for user in world.store.find(USERS, USER_BY_EMAIL, email_key(email)):
        for client_id in clients_with(world, user):
            if wanted.client in (None, client_id):
                return _opened(world, user, client_id, wanted)
    return None


def unchecked_login(world: World, user_id: UserId, client_id: ClientId, wanted: WantedSession) -> str:
    """A session token of anybody, also of a user who is gone: with each request the world judges what it is worth."""
    user = world.store.get(USERS, user_id) or User(user_id, "")
    return _opened(world, user, client_id, wanted)


def _opened(world: World, user: User, client_id: ClientId, wanted: WantedSession) -> str:
    session = SessionUser(user.id, client_id, wanted.organisation)
    return open_session(world, user, session, _token_id(world, user), wanted.expires_at)


def _token_id(world: World, user: User) -> str:
    """An id that is not drawn: a login beside the API changes nothing that a world makes later."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{user.id} {world.ids.seed} {world.clock.now().isoformat()}"))


def clients_with(world: World, user: User) -> tuple[ClientId, ...]:
    """The clients that know the user, by an organisation or by their portal."""
    memberships = world.store.find(MEMBERSHIPS, MEMBERSHIP_BY_USER, user.id)
    portals = world.store.find(CLIENT_MEMBERSHIPS, CLIENT_MEMBERSHIP_BY_USER, user.id)
    known = [*(m.client_id for m in memberships), *(p.client_id for p in portals)]
    return tuple(dict.fromkeys(known))
