"""Tag Invoices."""

from collections.abc import Mapping

from mock_server.domain import documents
from mock_server.domain.collections import INVOICES, PAYMENTS
from mock_server.domain.documents import Envelope, author_of
from mock_server.domain.members import given
from mock_server.domain.model import Document
from mock_server.domain.receivables import invoices, payments
from mock_server.domain.receivables.customers import customer_name
from mock_server.domain.receivables.emails import DEFAULT_TONE, Occasion, preview
from mock_server.domain.rules.states import require_state
from mock_server.domain.tables import INDUSTRIES
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json, JsonObject

__all__ = [
    "create_invoice",
    "get_invoice",
    "list_invoice_payments",
    "list_invoices",
    "patch_invoice",
    "preview_invoice_email",
    "record_invoice_payment",
    "send_invoice",
    "void_invoice",
]

_MEMBERS = ("customerId", "currency", "lineItems", "issueDate", "dueDate", "memo", "documentNumber")
_LINE_MEMBERS = ("id", "productId", "quantity", "taxRateId")


def list_invoices(world: World, request: OperationRequest) -> Json:
    return documents.listed(world, request, INVOICES, show=invoices.shown_in_list(world, request.base_url))


def create_invoice(world: World, request: OperationRequest) -> Json:
    return _shown(world, request, invoices.draft_invoice(world, author_of(request), _asked(request)))


def get_invoice(world: World, request: OperationRequest) -> Json:
    return _shown(world, request, _named(world, request))


def patch_invoice(world: World, request: OperationRequest) -> Json:
    invoice = _named(world, request)
    return _shown(world, request, invoices.patch_invoice(world, author_of(request), invoice, _asked(request)))


def void_invoice(world: World, request: OperationRequest) -> Json:
    invoices.void_invoice(world, _named(world, request), request.author_id)
    return None


def send_invoice(world: World, request: OperationRequest) -> Json:
    """What the e-mail says is not kept: nothing of the API shows it after it was sent."""
    sent = request.body if isinstance(request.body, Mapping) else {}
    reminders = sent.get("reminders", [])
    assert isinstance(reminders, list)
    invoice = invoices.send_invoice(world, _named(world, request), request.author_id, reminders)
    return _shown(world, request, invoice)


def preview_invoice_email(world: World, request: OperationRequest) -> Json:
    invoice = _named(world, request)
    require_state(invoice.body.get("status"), {invoices.Status.DRAFT})
    industry = world.store.get(INDUSTRIES, request.selected.industry_id)
    occasion = Occasion(
        invoice=invoice,
        organisation_name=request.selected.name,
        customer_name=customer_name(world, invoice, otherwise="customer"),
        tone=str(request.query.get("tone") or DEFAULT_TONE),
        industry_group=str(request.query.get("industryGroup") or (industry.name if industry else "")) or None,
    )
    return preview(occasion, request.query)


def list_invoice_payments(world: World, request: OperationRequest) -> Json:
    invoice = _named(world, request)
    return documents.listed(world, request, PAYMENTS, Envelope.BARE, parent_id=invoice.id)


def record_invoice_payment(world: World, request: OperationRequest) -> Json:
    return payments.record_payment(world, author_of(request), _named(world, request), request.members).body


def _named(world: World, request: OperationRequest) -> Document:
    return documents.require(world, INVOICES, request.owner_id, request.path["id"])


def _asked(request: OperationRequest) -> JsonObject:
    """The members that a request may set: marks of a schedule and prices of its lines are not among them."""
    asked = given(_MEMBERS, request.members)
    lines = asked.get("lineItems")
    if isinstance(lines, list):
        asked["lineItems"] = [given(_LINE_MEMBERS, line) for line in lines]
    return asked


def _shown(world: World, request: OperationRequest, invoice: Document) -> JsonObject:
    return invoices.shown(world, invoice, request.base_url)
