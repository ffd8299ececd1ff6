"""What is to be paid on a day: the bills in Approved or Scheduled, and what each still asks for.

On a day in the past, a bill was in review until it was decided on, and to be paid from its approval until its payment;
credit counts as it was then. That is assumed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mock_server.domain import documents
from mock_server.domain.aging import days_overdue
from mock_server.domain.collections import BILLS, SUPPLIER_CREDIT_APPLICATIONS
from mock_server.domain.days import day_of
from mock_server.domain.grouping import grouped
from mock_server.domain.money import decimal, written
from mock_server.domain.payables.bills import Bill, supplier_name
from mock_server.domain.sums import total
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject

UNNAMED = "Unknown supplier"
_TO_PAY = frozenset({"Approved", "Scheduled"})
_IN_REVIEW = frozenset({"PendingReview", "NeedsApproval"})
_DECIDED_AT = ("approvedAt", "rejectedAt", "voidedAt")


@dataclass(frozen=True, slots=True)
class OpenBill:
    """A bill of which something was to be paid on a day."""

    bill: Bill
    supplier_name: str
    outstanding: Decimal
    due: date | None
    days_overdue: int

    @property
    def id(self) -> str:
        return self.bill.document.id

    @property
    def currency(self) -> str:
        return str(self.bill.currency)

    @property
    def amount(self) -> Decimal:
        return self.outstanding

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
    found = (each for each in _bills(world, owner_id, as_of) if _is_open(each.bill, as_of))
    return sorted(found, key=lambda each: each.due or date.max)


def in_review(world: World, owner_id: str, as_of: date) -> list[OpenBill]:
    """The bills that may have had to be paid, once they were approved."""
    return [each for each in _bills(world, owner_id, as_of) if _is_in_review(each.bill, as_of)]


def by_supplier(bills: Iterable[OpenBill]) -> list[list[OpenBill]]:
    """The bills of each supplier in each currency; who has waited longest comes first, then who is owed most."""
    groups = grouped(bills, lambda each: (each.supplier, each.currency)).values()
    return sorted(groups, key=lambda found: (-found[0].days_overdue, -total(found)))


def supplier_count(bills: Iterable[OpenBill]) -> int:
    return len({each.supplier for each in bills})


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


def _bills(world: World, owner_id: str, as_of: date) -> Iterator[OpenBill]:
    """Those that asked for something on a day, in a currency."""
    later = _credited_after(world, owner_id, as_of)
    for bill in map(Bill, documents.of_owner(world, BILLS, owner_id)):
        opened = _opened(world, bill, later.get(bill.document.id, Decimal(0)), as_of)
        if bill.currency is not None and opened.outstanding > 0:
            yield opened


def _is_open(bill: Bill, as_of: date) -> bool:
    if _is_after(bill.body.get("approvedAt"), as_of):
        return False
    return bill.state in _TO_PAY or (bill.state == "Paid" and _is_after(bill.body.get("paidAt"), as_of))


def _is_in_review(bill: Bill, as_of: date) -> bool:
    if _is_after(bill.body.get("createdAt"), as_of):
        return False
    decided = [moment for name in _DECIDED_AT if (moment := bill.body.get(name)) is not None]
    return bill.state in _IN_REVIEW or (bool(decided) and all(_is_after(moment, as_of) for moment in decided))


def _opened(world: World, bill: Bill, credited_since: Decimal, as_of: date) -> OpenBill:
    due = day_of(bill.body.get("dueDate"))
    name = supplier_name(world, bill) or UNNAMED
    return OpenBill(bill, name, bill.outstanding + credited_since, due, days_overdue(due, as_of))


def _credited_after(world: World, owner_id: str, as_of: date) -> Mapping[str, Decimal]:
    """By bill, what was credited after the day, less what was taken back after it."""
    credited: dict[str, Decimal] = defaultdict(Decimal)
    for application in documents.of_owner(world, SUPPLIER_CREDIT_APPLICATIONS, owner_id):
        body = application.body
        bill_id, amount = str(body.get("billId")), decimal(body.get("amount", 0))
        if _is_after(body.get("createdAt"), as_of):
            credited[bill_id] += amount
        if body.get("status") == "Reversed" and _is_after(body.get("updatedAt"), as_of):
            credited[bill_id] -= amount
    return credited


def _is_after(moment: Json, as_of: date) -> bool:
    day = day_of(moment)
    return day is not None and day > as_of
