"""Users join organisations and the portals of clients."""

from mock_server.domain.model import (
    ClientId,
    ClientInvite,
    ClientMembership,
    Membership,
    Organisation,
    Role,
    User,
    UserId,
)
from mock_server.domain.rules.users import require_not_yet_member
from mock_server.domain.tables import (
    CLIENT_MEMBERSHIPS,
    MEMBERSHIP_BY_USER,
    MEMBERSHIPS,
    USER_BY_EMAIL,
    USERS,
    email_key,
)
from mock_server.domain.world import World


def join_organisation(
    world: World, organisation: Organisation, email: str, name: str | None, role: Role
) -> tuple[User, Membership]:
    """Makes whoever has the email, known or new, a member. Raises Violation(Mock.AlreadyMember)."""
    user = known_user(world, email) or _new_user(world, email)
    require_not_yet_member(world.store.get(MEMBERSHIPS, (user.id, organisation.id)))
    membership = Membership(
        user_id=user.id,
        organisation_id=organisation.id,
        client_id=organisation.client_id,
        role=role,
        name=_known_name(world, user.id, organisation.client_id) or name,
        created_at=world.clock.now(),
    )
    world.store.put(USERS, user)
    world.store.put(MEMBERSHIPS, membership)
    return user, membership


def join_portal(world: World, invite: ClientInvite) -> User:
    """Makes whoever has the invited email, known or new, a portal user. Raises Violation(Mock.AlreadyMember)."""
    require_not_in_portal(world, invite.client_id, invite.email)
    user = known_user(world, invite.email) or _new_user(world, invite.email)
    name = _known_name(world, user.id, invite.client_id)
    world.store.put(USERS, user)
    world.store.put(CLIENT_MEMBERSHIPS, ClientMembership(user.id, invite.client_id, invite.role, name))
    return user


def require_not_in_portal(world: World, client_id: ClientId, email: str) -> None:
    """Raises Violation(Mock.AlreadyMember) where a portal user of the client has the email."""
    user = known_user(world, email)
    if user is not None:
        require_not_yet_member(world.store.get(CLIENT_MEMBERSHIPS, (user.id, client_id)))


def known_user(world: World, email: str) -> User | None:
    """The user with that email, whoever's it is."""
    return next(iter(world.store.find(USERS, USER_BY_EMAIL, email_key(email))), None)


def _new_user(world: World, email: str) -> User:
    return User(UserId(world.planned.take_user(email) or world.ids.uuid()), email)


def _known_name(world: World, user_id: UserId, client_id: ClientId) -> str | None:
    """The name under which the client knows the user already; another client's name for them is not shown."""
    memberships = world.store.find(MEMBERSHIPS, MEMBERSHIP_BY_USER, user_id)
    return next((m.name for m in memberships if m.client_id == client_id and m.name), None)
