"""The public side of an invoice: a page without login, found by a token that only the recipient knows."""

import hashlib
import hmac

from mock_server.catalogue import RECORD_NOT_FOUND
from mock_server.domain.collections import INVOICES
from mock_server.domain.model import Document
from mock_server.domain.rules.documents import require_document
from mock_server.domain.tables import DOCUMENTS
from mock_server.domain.world import World

_SEAL_DIGITS = 24


def token_of(world: World, invoice: Document) -> str:
    """Names the invoice and proves that this world said so; the same each time."""
    return f"{invoice.id}-{_seal(world, invoice.id)}"


def is_public(invoice: Document) -> bool:
    """Nobody but the organisation sees a draft (assumed)."""
    return invoice.body.get("status") != "Draft"


def require_public(world: World, token: str) -> Document:
    """The invoice. Raises Violation(Mock.RecordNotFound) for a token of no invoice that was sent."""
    invoice_id, _, seal = token.rpartition("-")
    known = hmac.compare_digest(seal.encode(), _seal(world, invoice_id).encode())
    invoice = world.store.get(DOCUMENTS, (INVOICES.name, invoice_id)) if known else None
    return require_document(invoice if invoice is not None and is_public(invoice) else None, RECORD_NOT_FOUND)


def _seal(world: World, invoice_id: str) -> str:
    key = hashlib.sha256(f"public invoice:{world.name}:{world.ids.seed}".encode()).digest()
    return hmac.new(key, invoice_id.encode(), "sha256").hexdigest()[:_SEAL_DIGITS]
