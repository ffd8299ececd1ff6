"""The report on outstanding receivables: what is owed, by age and by customer."""

from datetime import date

from mock_server.domain.aging import aged
from mock_server.domain.grouping import grouped
from mock_server.domain.money import written
from mock_server.domain.receivables.open_invoices import (
    OpenInvoice,
    by_customer,
    named_customer,
    oldest_of,
    open_invoices,
)
from mock_server.domain.sums import sums, total
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject


def outstanding_receivables(world: World, owner_id: str, as_of: date) -> Json:
    """An `OutstandingReceivables` of an organisation on a day."""
    invoices = open_invoices(world, owner_id, as_of)
    overdue = [invoice for invoice in invoices if invoice.overdue]
    return {
        "asOf": as_of.isoformat(),
        "totals": {
            "customerCount": len({invoice.customer_id for invoice in invoices}),
            "invoiceCount": len(invoices),
            "outstandingByCurrency": sums(invoices),
            "notYetDueByCurrency": sums(invoice for invoice in invoices if not invoice.overdue),
            "overdueByCurrency": sums(overdue),
        },
        "aging": [
            aged(currency, ((invoice.days_overdue, invoice.outstanding) for invoice in found))
            for currency, found in sorted(grouped(invoices, lambda invoice: invoice.currency).items())
        ],
        "customers": [_row(world, owner_id, found) for found in by_customer(invoices)],
        "recommendation": _recommendation(len(invoices), len(overdue)),
    }


def _row(world: World, owner_id: str, invoices: list[OpenInvoice]) -> JsonObject:
    """What one customer owes in one currency."""
    overdue = total(invoice for invoice in invoices if invoice.overdue)
    return {
        **named_customer(world, owner_id, invoices[0].customer_id),
        "currency": invoices[0].currency,
        "totalOutstanding": written(total(invoices)),
        "overdueAmount": written(overdue),
        "notYetDueAmount": written(total(invoices) - overdue),
        "invoiceCount": len(invoices),
        "maxDaysOverdue": invoices[0].days_overdue,
        "oldestInvoice": oldest_of(invoices),
        "invoiceIds": [invoice.id for invoice in invoices],
    }


def _recommendation(count: int, overdue: int) -> JsonObject:
    """In words of our own: which tools the agent has is not documented."""
    if overdue:
        return {
            "headline": f"Overdue: {overdue} of {count} outstanding invoices.",
            "action": "Remind the customers of the overdue invoices.",
            "nextTool": None,
        }
    headline = f"Outstanding invoices: {count}, none overdue." if count else "Nothing is outstanding."
    return {"headline": headline, "action": "Nothing needs to be done.", "nextTool": None}
