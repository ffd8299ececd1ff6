"""What is to be paid on a day: the bills in Approved or Scheduled, and what each still asks for.

On a day in the past, a bill counts from its approval until its payment; what has been credited is as it is now. That
is assumed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mock_server.domain import documents
from mock_server.domain.aging import days_overdue
from mock_server.domain.collections import BILLS
from mock_server.domain.days import day_of
from mock_server.domain.grouping import grouped
from mock_server.domain.money import written
from mock_server.domain.payables.bills import Bill, supplier_name
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject

UNNAMED = "Unknown supplier"
_TO_PAY = frozenset({"Approved", "Scheduled"})
_IN_REVIEW = frozenset({"PendingReview", "NeedsApproval"})


@dataclass(frozen=True, slots=True)
class OpenBill:
    """A bill of which something is to be paid."""

    bill: Bill
    supplier_name: str
    due: date | None
    days_overdue: int

    @property
    def id(self) -> str:
        return self.bill.document.id

    @property
    def currency(self) -> str:
        return str(self.bill.currency)

    @property
    def outstanding(self) -> Decimal:
        return self.bill.outstanding

    @property
    def overdue(self) -> bool:
        return self.days_overdue > 0

    @property
    def supplier(self) -> tuple[Json, str]:
        """Who is to be paid: the linked supplier, or whoever has the name."""
        supplier_id = self.bill.body.get("supplierId")
        return (str(supplier_id), "") if supplier_id is not None else (None, self.supplier_name.casefold())


def open_bills(world: World, owner_id: str, as_of: date) -> list[OpenBill]:
    """Those of a day: the one that is due first comes first, those without a due date last."""
    found = [_opened(world, bill, as_of) for bill in _bills(world, owner_id) if _is_open(bill, as_of)]
    return sorted(found, key=lambda each: each.due or date.max)


def in_review(world: World, owner_id: str, as_of: date) -> list[OpenBill]:
    """The bills that may have to be paid, once they are approved."""
    found = (bill for bill in _bills(world, owner_id) if bill.state in _IN_REVIEW)
    return [_opened(world, bill, as_of) for bill in found]


def by_supplier(bills: Iterable[OpenBill]) -> list[list[OpenBill]]:
    """The bills of each supplier in each currency; who has waited longest comes first, then who is owed most."""
    groups = grouped(bills, lambda each: (each.supplier, each.currency)).values()
    return sorted(groups, key=lambda found: (-found[0].days_overdue, -total(found)))


def supplier_count(bills: Iterable[OpenBill]) -> int:
    return len({each.supplier for each in bills})


def total(bills: Iterable[OpenBill]) -> Decimal:
    return sum((each.outstanding for each in bills), Decimal(0))


def sums(bills: Iterable[OpenBill]) -> list[Json]:
    """A `Money` for each currency, in alphabetical order."""
    return [
        {"currency": currency, "amount": written(total(found)), "count": len(found)}
        for currency, found in sorted(grouped(bills, lambda each: each.currency).items())
    ]


def row_of(bills: list[OpenBill]) -> JsonObject:
    """What reports say of the bills of one supplier in one currency, the one that is due first in front."""
    first = bills[0]
    return {
        "supplierId": first.bill.body.get("supplierId"),
        "supplierName": first.supplier_name,
        "currency": first.currency,
        "overdueAmount": written(total(each for each in bills if each.overdue)),
        "billCount": len(bills),
        "maxDaysOverdue": first.days_overdue,
        "oldestBill": {
            "billId": first.id,
            "state": first.bill.state,
            "invoiceNumber": first.bill.body.get("invoiceNumber"),
            "totalAmount": written(first.bill.total),
            "dueDate": None if first.due is None else first.due.isoformat(),
            "daysOverdue": first.days_overdue,
        },
        "billIds": [each.id for each in bills],
    }


def _bills(world: World, owner_id: str) -> Iterable[Bill]:
    """Those that ask for something, in a currency."""
    bills = map(Bill, documents.of_owner(world, BILLS, owner_id))
    return (bill for bill in bills if bill.currency is not None and bill.outstanding > 0)


def _is_open(bill: Bill, as_of: date) -> bool:
    approved, paid = day_of(bill.body.get("approvedAt")), day_of(bill.body.get("paidAt"))
    if approved is not None and approved > as_of:
        return False
    return bill.state in _TO_PAY or (bill.state == "Paid" and paid is not None and paid > as_of)


def _opened(world: World, bill: Bill, as_of: date) -> OpenBill:
    due = day_of(bill.body.get("dueDate"))
    return OpenBill(bill, supplier_name(world, bill) or UNNAMED, due, days_overdue(due, as_of))
