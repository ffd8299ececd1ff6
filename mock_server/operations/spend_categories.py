"""Tag SpendCategories: those of a client; and what its organisations are offered."""

from mock_server.domain import documents
from mock_server.domain.administration.authority import client_role
from mock_server.domain.administration.spend_categories import is_taken, key_of, on_offer
from mock_server.domain.collections import SPEND_CATEGORIES
from mock_server.domain.documents import Author, Envelope
from mock_server.domain.members import given, whole
from mock_server.domain.model import ClientId
from mock_server.domain.rules.clients import require_same_client
from mock_server.domain.rules.numbers import require_free
from mock_server.domain.rules.roles import require_client_role
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json, JsonObject

__all__ = [
    "create_client_spend_category",
    "list_client_spend_categories",
    "list_spend_categories",
    "patch_client_spend_category",
]

_OPTIONAL_MEMBERS = ("defaultSpendClass", "glAccountCode")
_CHANGEABLE_MEMBERS = ("displayName", *_OPTIONAL_MEMBERS, "archived")


def list_client_spend_categories(world: World, request: OperationRequest) -> Json:
    client_id = require_same_client(request.client_id, request.path["clientId"])
    return documents.listed_of(world, request, SPEND_CATEGORIES, client_id, Envelope.BARE)


def create_client_spend_category(world: World, request: OperationRequest) -> Json:
    client_id = _administered(world, request)
    sent = request.members
    key = key_of(str(sent["key"]))
    require_free(taken=is_taken(world, client_id, key), what="key of the spend category")
    members: JsonObject = {
        "key": key,
        "displayName": sent["displayName"],
        **whole(_OPTIONAL_MEMBERS, sent),
        "archived": False,
    }
    return documents.create(world, SPEND_CATEGORIES, Author(client_id), members).body


def patch_client_spend_category(world: World, request: OperationRequest) -> Json:
    client_id = _administered(world, request)
    category = documents.require(world, SPEND_CATEGORIES, client_id, request.path["id"])
    return documents.change(world, SPEND_CATEGORIES, category, given(_CHANGEABLE_MEMBERS, request.members)).body


def list_spend_categories(world: World, request: OperationRequest) -> Json:
    return list(on_offer(world, request.selected.client_id))


def _administered(world: World, request: OperationRequest) -> ClientId:
    client_id = require_same_client(request.client_id, request.path["clientId"])
    require_client_role(client_role(world, request.principal))
    return client_id
