"""Tag Credit Notes."""

from mock_server.domain import documents
from mock_server.domain.collections import CREDIT_NOTES, INVOICES
from mock_server.domain.documents import Envelope, author_of
from mock_server.domain.model import Document
from mock_server.domain.receivables import credit_notes
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json

__all__ = [
    "create_invoice_credit_note",
    "delete_invoice_credit_note",
    "issue_invoice_credit_note",
    "list_credit_notes",
    "list_invoice_credit_notes",
]


def list_credit_notes(world: World, request: OperationRequest) -> Json:
    customer_id = request.query.get("CustomerId")

    def wanted(note: Document) -> bool:
        return customer_id is None or credit_notes.customer_id_of(world, note) == str(customer_id).lower()

    return documents.listed_of(world, request, CREDIT_NOTES, request.owner_id, Envelope.CURSORS, wanted=wanted)


def list_invoice_credit_notes(world: World, request: OperationRequest) -> Json:
    return documents.listed(world, request, CREDIT_NOTES, Envelope.BARE, parent_id=_invoice(world, request).id)


def create_invoice_credit_note(world: World, request: OperationRequest) -> Json:
    invoice = _invoice(world, request)
    return credit_notes.draft_credit_note(world, author_of(request), invoice, request.members).body


def issue_invoice_credit_note(world: World, request: OperationRequest) -> Json:
    invoice = _invoice(world, request)
    note = credit_notes.require_credit_note(world, invoice, request.path["creditNoteId"])
    return credit_notes.issue_credit_note(world, author_of(request), invoice, note).body


def delete_invoice_credit_note(world: World, request: OperationRequest) -> Json:
    invoice = _invoice(world, request)
    credit_notes.delete_credit_note(
        world, credit_notes.require_credit_note(world, invoice, request.path["creditNoteId"])
    )
    return None


def _invoice(world: World, request: OperationRequest) -> Document:
    return documents.require(world, INVOICES, request.owner_id, request.path["invoiceId"])
