"""The reports on outstanding and overdue payables.

The names of urgencies and actions are documented, when each is given is assumed.
"""

from datetime import date

from mock_server.domain.aging import aged
from mock_server.domain.days import day_of
from mock_server.domain.grouping import grouped
from mock_server.domain.money import written
from mock_server.domain.payables.open_bills import (
    OpenBill,
    by_supplier,
    in_review,
    open_bills,
    row_of,
    supplier_count,
)
from mock_server.domain.policy import OVERDUE_URGENCIES
from mock_server.domain.sums import sums, total
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject

_SOON = 7
"""Documented: days within which what is due soon is due."""


def outstanding_payables(world: World, owner_id: str, as_of: date) -> Json:
    """An `OutstandingPayables` of an organisation on a day."""
    bills = open_bills(world, owner_id, as_of)
    overdue = [each for each in bills if each.overdue]
    return {
        "asOf": as_of.isoformat(),
        "totals": {
            "supplierCount": supplier_count(bills),
            "billCount": len(bills),
            "toPayByCurrency": sums(bills),
            "notYetDueByCurrency": sums(each for each in bills if not each.overdue),
            "overdueByCurrency": sums(overdue),
            "dueWithin7DaysByCurrency": sums(each for each in bills if _is_due_soon(each, as_of)),
            "inReviewByCurrency": sums(in_review(world, owner_id, as_of)),
        },
        "aging": [
            aged(currency, ((each.days_overdue, each.outstanding) for each in found))
            for currency, found in sorted(grouped(bills, lambda each: each.currency).items())
        ],
        "suppliers": [_row(found) for found in by_supplier(bills)],
        "recommendation": _recommendation(len(bills), len(overdue)),
    }


def overdue_payables(world: World, owner_id: str, as_of: date) -> Json:
    """An `OverduePayables` of an organisation on a day."""
    overdue = [each for each in open_bills(world, owner_id, as_of) if each.overdue]
    return {
        "asOf": as_of.isoformat(),
        "totals": {
            "supplierCount": supplier_count(overdue),
            "billCount": len(overdue),
            "overdueByCurrency": sums(overdue),
        },
        "suppliers": [
            {**row_of(found), "urgency": urgency_of(found[0].days_overdue), "action": _action(found, as_of)}
            for found in by_supplier(overdue)
        ],
        "recommendation": _recommendation(len(overdue), len(overdue)),
    }


def urgency_of(days: int) -> str:
    """How much a supplier presses whose oldest bill is that many days overdue."""
    return next(urgency for urgency, most in OVERDUE_URGENCIES if most is None or days <= most)


def _row(bills: list[OpenBill]) -> JsonObject:
    not_yet_due = total(each for each in bills if not each.overdue)
    return {**row_of(bills), "totalToPay": written(total(bills)), "notYetDueAmount": written(not_yet_due)}


def _is_due_soon(bill: OpenBill, as_of: date) -> bool:
    return bill.due is not None and 0 <= (bill.due - as_of).days <= _SOON


def _action(bills: list[OpenBill], as_of: date) -> str:
    """What is not scheduled is to be; what is scheduled soon can be waited for."""
    days = [day_of(each.bill.body.get("paymentDate")) for each in bills]
    if None in days:
        return "schedule_payment"
    soon = all(day is not None and 0 <= (day - as_of).days <= _SOON for day in days)
    return "wait" if soon else "confirm_or_reschedule"


def _recommendation(count: int, overdue: int) -> JsonObject:
    """In words of our own: which tools the agent has is not documented."""
    if overdue:
        return {
            "headline": f"Overdue: {overdue} of {count} bills to pay.",
            "action": "Pay the overdue bills first.",
            "nextTool": None,
        }
    headline = f"Bills to pay: {count}, none overdue." if count else "Nothing is due."
    return {"headline": headline, "action": "Nothing needs to be done.", "nextTool": None}
