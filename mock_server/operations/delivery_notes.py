"""Tag Delivery Notes."""

from mock_server.domain import documents
from mock_server.domain.collections import DELIVERY_NOTES
from mock_server.domain.documents import author_of
from mock_server.domain.model import Document
from mock_server.domain.numbering import free_number
from mock_server.domain.payables.delivery_notes import header_of, line_of
from mock_server.domain.payables.matching.automatic import match_document
from mock_server.domain.payables.matching.matched_bills import matched_bills
from mock_server.domain.payables.matching.sides import NOTES
from mock_server.domain.payables.order_lines import (
    FIRST_STATUS,
    new_lines,
    replaced_lines,
    require_changeable,
    require_same_header,
    status_after,
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
    header = header_of(world, request.owner_id, request.members)
    free_number(world, DELIVERY_NOTES, request.owner_id, str(header["dnNumber"]))
    lines = new_lines(world, request.members["lines"], line_of)
    members = {"organisationId": request.owner_id, **header, "status": FIRST_STATUS, "lines": lines}
    note = documents.create(world, DELIVERY_NOTES, author_of(request), members)
    return match_document(world, NOTES, note).body


def get_delivery_note(world: World, request: OperationRequest) -> Json:
    return _named(world, request).body


def replace_delivery_note(world: World, request: OperationRequest) -> Json:
    note = require_changeable(_named(world, request))
    header = header_of(world, request.owner_id, request.members)
    free_number(world, DELIVERY_NOTES, request.owner_id, str(header["dnNumber"]), but=note.id)
    require_same_header(note, header)
    lines = replaced_lines(world, note, request.members["lines"], line_of)
    members = {**header, "lines": lines, "status": status_after(note.body.get("status"), lines)}
    return match_document(world, NOTES, documents.change(world, DELIVERY_NOTES, note, members)).body


def close_delivery_note(world: World, request: OperationRequest) -> Json:
    return _ended(world, request, "Closed")


def cancel_delivery_note(world: World, request: OperationRequest) -> Json:
    return _ended(world, request, "Cancelled")


def list_delivery_note_bills(world: World, request: OperationRequest) -> Json:
    return matched_bills(world, NOTES, _named(world, request))


def _ended(world: World, request: OperationRequest, status: str) -> Json:
    note = require_changeable(_named(world, request))
    return documents.change(world, DELIVERY_NOTES, note, {"status": status}).body


def _named(world: World, request: OperationRequest) -> Document:
    return documents.require(world, DELIVERY_NOTES, request.owner_id, request.path["id"])
