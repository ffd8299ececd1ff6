"""The public side of an invoice: a page without login, found by a token that only the recipient knows."""

import hashlib
import hmac

from mock_server.catalogue import RECORD_NOT_FOUND
from mock_server.domain.announcing import organisation_with
from mock_server.domain.collections import INVOICES
from mock_server.domain.model import Document
from mock_server.domain.receivables.customers import customer_name
from mock_server.domain.rules.documents import require_document
from mock_server.domain.tables import DOCUMENTS
from mock_server.domain.world import World
from mock_server.json_value import JsonObject

_SEAL_DIGITS = 24


def token_of(world: World, invoice: Document) -> str:
    """Names the invoice and proves that this world said so; the same each time."""
    return f"{invoice.id}-{_seal(world, invoice.id)}"


def is_public(invoice: Document) -> bool:
    """Nobody but the organisation sees a draft (assumed)."""
    return invoice.body.get("status") not in (None, "Draft")


def is_sealed(world: World, token: str) -> bool:
    """Whether this world made the token, of whatever invoice."""
    invoice_id, _, seal = token.rpartition("-")
    return hmac.compare_digest(seal.encode(), _seal(world, invoice_id).encode())


def require_public(world: World, token: str) -> Document:
    """The invoice. Raises Violation(Mock.RecordNotFound) for a token of no invoice that was sent."""
    invoice_id = token.rpartition("-")[0]
    invoice = world.store.get(DOCUMENTS, (INVOICES.name, invoice_id)) if is_sealed(world, token) else None
    return require_document(invoice if invoice is not None and is_public(invoice) else None, RECORD_NOT_FOUND)


def view_of(world: World, invoice: Document) -> JsonObject:
    """In the shape of the contract's PublicInvoiceView. Nobody is to pay anything on a void invoice."""
    body = invoice.body
    organisation = organisation_with(world, invoice.owner_id)
    return {
        "documentNumber": body.get("documentNumber") or "",
        "currency": body["currency"],
        "customerName": customer_name(world, invoice, otherwise=""),
        "organisationName": organisation.name,
        "totalAmount": body.get("totalAmount", 0),
        "amountPaid": body.get("amountPaid", 0),
        "amountDue": 0 if body["status"] == "Void" else body.get("outstanding", 0),
        **{name: body[name] for name in ("issueDate",) if name in body},
        "dueDate": body.get("dueDate"),
        "status": body["status"],
        "memo": body.get("memo"),
        "organisationLogoUrl": organisation.profile.get("logoUrl"),
        "organisationPrimaryColour": organisation.profile.get("primaryColour"),
    }


def _seal(world: World, invoice_id: str) -> str:
    key = hashlib.sha256(f"public invoice:{world.name}:{world.ids.seed}".encode()).digest()
    return hmac.new(key, invoice_id.encode(), "sha256").hexdigest()[:_SEAL_DIGITS]
