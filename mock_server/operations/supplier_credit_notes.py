"""Tag Supplier Credit Notes."""

from mock_server.domain import documents
from mock_server.domain.collections import SUPPLIER_CREDIT_APPLICATIONS, SUPPLIER_CREDIT_NOTES, SUPPLIERS
from mock_server.domain.documents import Envelope, author_of
from mock_server.domain.model import Document
from mock_server.domain.payables import credit_ledger, credit_notes
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json

__all__ = [
    "apply_supplier_credit_note",
    "create_supplier_credit_note",
    "delete_supplier_credit_note",
    "get_supplier_credit_note",
    "issue_supplier_credit_note",
    "list_supplier_credit_applications",
    "list_supplier_credit_balances",
    "list_supplier_credit_ledger",
    "list_supplier_credit_notes",
    "reverse_supplier_credit_application",
]


def list_supplier_credit_notes(world: World, request: OperationRequest) -> Json:
    return documents.listed(world, request, SUPPLIER_CREDIT_NOTES, parent_id=_supplier(world, request).id)


def create_supplier_credit_note(world: World, request: OperationRequest) -> Json:
    supplier = _supplier(world, request)
    return credit_notes.draft(world, author_of(request), request.selected, supplier, request.members).body


def get_supplier_credit_note(world: World, request: OperationRequest) -> Json:
    return _note(world, request).body


def delete_supplier_credit_note(world: World, request: OperationRequest) -> Json:
    credit_notes.delete(world, _note(world, request))
    return None


def issue_supplier_credit_note(world: World, request: OperationRequest) -> Json:
    return credit_notes.issue(world, author_of(request), _note(world, request)).body


def apply_supplier_credit_note(world: World, request: OperationRequest) -> Json:
    bill_id, amount = request.members["billId"], request.members["amount"]
    return credit_notes.apply(world, author_of(request), _note(world, request), bill_id, amount).body


def list_supplier_credit_applications(world: World, request: OperationRequest) -> Json:
    note = _note(world, request)
    return documents.listed(world, request, SUPPLIER_CREDIT_APPLICATIONS, Envelope.BARE, parent_id=note.id)


def reverse_supplier_credit_application(world: World, request: OperationRequest) -> Json:
    note = _note(world, request)
    application = credit_notes.require_application(world, note, request.path["applicationId"])
    return credit_notes.reverse(world, author_of(request), note, application).body


def list_supplier_credit_balances(world: World, request: OperationRequest) -> Json:
    return credit_notes.balances(world, request.owner_id, _supplier(world, request).id)


def list_supplier_credit_ledger(world: World, request: OperationRequest) -> Json:
    ledger = credit_ledger.CREDIT_LEDGER
    supplier_id = _supplier(world, request).id
    return documents.listed(world, request, ledger, parent_id=supplier_id, show=credit_ledger.shown)


def _supplier(world: World, request: OperationRequest) -> Document:
    return documents.require(world, SUPPLIERS, request.owner_id, request.path["supplierId"])


def _note(world: World, request: OperationRequest) -> Document:
    return credit_notes.require_note(world, request.owner_id, request.path["creditNoteId"])
