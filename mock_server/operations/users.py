"""Tag Users: people and the organisations they belong to."""

from mock_server.domain import times
from mock_server.domain.model import ClientId, Membership, Organisation, OrganisationId, Role, User, UserId
from mock_server.domain.pages import Listing, page_of
from mock_server.domain.rules.organisations import require_organisation_of
from mock_server.domain.rules.users import require_not_yet_member
from mock_server.domain.tables import (
    MEMBERSHIP_BY_ORGANISATION,
    MEMBERSHIP_BY_USER,
    MEMBERSHIPS,
    ORGANISATIONS,
    USER_BY_EMAIL,
    USERS,
    email_key,
)
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json

__all__ = ["add_organisation_user", "list_organisation_users"]


def list_organisation_users(world: World, request: OperationRequest) -> Json:
    organisation = _organisation(world, request)
    email = request.query.get("Email")

    def wanted(membership: Membership) -> bool:
        return email is None or email_key(_user(world, membership).email) == email_key(str(email))

    page = page_of(
        world,
        Listing(
            table=MEMBERSHIPS,
            index=MEMBERSHIP_BY_ORGANISATION,
            value=organisation.id,
            scope=f"users {organisation.id} {email}",
            wanted=wanted,
        ),
        request,
    )
    return {
        "data": [_listed(_user(world, membership), membership) for membership in page.records],
        "nextCursor": page.next,
        "hasMore": page.next is not None,
    }


def add_organisation_user(world: World, request: OperationRequest) -> Json:
    organisation = _organisation(world, request)
    user = _user_with_email(world, str(request.members["email"]))
    require_not_yet_member(world.store.get(MEMBERSHIPS, (user.id, organisation.id)))
    sent_name = request.members.get("name")
    membership = Membership(
        user_id=user.id,
        organisation_id=organisation.id,
        client_id=organisation.client_id,
        role=Role(str(request.members.get("role") or Role.MEMBER)),
        name=_known_name(world, user.id, organisation.client_id) or (str(sent_name) if sent_name else None),
        created_at=world.clock.now(),
    )
    world.store.put(USERS, user)
    world.store.put(MEMBERSHIPS, membership)
    return {
        "userId": user.id,
        "email": user.email,
        **({"name": membership.name} if membership.name else {}),
        "organisationId": organisation.id,
        "role": membership.role,
    }


def _organisation(world: World, request: OperationRequest) -> Organisation:
    organisation_id = OrganisationId(request.path["organisationId"])
    return require_organisation_of(request.api_client.client_id, world.store.get(ORGANISATIONS, organisation_id))


def _user_with_email(world: World, email: str) -> User:
    """The user with that email, whoever's it is, or a new one that is not stored yet."""
    known = world.store.find(USERS, USER_BY_EMAIL, email_key(email))
    return known[0] if known else User(UserId(world.planned.take_user(email) or world.ids.uuid()), email)


def _known_name(world: World, user_id: UserId, client_id: ClientId) -> str | None:
    """The name under which the client knows the user already; another client's name for them is not shown."""
    memberships = world.store.find(MEMBERSHIPS, MEMBERSHIP_BY_USER, user_id)
    return next((m.name for m in memberships if m.client_id == client_id and m.name), None)


def _user(world: World, membership: Membership) -> User:
    user = world.store.get(USERS, membership.user_id)
    assert user is not None, "a membership names a user who is not there"
    return user


def _listed(user: User, membership: Membership) -> Json:
    return {
        "id": user.id,
        "email": user.email,
        "name": membership.name,
        "role": membership.role,
        "createdAt": times.written(membership.created_at),
    }
