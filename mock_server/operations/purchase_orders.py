"""Tag Purchase Orders."""

from functools import partial

from mock_server.domain import documents
from mock_server.domain.collections import PURCHASE_ORDERS
from mock_server.domain.documents import author_of
from mock_server.domain.model import Document
from mock_server.domain.numbering import free_number
from mock_server.domain.payables.matching.automatic import match_document
from mock_server.domain.payables.matching.matched_bills import matched_bills
from mock_server.domain.payables.matching.sides import ORDERS
from mock_server.domain.payables.order_lines import (
    FIRST_STATUS,
    new_lines,
    replaced_lines,
    require_changeable,
    require_same_header,
    status_after,
)
from mock_server.domain.payables.purchase_orders import header_of, line_of
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
    header = header_of(world, request.owner_id, request.members)
    free_number(world, PURCHASE_ORDERS, request.owner_id, str(header["poNumber"]))
    lines = new_lines(world, request.members["lines"], partial(line_of, str(header["currency"])))
    members = {"organisationId": request.owner_id, **header, "status": FIRST_STATUS, "lines": lines}
    order = documents.create(world, PURCHASE_ORDERS, author_of(request), members)
    return match_document(world, ORDERS, order).body


def get_purchase_order(world: World, request: OperationRequest) -> Json:
    return _named(world, request).body


def replace_purchase_order(world: World, request: OperationRequest) -> Json:
    order = require_changeable(_named(world, request))
    header = header_of(world, request.owner_id, request.members)
    free_number(world, PURCHASE_ORDERS, request.owner_id, str(header["poNumber"]), but=order.id)
    require_same_header(order, header)
    lines = replaced_lines(world, order, request.members["lines"], partial(line_of, str(header["currency"])))
    members = {**header, "lines": lines, "status": status_after(order.body.get("status"), lines)}
    return match_document(world, ORDERS, documents.change(world, PURCHASE_ORDERS, order, members)).body


def close_purchase_order(world: World, request: OperationRequest) -> Json:
    return _ended(world, request, "Closed")


def cancel_purchase_order(world: World, request: OperationRequest) -> Json:
    return _ended(world, request, "Cancelled")


def list_purchase_order_bills(world: World, request: OperationRequest) -> Json:
    return matched_bills(world, ORDERS, _named(world, request))


def _ended(world: World, request: OperationRequest, status: str) -> Json:
    order = require_changeable(_named(world, request))
    return documents.change(world, PURCHASE_ORDERS, order, {"status": status}).body


def _named(world: World, request: OperationRequest) -> Document:
    return documents.require(world, PURCHASE_ORDERS, request.owner_id, request.path["id"])
