"""Tag Purchase Orders."""

from mock_server.domain import documents
from mock_server.domain.collections import PURCHASE_ORDERS
from mock_server.domain.documents import author_of
from mock_server.domain.model import Document
from mock_server.domain.payables.matching.matched_bills import matched_bills
from mock_server.domain.payables.order_documents import (
    PURCHASE_ORDER,
    create_order,
    end_order,
    replace_order,
)
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json

__all__ = [
    "cancel_purchase_order",
    "close_purchase_order",
    "create_purchase_order",
    "get_purchase_order",
    "list_purchase_order_bills",
    "list_purchase_orders",
    "replace_purchase_order",
]


def list_purchase_orders(world: World, request: OperationRequest) -> Json:
    return documents.listed(world, request, PURCHASE_ORDERS)


def create_purchase_order(world: World, request: OperationRequest) -> Json:
    return create_order(world, PURCHASE_ORDER, author_of(request), request.members).body


def get_purchase_order(world: World, request: OperationRequest) -> Json:
    return _named(world, request).body


def replace_purchase_order(world: World, request: OperationRequest) -> Json:
    return replace_order(world, PURCHASE_ORDER, _named(world, request), request.members).body


def close_purchase_order(world: World, request: OperationRequest) -> Json:
    return end_order(world, PURCHASE_ORDER, _named(world, request), "Closed").body


def cancel_purchase_order(world: World, request: OperationRequest) -> Json:
    return end_order(world, PURCHASE_ORDER, _named(world, request), "Cancelled").body


def list_purchase_order_bills(world: World, request: OperationRequest) -> Json:
    return matched_bills(world, PURCHASE_ORDER.side, _named(world, request))


def _named(world: World, request: OperationRequest) -> Document:
    return documents.require(world, PURCHASE_ORDERS, request.owner_id, request.path["id"])
