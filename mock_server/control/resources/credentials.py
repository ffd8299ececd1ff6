"""Who can call a world's API: what the banner prints and a page fills in."""

from mock_server.control.route import ControlRequest, Route
from mock_server.domain.administration.api_keys import is_active
from mock_server.domain.logins import clients_with
from mock_server.domain.model import Client
from mock_server.domain.tables import API_KEYS, CLIENTS, ORGANISATIONS, USERS
from mock_server.domain.world import World
from mock_server.json_value import Json

_TEXT = {"type": "string"}
_NAMED = {"type": "object", "required": ["id", "name"], "properties": {"id": _TEXT, "name": _TEXT}}
_CLIENT = {
    "type": "object",
    "required": ["id", "name", "apiKeys", "organisations"],
    "properties": {
        "id": _TEXT,
        "name": _TEXT,
        "apiKeys": {"type": "array", "items": _TEXT},
        "organisations": {"type": "array", "items": _NAMED},
    },
}


async def list_credentials(request: ControlRequest) -> Json:
    world = request.world
    return {
        "clients": [_client(world, client) for client in world.store.all(CLIENTS)],
        "users": [user.email for user in world.store.all(USERS) if clients_with(world, user)],
    }


def _client(world: World, client: Client) -> Json:
    now = world.clock.now()
    keys = [key for key in world.store.all(API_KEYS) if key.client_id == client.id and is_active(key, now)]
    organisations = [each for each in world.store.all(ORGANISATIONS) if each.client_id == client.id]
    return {
        "id": client.id,
        "name": client.name,
        "apiKeys": [key.secret for key in keys],
        "organisations": [{"id": each.id, "name": each.name} for each in organisations],
    }


ROUTES = (
    Route(
        "GET",
        "/credentials",
        list_credentials,
        "What to call the world's API with: API keys as they are, organisations, and users who can log in.",
        {
            "type": "object",
            "required": ["clients", "users"],
            "properties": {
                "clients": {"type": "array", "items": _CLIENT},
                "users": {"type": "array", "items": _TEXT},
            },
        },
    ),
)
