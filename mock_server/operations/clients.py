"""Tag Clients: the settings of the platform itself."""

from dataclasses import replace

from mock_server.domain import times
from mock_server.domain.administration.authority import client_role
from mock_server.domain.administration.clients import changed_settings, client_of, settings_of
from mock_server.domain.model import Client
from mock_server.domain.rules.clients import require_same_client
from mock_server.domain.rules.roles import require_client_role
from mock_server.domain.tables import CLIENTS
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json

__all__ = ["patch_client"]


def patch_client(world: World, request: OperationRequest) -> Json:
    client = client_of(world, require_same_client(request.client_id, request.path["clientId"]))
    require_client_role(client_role(world, request.principal))
    changed = replace(
        client,
        settings=changed_settings(client, request.members),
        updated_at=world.clock.now(),
        updated_by=request.author_id,
    )
    world.store.put(CLIENTS, changed)
    return _shown(changed)


def _shown(client: Client) -> Json:
    return {
        "id": client.id,
        "name": client.name,
        "type": client.type,
        "paymentRevenueSharePercent": None,
        "dolfinRevenueSharePercent": None,
        **settings_of(client),
        "createdAt": times.written(client.created_at),
        "createdBy": None,
        "updatedAt": times.written(client.updated_at or client.created_at),
        "updatedBy": client.updated_by,
    }
