"""Tag Auth: codes, sessions, the sandbox handoff, and who the caller is."""

from urllib.parse import urlencode

from mock_server.domain import times
from mock_server.domain.access import Reach, clients_of, handed_off, name_of, organisations_of, reach_of
from mock_server.domain.auth_codes import mint_code, redeem_code
from mock_server.domain.model import CodePurpose, User
from mock_server.domain.principal import SessionUser
from mock_server.domain.rules.auth_codes import require_issued_code
from mock_server.domain.rules.organisations import (
    require_handoff_access,
    require_handoff_organisation_id,
    require_organisation,
)
from mock_server.domain.rules.users import require_user_id, require_user_in_client
from mock_server.domain.sessions import session_token
from mock_server.domain.tables import MEMBERSHIP_BY_USER, MEMBERSHIPS, ORGANISATIONS, USERS
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json, JsonObject

__all__ = ["create_auth_code", "exchange_auth_code", "get_me", "mint_sandbox_handoff"]


def create_auth_code(world: World, request: OperationRequest) -> Json:
    user_id = require_user_id(request.members.get("userId"))
    client_id = request.api_client.client_id
    memberships = world.store.find(MEMBERSHIPS, MEMBERSHIP_BY_USER, user_id)
    user = require_user_in_client(world.store.get(USERS, user_id), client_id, memberships)
    code, expires_at = mint_code(world, CodePurpose.LOGIN, user.id, client_id)
    return {"code": code, "expiresAt": times.written(expires_at)}


def exchange_auth_code(world: World, request: OperationRequest) -> Json:
    code = redeem_code(world, str(request.members["code"]))
    user = require_issued_code(world.store.get(USERS, code.user_id))
    session = SessionUser(user.id, code.client_id, code.organisation_id)
    return session_answer(world, user, session)


def mint_sandbox_handoff(world: World, request: OperationRequest) -> Json:
    session = request.session_user
    organisation_id = require_handoff_organisation_id(request.members.get("organisationId"))
    organisation = require_organisation(world.store.get(ORGANISATIONS, organisation_id))
    outside = session.only_organisation not in (None, organisation.id)
    require_handoff_access(None if outside else handed_off(world, session, organisation.id))
    code, expires_at = mint_code(world, CodePurpose.HANDOFF, session.user_id, session.client_id, organisation.id)
    return {
        "code": code,
        "sandboxUrl": f"{request.base_url}/sandbox?{urlencode({'code': code})}",
        "expiresAt": times.written(expires_at),
    }


def get_me(world: World, request: OperationRequest) -> Json:
    session = request.session_user
    user = world.store.get(USERS, session.user_id)
    assert user is not None, "authentication let a user through who does not exist"
    name = name_of(world, session)
    return {
        "userId": user.id,
        "email": user.email,
        **({"name": name} if name else {}),
        "organisations": [
            {
                "id": access.organisation.id,
                "name": access.organisation.name,
                "clientId": access.organisation.client_id,
                "role": access.role,
            }
            for access in organisations_of(world, session)
        ],
        "clients": [
            {
                "id": access.client.id,
                "name": access.client.name,
                "type": access.client.type,
                "role": access.role,
            }
            for access in clients_of(world, session)
        ],
    }


def session_answer(world: World, user: User, session: SessionUser) -> JsonObject:
    """A new session and whom it is for: the answer of every login."""
    reach = reach_of(world, session)
    return {"token": session_token(world, user, session, reach), **_who(user, reach)}


def _who(user: User, reach: Reach) -> JsonObject:
    """The user with the memberships that the session covers; portal memberships only where there are any."""
    organisations: list[Json] = [
        {
            "organisationId": access.organisation.id,
            "organisationName": access.organisation.name,
            "role": access.role,
        }
        for access in reach.organisations
    ]
    clients: list[Json] = [
        {"clientId": access.client.id, "clientName": access.client.name, "role": access.role}
        for access in reach.clients
    ]
    who: JsonObject = {"userId": user.id, "email": user.email, "organisations": organisations}
    return {**who, "clients": clients} if clients else who
