"""API keys: made for a client, taken while they are active."""

from datetime import datetime
from uuid import UUID

from mock_server.domain.model import ApiKey, ApiKeyId, Client, ClientId
from mock_server.domain.tables import API_KEY_BY_ID, API_KEYS
from mock_server.domain.world import World

_SHOWN = 4
"""How many characters of a key's random part its prefix shows."""


def mint_key(world: World, client: Client, expires_at: datetime | None) -> tuple[ApiKey, str]:
    """A new key, and the prefix by which people recognise it."""
    kind = f"dol_{client.type.lower()}_"
    secret = UUID(world.ids.uuid()).hex + UUID(world.ids.uuid()).hex
    key = ApiKey(ApiKeyId(world.ids.uuid()), kind + secret, client.id, expires_at)
    world.store.put(API_KEYS, key)
    return key, kind + secret[:_SHOWN]


def is_active(key: ApiKey, now: datetime) -> bool:
    """Whether the key is neither revoked nor, at its last moment, expired."""
    return not key.revoked and (key.expires_at is None or now < key.expires_at)


def key_of(world: World, client_id: ClientId, key_id: str) -> ApiKey | None:
    """The key with that id, if it is the client's."""
    found = world.store.find(API_KEYS, API_KEY_BY_ID, key_id)
    return next((key for key in found if key.client_id == client_id), None)
