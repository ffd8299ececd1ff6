"""The report on overdue receivables: who is late, how to remind them, and how they have paid before.

That a row has a tier, an action, a tone, the last reminder and the payment behaviour is documented; the members, the
bounds of the tiers and what each suggests are assumed.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from mock_server.domain import documents, times
from mock_server.domain.collections import REMINDERS
from mock_server.domain.money import written
from mock_server.domain.policy import OVERDUE_TIERS
from mock_server.domain.receivables.open_invoices import (
    OpenInvoice,
    by_customer,
    named_customer,
    oldest_of,
    open_invoices,
)
from mock_server.domain.receivables.payment_behaviour import behaviour_of, paid_invoices
from mock_server.domain.sums import sums, total
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject

_BEYOND = "escalation"
_SUGGESTIONS: Mapping[str, tuple[str, str]] = {
    "gentle": ("send_reminder", "friendly"),
    "firm": ("send_reminder", "firm"),
    "final": ("send_final_notice", "serious"),
    "escalation": ("escalate", "formal"),
}
"""Tier -> action and tone."""


def overdue_receivables(world: World, owner_id: str, as_of: date) -> Json:
    """An `OverdueReceivables` of an organisation on a day."""
    overdue = [invoice for invoice in open_invoices(world, owner_id, as_of) if invoice.overdue]
    paid = paid_invoices(world, owner_id, as_of)
    customers = len({invoice.customer_id for invoice in overdue})
    return {
        "asOf": as_of.isoformat(),
        "totals": {
            "customerCount": customers,
            "invoiceCount": len(overdue),
            "overdueByCurrency": sums(overdue),
        },
        "customers": [
            {
                **_row(world, owner_id, found),
                "lastReminder": _last_reminder(world, owner_id, found, as_of),
                "paymentBehaviour": behaviour_of(paid.get(found[0].customer_id, ())),
            }
            for found in by_customer(overdue)
        ],
        "recommendation": _recommendation(customers),
    }


def tier_of(days: int) -> str:
    """The tier of a customer whose oldest invoice is that many days overdue."""
    return next((tier for tier, most in OVERDUE_TIERS if days <= most), _BEYOND)


def _row(world: World, owner_id: str, invoices: list[OpenInvoice]) -> JsonObject:
    """What one customer should have paid in one currency."""
    tier = tier_of(invoices[0].days_overdue)
    action, tone = _SUGGESTIONS[tier]
    return {
        **named_customer(world, owner_id, invoices[0].customer_id),
        "currency": invoices[0].currency,
        "overdueAmount": written(total(invoices)),
        "invoiceCount": len(invoices),
        "maxDaysOverdue": invoices[0].days_overdue,
        "tier": tier,
        "action": action,
        "tone": tone,
        "oldestInvoice": oldest_of(invoices),
        "invoiceIds": [invoice.id for invoice in invoices],
    }


def _last_reminder(world: World, owner_id: str, invoices: Iterable[OpenInvoice], as_of: date) -> Json:
    """The latest reminder of any of the invoices that was sent by the day, or null."""
    sent = [
        (times.read(str(reminder.body["sentAt"])), invoice.id)
        for invoice in invoices
        for reminder in documents.of_parent(world, REMINDERS, owner_id, invoice.id)
        if reminder.body.get("sentAt") is not None
    ]
    by_then = [(moment, invoice_id) for moment, invoice_id in sent if moment.date() <= as_of]
    if not by_then:
        return None
    moment, invoice_id = max(by_then)
    return {"invoiceId": invoice_id, "sentAt": times.written(moment), "daysAgo": (as_of - moment.date()).days}


def _recommendation(customers: int) -> JsonObject:
    if not customers:
        return {"headline": "Nothing is overdue.", "action": "Nothing needs to be done.", "nextTool": None}
    return {
        "headline": f"Customers with overdue invoices: {customers}.",
        "action": "Follow the action of each customer, the first one first.",
        "nextTool": None,
    }
