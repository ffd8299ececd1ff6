"""Tag ApiKeys: the keys of a client's backend."""

from dataclasses import replace

from mock_server.domain import times
from mock_server.domain.administration.api_keys import is_active, key_of, mint_key
from mock_server.domain.administration.authority import client_role
from mock_server.domain.administration.clients import client_of
from mock_server.domain.rules.api_keys import require_future, require_key
from mock_server.domain.rules.roles import require_client_role
from mock_server.domain.rules.states import require_state
from mock_server.domain.tables import API_KEYS
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json

__all__ = ["create_api_key", "revoke_api_key"]


def create_api_key(world: World, request: OperationRequest) -> Json:
    require_client_role(client_role(world, request.principal))
    now = world.clock.now()
    sent = request.members.get("expiresAt")
    expires_at = require_future(None if sent is None else times.read(str(sent)), now)
    key, prefix = mint_key(world, client_of(world, request.client_id), expires_at)
    return {
        "id": key.id,
        "clientId": key.client_id,
        "name": request.members.get("name"),
        "rawKey": key.secret,
        "keyPrefix": prefix,
        "createdAt": times.written(now),
        "expiresAt": None if expires_at is None else times.written(expires_at),
    }


def revoke_api_key(world: World, request: OperationRequest) -> Json:
    require_client_role(client_role(world, request.principal))
    key = require_key(key_of(world, request.client_id, request.path["id"]))
    require_state("active" if is_active(key, world.clock.now()) else "ended", ["active"])
    world.store.put(API_KEYS, replace(key, revoked=True))
    return None
