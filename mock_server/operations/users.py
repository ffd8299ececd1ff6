"""Tag Users: people and the organisations they belong to."""

from dataclasses import replace

from mock_server.domain import times
from mock_server.domain.administration.authority import selected_role
from mock_server.domain.administration.memberships import join_organisation
from mock_server.domain.administration.role_changes import require_role_change
from mock_server.domain.documents import Envelope, enveloped
from mock_server.domain.events import emit
from mock_server.domain.model import Membership, Organisation, OrganisationId, Role, User
from mock_server.domain.pages import Listing, page_of
from mock_server.domain.rules.memberships import require_membership
from mock_server.domain.rules.organisations import require_organisation_of
from mock_server.domain.rules.roles import require_administrator, require_owner_for
from mock_server.domain.tables import MEMBERSHIP_BY_ORGANISATION, MEMBERSHIPS, ORGANISATIONS, USERS, email_key
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json, JsonObject

__all__ = ["add_organisation_user", "add_user", "change_user_role", "list_organisation_users"]


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
    return enveloped(page, Envelope.NEXT_CURSOR, lambda membership: _listed(_user(world, membership), membership))


def add_organisation_user(world: World, request: OperationRequest) -> Json:
    user, membership = _join(world, _organisation(world, request), request.members)
    return _added(user, membership)


def add_user(world: World, request: OperationRequest) -> Json:
    caller = _administrator(world, request)
    require_owner_for((_role(request.members),), caller)
    user, membership = _join(world, request.selected, request.members)
    return _listed(user, membership)


def change_user_role(world: World, request: OperationRequest) -> Json:
    caller = _administrator(world, request)
    organisation = request.selected
    membership = require_membership(world.store.get(MEMBERSHIPS, (request.path["id"], organisation.id)))
    members = world.store.find(MEMBERSHIPS, MEMBERSHIP_BY_ORGANISATION, organisation.id)
    others = (other.role for other in members if other != membership)
    changed = replace(membership, role=_role(request.members))
    require_role_change(caller, membership.role, changed.role, others)
    world.store.put(MEMBERSHIPS, changed)
    return _listed(_user(world, changed), changed)


def _join(world: World, organisation: Organisation, sent: JsonObject) -> tuple[User, Membership]:
    name = str(sent["name"]) if sent.get("name") else None
    user, membership = join_organisation(world, organisation, str(sent["email"]), name, _role(sent))
    emit(world, organisation.client_id, organisation.id, "user.added", _added(user, membership))
    return user, membership


def _role(sent: JsonObject) -> Role:
    return Role(str(sent.get("role") or Role.MEMBER))


def _administrator(world: World, request: OperationRequest) -> Role:
    """The caller's role in the selected organisation: Admin or Owner."""
    role = selected_role(world, request.session_user, request.selected)
    assert role is not None, "an organisation was selected that is not the caller's"
    require_administrator((role,))
    return role


def _organisation(world: World, request: OperationRequest) -> Organisation:
    organisation_id = OrganisationId(request.path["organisationId"])
    return require_organisation_of(request.api_client.client_id, world.store.get(ORGANISATIONS, organisation_id))


def _user(world: World, membership: Membership) -> User:
    user = world.store.get(USERS, membership.user_id)
    assert user is not None, "a membership names a user who is not there"
    return user


def _added(user: User, membership: Membership) -> JsonObject:
    return {
        "userId": user.id,
        "email": user.email,
        **({"name": membership.name} if membership.name else {}),
        "organisationId": membership.organisation_id,
        "role": membership.role,
    }


def _listed(user: User, membership: Membership) -> Json:
    return {
        "id": user.id,
        "email": user.email,
        "name": membership.name,
        "role": membership.role,
        "createdAt": times.written(membership.created_at),
    }
