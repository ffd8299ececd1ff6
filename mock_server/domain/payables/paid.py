"""The report on money paid: the bills of a period, how they spread, and how that compares.

A bill counts on the day (UTC) on which it was paid, with what the payment charged. The primary currency, unless one is
asked for, is the one with most paid bills in the period (assumed).
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from mock_server.domain import documents
from mock_server.domain.collections import BILLS
from mock_server.domain.days import day_of
from mock_server.domain.grouping import grouped
from mock_server.domain.money import written
from mock_server.domain.money_report import average, bucketed, head_of, largest_first, most_frequent_currency
from mock_server.domain.payables.bills import Bill, supplier_name
from mock_server.domain.payables.open_bills import UNNAMED
from mock_server.domain.payment_timing import timing_of
from mock_server.domain.policy import DEFAULT_CURRENCY, TOP_SUPPLIERS
from mock_server.domain.report_periods import period_of, trend_of
from mock_server.domain.sums import sums, total
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject

K = TypeVar("K", bound=Hashable)

_NO_METHOD = "unspecified"


@dataclass(frozen=True, slots=True)
class PaidBill:
    """A bill that was paid."""

    bill: Bill
    day: date
    supplier_name: str

    @property
    def currency(self) -> str:
        return str(self.bill.currency)

    @property
    def amount(self) -> Decimal:
        """What the payment charged."""
        return self.bill.outstanding

    @property
    def method(self) -> str:
        return str(self.bill.body.get("paymentMethod") or _NO_METHOD)

    @property
    def supplier(self) -> tuple[Json, str]:
        """The linked supplier, and the name."""
        return self.bill.body.get("supplierId"), self.supplier_name

    def days_after(self, member: str) -> int | None:
        """The days from a date of the bill to its payment."""
        found = day_of(self.bill.body.get(member))
        return None if found is None else (self.day - found).days


def paid_summary(world: World, owner_id: str, period: str, as_of: date, currency: str | None) -> Json:
    """A `PaidSummary` of an organisation for a period that ends on a day."""
    window = period_of(period, as_of)
    bills = list(_paid_bills(world, owner_id))
    paid = [each for each in bills if each.day in window.span]
    primary = currency or most_frequent_currency(paid) or DEFAULT_CURRENCY
    current = [each for each in paid if each.currency == primary]
    previous = [each for each in bills if each.day in window.previous and each.currency == primary]
    return {
        **head_of(period, window, as_of, primary),
        "paidByCurrency": sums(paid),
        "summary": _summary(primary, current),
        "trend": trend_of(window, total(current), total(previous)),
        "buckets": list(bucketed(window, current, _figures)),
        "byMethod": [{"method": name, **_figures(found)} for name, found in _largest(current, lambda b: b.method)],
        "topSuppliers": [
            {"supplierId": supplier_id, "supplierName": name, **_figures(found)}
            for (supplier_id, name), found in _largest(current, lambda b: b.supplier)[:TOP_SUPPLIERS]
        ],
        "paymentTiming": _timing(current),
    }


def _paid_bills(world: World, owner_id: str) -> Iterator[PaidBill]:
    for bill in map(Bill, documents.of_owner(world, BILLS, owner_id)):
        day = day_of(bill.body.get("paidAt"))
        if bill.state == "Paid" and day is not None and bill.currency is not None:
            yield PaidBill(bill, day, supplier_name(world, bill) or UNNAMED)


def _figures(bills: Sequence[PaidBill]) -> JsonObject:
    return {"paid": written(total(bills)), "billCount": len(bills)}


def _summary(currency: str, bills: Sequence[PaidBill]) -> JsonObject:
    return {
        "totalPaid": written(total(bills)),
        "billCount": len(bills),
        "uniqueSuppliers": len({each.supplier for each in bills}),
        "averageBill": written(average(bills, currency)),
    }


def _largest(bills: Iterable[PaidBill], key: Callable[[PaidBill], K]) -> list[tuple[K, list[PaidBill]]]:
    return largest_first(grouped(bills, key).items())


def _timing(bills: Sequence[PaidBill]) -> JsonObject:
    to_pay = [days for bill in bills if (days := bill.days_after("invoiceDate")) is not None]
    late = [days for bill in bills if (days := bill.days_after("dueDate")) is not None]
    return {"billsPaid": len(bills), **timing_of(to_pay, late)}
