"""Tag Members: the portal users of a client."""

from dataclasses import replace

from mock_server.domain.administration.authority import client_role
from mock_server.domain.administration.role_changes import require_role_change
from mock_server.domain.model import ClientId, ClientMembership, Role
from mock_server.domain.rules.clients import require_same_client
from mock_server.domain.rules.memberships import require_membership
from mock_server.domain.rules.roles import require_client_role
from mock_server.domain.tables import CLIENT_MEMBERSHIP_BY_CLIENT, CLIENT_MEMBERSHIPS, USERS
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json

__all__ = ["change_client_member_role", "list_client_members"]


def list_client_members(world: World, request: OperationRequest) -> Json:
    client_id = require_same_client(request.client_id, request.path["clientId"])
    require_client_role(client_role(world, request.principal), tuple(Role))
    return [_shown(world, membership) for membership in reversed(_members(world, client_id))]


def change_client_member_role(world: World, request: OperationRequest) -> Json:
    client_id = require_same_client(request.client_id, request.path["clientId"])
    caller = require_client_role(client_role(world, request.principal))
    membership = require_membership(world.store.get(CLIENT_MEMBERSHIPS, (request.path["userId"], client_id)))
    wanted = Role(str(request.members["role"]))
    others = (other.role for other in _members(world, client_id) if other != membership)
    require_role_change(caller, membership.role, wanted, others)
    changed = replace(membership, role=wanted)
    world.store.put(CLIENT_MEMBERSHIPS, changed)
    return _shown(world, changed)


def _members(world: World, client_id: ClientId) -> tuple[ClientMembership, ...]:
    return world.store.find(CLIENT_MEMBERSHIPS, CLIENT_MEMBERSHIP_BY_CLIENT, client_id)


def _shown(world: World, membership: ClientMembership) -> Json:
    user = world.store.get(USERS, membership.user_id)
    assert user is not None, "a portal membership names a user who is not there"
    return {"userId": user.id, "email": user.email, "name": membership.name, "role": membership.role}
