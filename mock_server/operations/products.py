"""Tag Products: what an organisation sells, each in one currency."""

from mock_server.domain import documents, money
from mock_server.domain.collections import PRODUCTS
from mock_server.domain.documents import author_of
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json, JsonObject

__all__ = ["create_product", "get_product", "list_products"]


def list_products(world: World, request: OperationRequest) -> Json:
    return documents.listed(world, request, PRODUCTS)


def create_product(world: World, request: OperationRequest) -> Json:
    sent = request.members
    members: JsonObject = {
        "organisationId": request.selected.id,
        "name": sent["name"],
        "currency": sent["currency"],
        "description": sent.get("description"),
        "unitPrice": money.written(money.decimal(sent.get("unitPrice", 0))),
        "type": sent.get("type", "Product"),
    }
    return documents.create(world, PRODUCTS, author_of(request), members).body


def get_product(world: World, request: OperationRequest) -> Json:
    return documents.require(world, PRODUCTS, request.owner_id, request.path["id"]).body
