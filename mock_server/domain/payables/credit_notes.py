"""Credit that suppliers give: notes, and their application to bills."""

from decimal import Decimal

from mock_server.domain import documents, times
from mock_server.domain.collections import (
    BILLS,
    SUPPLIER_CREDIT_APPLICATIONS,
    SUPPLIER_CREDIT_NOTES,
)
from mock_server.domain.documents import Author
from mock_server.domain.model import Document, Organisation
from mock_server.domain.money import decimal, written
from mock_server.domain.numbering import next_number
from mock_server.domain.payables.bills import Bill, require_bill_in
from mock_server.domain.payables.credit_ledger import enter
from mock_server.domain.receivables.tax_rates import require_tax_rate, snapshot
from mock_server.domain.rules.amounts import require_at_most, require_payable, require_same_currency
from mock_server.domain.rules.states import require_state
from mock_server.domain.rules.suppliers import require_same_supplier
from mock_server.domain.taxes import tax_within
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject

_PREFIX = "SCN"
_APPLICABLE = frozenset({"Issued", "PartiallyApplied"})
_CREDITABLE = frozenset({"Approved", "Scheduled", "PaymentFailed"})
"""The states of bills that are to be paid (assumed): their total is settled, and nothing was charged yet."""


def require_note(world: World, owner_id: str, note_id: Json) -> Document:
    return documents.require(world, SUPPLIER_CREDIT_NOTES, owner_id, note_id)


def draft(world: World, author: Author, organisation: Organisation, supplier: Document, sent: JsonObject) -> Document:
    """A new note. Raises Violation where it names a tax rate or a bill that is not there."""
    currency = str(sent["currency"])
    amount = require_payable(decimal(sent["amount"]), currency)
    bill_id = sent.get("originalBillId")
    members: JsonObject = {
        "organisationId": organisation.id,
        "supplierId": supplier.id,
        "documentNumber": None,
        "currency": currency,
        "amount": written(amount),
        **_tax(world, organisation, sent.get("taxRateId"), amount, currency),
        "appliedAmount": 0,
        "available": written(amount),
        "originalBillId": None if bill_id is None else documents.require(world, BILLS, organisation.id, bill_id).id,
        "reason": sent.get("reason"),
        "status": "Draft",
        "issuedAt": None,
    }
    return documents.create(world, SUPPLIER_CREDIT_NOTES, author, members)


def delete(world: World, note: Document) -> None:
    require_state(note.body["status"], {"Draft"})
    documents.remove(world, note)


def issue(world: World, author: Author, note: Document) -> Document:
    """Numbered now (assumed): a draft that is deleted leaves no gap."""
    require_state(note.body["status"], {"Draft"})
    members: JsonObject = {
        "status": "Issued",
        "documentNumber": next_number(world, SUPPLIER_CREDIT_NOTES, author.owner_id, _PREFIX),
        "issuedAt": times.written(world.clock.now()),
    }
    issued = documents.change(world, SUPPLIER_CREDIT_NOTES, note, members, author.user_id)
    enter(world, issued, decimal(issued.body["amount"]))
    return issued


def apply(world: World, author: Author, note: Document, bill_id: Json, sent_amount: Json) -> Document:
    """Takes an amount of the note off what a bill still asks for. Raises Violation where that cannot be."""
    require_state(note.body["status"], _APPLICABLE)
    bill = require_bill_in(world, author.owner_id, bill_id, _CREDITABLE)
    require_same_supplier(bill.body.get("supplierId"), note.body["supplierId"])
    require_same_currency(note.body["currency"], bill.currency, what="the credit note", other="the bill")
    amount = require_payable(decimal(sent_amount), str(note.body["currency"]))
    require_at_most(amount, decimal(note.body["available"]), "available on the credit note")
    require_at_most(amount, bill.outstanding, "outstanding on the bill")
    application = documents.create(world, SUPPLIER_CREDIT_APPLICATIONS, author, _application(note, bill, amount))
    _settle(world, author, note, bill, amount)
    enter(world, note, -amount, application)
    return application


def require_application(world: World, note: Document, application_id: Json) -> Document:
    """Raises Violation where the note has no such application."""
    return documents.require_under(world, SUPPLIER_CREDIT_APPLICATIONS, note, application_id)


def reverse(world: World, author: Author, note: Document, application: Document) -> Document:
    """Gives the amount back to the note and asks for it on the bill again, which must not be paid (assumed)."""
    require_state(application.body["status"], {"Applied"})
    bill = require_bill_in(world, author.owner_id, application.body["billId"], _CREDITABLE)
    amount = decimal(application.body["amount"])
    reversed_one = documents.change(world, SUPPLIER_CREDIT_APPLICATIONS, application, {"status": "Reversed"})
    _settle(world, author, note, bill, -amount)
    enter(world, note, amount, application)
    return reversed_one


def balances(world: World, owner_id: str, supplier_id: str) -> list[Json]:
    """What can still be applied, for each currency in which the supplier gave credit."""
    available: dict[str, Decimal] = {}
    for note in documents.of_parent(world, SUPPLIER_CREDIT_NOTES, owner_id, supplier_id):
        if note.body["status"] != "Draft":
            currency = str(note.body["currency"])
            available[currency] = available.get(currency, Decimal(0)) + decimal(note.body["available"])
    return [{"currency": currency, "available": written(amount)} for currency, amount in sorted(available.items())]


def _application(note: Document, bill: Bill, amount: Decimal) -> JsonObject:
    return {
        "supplierCreditNoteId": note.id,
        "billId": bill.document.id,
        "supplierId": note.body["supplierId"],
        "currency": note.body["currency"],
        "amount": written(amount),
        "status": "Applied",
    }


def _settle(world: World, author: Author, note: Document, bill: Bill, amount: Decimal) -> None:
    """Moves an amount from the note to the bill; a negative one moves back."""
    credited: JsonObject = {"amountCredited": written(bill.credited + amount)}
    documents.change(world, BILLS, bill.document, credited, author.user_id)
    applied = decimal(note.body["appliedAmount"]) + amount
    available = decimal(note.body["amount"]) - applied
    status = "Issued" if not applied else "PartiallyApplied" if available else "Applied"
    members: JsonObject = {"appliedAmount": written(applied), "available": written(available), "status": status}
    documents.change(world, SUPPLIER_CREDIT_NOTES, note, members, author.user_id)


def _tax(world: World, organisation: Organisation, tax_rate_id: Json, amount: Decimal, currency: str) -> JsonObject:
    """How much of a gross amount is tax: nothing without a rate."""
    if tax_rate_id is None:
        return {"netAmount": written(amount), "taxAmount": 0, "taxRateId": None, "taxRateSnapshot": None}
    rate = require_tax_rate(world, organisation, tax_rate_id)
    tax = tax_within(amount, rate.rate, currency)
    return {
        "netAmount": written(amount - tax),
        "taxAmount": written(tax),
        "taxRateId": rate.id,
        "taxRateSnapshot": snapshot(world, rate),
    }
