"""The client that a call is about."""

from mock_server.domain.model import Client, ClientId
from mock_server.domain.tables import CLIENTS
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject

_DEFAULT_SETTINGS: JsonObject = {
    "logoUrl": None,
    "primaryColour": None,
    "billReviewTimeAfterDueDate": None,
    "gmailConnectorEnabled": False,
    "gmailAllowedRedirectHosts": [],
    "paymentAllowedRedirectHosts": [],
    "payByBankEnabled": False,
    "arEmailsEnabled": True,
}
"""What a client's settings are until they are changed (assumed)."""


def client_of(world: World, client_id: ClientId) -> Client:
    client = world.store.get(CLIENTS, client_id)
    assert client is not None, "a credential names a client that is not there"
    return client


def settings_of(client: Client) -> JsonObject:
    """Every setting: as it was changed, else its default."""
    return {**_DEFAULT_SETTINGS, **client.settings}


def changed_settings(client: Client, sent: JsonObject) -> JsonObject:
    """The settings that differ from their defaults afterwards: null puts one back to it (assumed)."""
    named = {name: _whole(name, value) for name, value in sent.items() if name in _DEFAULT_SETTINGS}
    return {name: value for name, value in {**client.settings, **named}.items() if value is not None}


def _whole(name: str, value: Json) -> Json:
    """Text and number mean the same where a whole number is taken."""
    return int(value) if name == "billReviewTimeAfterDueDate" and isinstance(value, str | float) else value
