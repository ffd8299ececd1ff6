"""Credit notes: drafted against an invoice, then issued, which lowers what is outstanding."""

from mock_server.domain import documents, money, times
from mock_server.domain.announcing import announce, organisation_with
from mock_server.domain.collections import CREDIT_NOTES, INVOICES
from mock_server.domain.documents import Author
from mock_server.domain.model import Document
from mock_server.domain.numbering import next_number
from mock_server.domain.receivables.invoices import OPEN, announce_invoice, outstanding, settle
from mock_server.domain.receivables.lines import frozen_rate, rate_of
from mock_server.domain.rules.amounts import require_at_most, require_payable
from mock_server.domain.rules.lines import require_known_line
from mock_server.domain.rules.states import require_state
from mock_server.domain.taxes import tax_within
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject

DRAFT, ISSUED = "Draft", "Issued"
_UNTAXED: JsonObject = {"taxRateId": None, "taxRateSnapshot": None}


def draft_credit_note(world: World, author: Author, invoice: Document, members: JsonObject) -> Document:
    """A draft in the currency of the invoice; the amount includes the tax (documented: net + tax = amount)."""
    require_state(invoice.body.get("status"), OPEN)
    currency = str(invoice.body["currency"])
    amount = require_payable(money.decimal(members["amount"]), currency)
    require_at_most(amount, outstanding(invoice), "outstanding on the invoice")
    line = _line(invoice, members.get("invoiceLineItemId"))
    taxed = _taxed(world, invoice, line, members.get("taxRateId"))
    tax = tax_within(amount, rate_of(taxed), currency)
    return documents.create(
        world,
        CREDIT_NOTES,
        author,
        {
            "currency": currency,
            "organisationId": invoice.owner_id,
            "invoiceId": invoice.id,
            "documentNumber": None,
            "amount": money.written(amount),
            "netAmount": money.written(amount - tax),
            "taxAmount": money.written(tax),
            **taxed,
            "invoiceLineItemId": line.get("id"),
            "reason": members.get("reason"),
            "status": DRAFT,
            "issuedAt": None,
        },
    )


def issue_credit_note(world: World, author: Author, invoice: Document, note: Document) -> Document:
    """Numbers a draft and takes its amount off what is outstanding by now; it does not change any more."""
    require_state(note.body["status"], {DRAFT})
    require_state(invoice.body.get("status"), OPEN)
    amount = require_at_most(money.decimal(note.body["amount"]), outstanding(invoice), "outstanding on the invoice")
    issue: JsonObject = {
        "documentNumber": next_number(world, CREDIT_NOTES, invoice.owner_id, "CN"),
        "status": ISSUED,
        "issuedAt": times.written(world.clock.now()),
    }
    issued = documents.change(world, CREDIT_NOTES, note, issue, author.user_id)
    announce(world, "credit_note.issued", invoice.owner_id, lambda: issued.body)
    announce_invoice(world, "invoice.credited", settle(world, invoice, author.user_id, credited=amount))
    return issued


def delete_credit_note(world: World, note: Document) -> None:
    """Removes a draft."""
    require_state(note.body["status"], {DRAFT})
    documents.remove(world, note)


def require_credit_note(world: World, invoice: Document, note_id: str) -> Document:
    """The credit note. Raises Violation(Mock.RecordNotFound) where the invoice has none such."""
    return documents.require_under(world, CREDIT_NOTES, invoice, note_id)


def customer_id_of(world: World, note: Document) -> Json:
    """The id of the customer who is credited: that of the invoice."""
    invoice = documents.get(world, INVOICES, note.owner_id, note.body["invoiceId"])
    return None if invoice is None else invoice.body.get("customerId")


def _line(invoice: Document, line_id: Json) -> JsonObject:
    if line_id is None:
        return {}
    lines = invoice.body.get("lineItems", [])
    assert isinstance(lines, list)
    wanted = str(line_id).lower()
    line: JsonObject | None = next((line for line in lines if line.get("id") == wanted), None)
    require_known_line(known=line is not None)
    return line or {}


def _taxed(world: World, invoice: Document, line: JsonObject, tax_rate_id: Json) -> JsonObject:
    """A rate of its own, else the one frozen in the line, else none."""
    if tax_rate_id is not None:
        return frozen_rate(world, organisation_with(world, invoice.owner_id), tax_rate_id)
    return {name: line.get(name) for name in _UNTAXED}
