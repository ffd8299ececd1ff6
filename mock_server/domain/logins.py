"""Ready sessions, for people: the banner and `dolfin-mock token` log in without the two calls."""

import uuid

from mock_server.domain.model import ClientId, User
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


def first_login(world: World, email: str) -> str | None:
    """A session token under the first client that the user belongs to; None where there is no such user."""
    for user in world.store.find(USERS, USER_BY_EMAIL, email_key(email)):
        for client_id in clients_with(world, user):
            return open_session(world, user, SessionUser(user.id, client_id, None), _token_id(world, user))
    return None


def _token_id(world: World, user: User) -> str:
    """An id that is not drawn: a login beside the API changes nothing that a world makes later."""
    return str(uuid.uuid5(uuid.UUID(user.id), f"{world.ids.seed} {world.clock.now().isoformat()}"))


def clients_with(world: World, user: User) -> tuple[ClientId, ...]:
    """The clients that know the user, by an organisation or by their portal."""
    memberships = world.store.find(MEMBERSHIPS, MEMBERSHIP_BY_USER, user.id)
    portals = world.store.find(CLIENT_MEMBERSHIPS, CLIENT_MEMBERSHIP_BY_USER, user.id)
    known = [*(m.client_id for m in memberships), *(p.client_id for p in portals)]
    return tuple(dict.fromkeys(known))
