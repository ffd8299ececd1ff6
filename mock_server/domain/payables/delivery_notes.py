"""Delivery notes: what came."""

from mock_server.domain import documents
from mock_server.domain.collections import PURCHASE_ORDERS
from mock_server.domain.members import whole
from mock_server.domain.money import decimal, written
from mock_server.domain.payables.suppliers import linked_id
from mock_server.domain.world import World
from mock_server.json_value import JsonObject

_HEADER = ("dnNumber", "externalRef", "receivedAt")


def header_of(world: World, owner_id: str, sent: JsonObject) -> JsonObject:
    """The note without its lines. Raises Violation for a supplier or purchase order that is not there."""
    named = sent.get("purchaseOrderId")
    order_id = None if named is None else documents.require(world, PURCHASE_ORDERS, owner_id, named).id
    supplier_id = linked_id(world, owner_id, sent.get("supplierId"))
    return {**whole(_HEADER, sent), "supplierId": supplier_id, "purchaseOrderId": order_id}


def line_of(sent: JsonObject, n: int) -> JsonObject:
    return {
        **whole(("description", "sku", "unit"), sent),
        "quantityReceived": written(decimal(sent["quantityReceived"])),
        "sortOrder": n if sent.get("sortOrder") is None else sent["sortOrder"],
    }
