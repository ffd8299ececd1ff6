"""Tag Delivery Notes."""

from mock_server.domain import documents
from mock_server.domain.collections import DELIVERY_NOTES
from mock_server.domain.documents import author_of
from mock_server.domain.model import Document
from mock_server.domain.payables.matching.matched_bills import matched_bills
from mock_server.domain.payables.order_documents import (
    DELIVERY_NOTE,
    create_order,
    end_order,
    replace_order,
)
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json

__all__ = [
    "cancel_delivery_note",
    "close_delivery_note",
    "create_delivery_note",
    "get_delivery_note",
    "list_delivery_note_bills",
    "list_delivery_notes",
    "replace_delivery_note",
]


def list_delivery_notes(world: World, request: OperationRequest) -> Json:
    return documents.listed(world, request, DELIVERY_NOTES)


def create_delivery_note(world: World, request: OperationRequest) -> Json:
    return create_order(world, DELIVERY_NOTE, author_of(request), request.members).body


def get_delivery_note(world: World, request: OperationRequest) -> Json:
    return _named(world, request).body


def replace_delivery_note(world: World, request: OperationRequest) -> Json:
    return replace_order(world, DELIVERY_NOTE, _named(world, request), request.members).body


def close_delivery_note(world: World, request: OperationRequest) -> Json:
    return end_order(world, DELIVERY_NOTE, _named(world, request), "Closed").body


def cancel_delivery_note(world: World, request: OperationRequest) -> Json:
    return end_order(world, DELIVERY_NOTE, _named(world, request), "Cancelled").body


def list_delivery_note_bills(world: World, request: OperationRequest) -> Json:
    return matched_bills(world, DELIVERY_NOTE.side, _named(world, request))


def _named(world: World, request: OperationRequest) -> Document:
    return documents.require(world, DELIVERY_NOTES, request.owner_id, request.path["id"])
