"""Tag Invoice Reminders."""

from collections.abc import Mapping

from mock_server.domain import documents
from mock_server.domain.collections import INVOICES, REMINDERS
from mock_server.domain.documents import Envelope
from mock_server.domain.model import Document
from mock_server.domain.receivables.invoices import OPEN
from mock_server.domain.receivables.reminders import send_reminder
from mock_server.domain.rules.states import require_state
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json

__all__ = ["list_invoice_reminders", "send_invoice_reminder"]


def list_invoice_reminders(world: World, request: OperationRequest) -> Json:
    return documents.listed(world, request, REMINDERS, Envelope.BARE, parent_id=_named(world, request).id)


def send_invoice_reminder(world: World, request: OperationRequest) -> Json:
    invoice = _named(world, request)
    require_state(invoice.body.get("status"), OPEN)
    return send_reminder(world, invoice, request.body if isinstance(request.body, Mapping) else {}).body


def _named(world: World, request: OperationRequest) -> Document:
    return documents.require(world, INVOICES, request.owner_id, request.path["invoiceId"])
