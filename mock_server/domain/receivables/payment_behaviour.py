"""How customers have paid so far: their fully paid invoices, from issue and against the due date.

An invoice counts from the day of its last payment on, as paid on that day.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mock_server.domain import documents
from mock_server.domain.collections import INVOICES, PAYMENTS
from mock_server.domain.days import day_of
from mock_server.domain.model import Document
from mock_server.domain.payment_timing import timing_of
from mock_server.domain.world import World
from mock_server.json_value import JsonObject


@dataclass(frozen=True, slots=True)
class PaidInvoice:
    """The days from issue to payment, and from the due date (below zero: before it; None: it has none)."""

    days_to_pay: int
    days_late: int | None


def paid_invoices(world: World, owner_id: str, as_of: date) -> Mapping[str, list[PaidInvoice]]:
    """Those that were fully paid by a day, by customer."""
    by_customer: dict[str, list[PaidInvoice]] = defaultdict(list)
    for invoice, day in _last_payments(world, owner_id):
        issued, due = day_of(invoice.body.get("issueDate")), day_of(invoice.body.get("dueDate"))
        if day <= as_of and issued is not None:
            paid = PaidInvoice((day - issued).days, None if due is None else (day - due).days)
            by_customer[str(invoice.body.get("customerId"))].append(paid)
    return by_customer


def behaviour_of(paid: Sequence[PaidInvoice]) -> JsonObject:
    late = [invoice.days_late for invoice in paid if invoice.days_late is not None]
    return {"invoicesPaid": len(paid), **timing_of([invoice.days_to_pay for invoice in paid], late)}


def _last_payments(world: World, owner_id: str) -> Iterator[tuple[Document, date]]:
    """The paid invoices of an organisation with the days of their last payments."""
    last: dict[str, date] = {}
    for payment in documents.of_owner(world, PAYMENTS, owner_id):
        day = day_of(payment.body.get("succeededAt"))
        if day is not None:
            last[str(payment.parent_id)] = max(day, last.get(str(payment.parent_id), day))
    for invoice_id, day in last.items():
        invoice = documents.get(world, INVOICES, owner_id, invoice_id)
        if invoice is not None and invoice.body.get("status") == "Paid":
            yield invoice, day
