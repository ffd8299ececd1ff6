"""Tag ClientInvites: how people come to a client's portal."""

from mock_server.domain import times
from mock_server.domain.administration.authority import client_role
from mock_server.domain.administration.client_invites import invite, redeem_invite
from mock_server.domain.administration.memberships import join_portal, require_not_in_portal
from mock_server.domain.administration.verified_emails import verified_email
from mock_server.domain.model import Role
from mock_server.domain.principal import SessionUser
from mock_server.domain.rules.clients import require_same_client
from mock_server.domain.rules.roles import require_client_role, require_owner_for
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json
from mock_server.operations.auth import session_answer

__all__ = ["accept_client_invite", "create_client_invite"]


def create_client_invite(world: World, request: OperationRequest) -> Json:
    client_id = require_same_client(request.client_id, request.path["clientId"])
    caller = require_client_role(client_role(world, request.principal))
    email, role = str(request.members["email"]), Role(str(request.members["role"]))
    require_owner_for((role,), caller)
    require_not_in_portal(world, client_id, email)
    made = invite(world, client_id, email, role)
    return {
        "id": world.ids.uuid(),
        "email": made.email,
        "role": made.role,
        "clientId": made.client_id,
        "token": made.token,
        "expiresAt": times.written(made.expires_at),
        "createdAt": times.written(world.clock.now()),
    }


def accept_client_invite(world: World, request: OperationRequest) -> Json:
    verified = verified_email(str(request.members["accessToken"]))
    accepted = redeem_invite(world, str(request.members["token"]), verified)
    user = join_portal(world, accepted)
    return session_answer(world, user, SessionUser(user.id, accepted.client_id, None))
