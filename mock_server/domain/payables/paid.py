"""The report on money paid: the bills of a period, how they spread, and how that compares.

A bill counts on the day (UTC) on which it was paid, with what the payment charged. The primary currency, unless one is
asked for, is the one with most paid bills in the period (assumed).
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from mock_server.domain import documents
from mock_server.domain.collections import BILLS
from mock_server.domain.days import day_of
from mock_server.domain.grouping import grouped
from mock_server.domain.money import rounded, written
from mock_server.domain.payables.bills import Bill, supplier_name
from mock_server.domain.payables.open_bills import UNNAMED
from mock_server.domain.payment_timing import timing_of
from mock_server.domain.policy import DEFAULT_CURRENCY, TOP_SUPPLIERS
from mock_server.domain.report_periods import ReportWindow, buckets, period_of, trend_of
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
    primary = currency or _most_frequent(paid)
    current = [each for each in paid if each.currency == primary]
    previous = [each for each in bills if each.day in window.previous and each.currency == primary]
    return {
        "asOf": as_of.isoformat(),
        "period": period,
        "periodStart": window.start.isoformat(),
        "periodEnd": window.end.isoformat(),
        "granularity": window.granularity.value,
        "currency": primary,
        "paidByCurrency": [
            {"currency": each, "amount": written(_total(found)), "count": len(found)}
            for each, found in sorted(grouped(paid, lambda bill: bill.currency).items())
        ],
        "summary": _summary(primary, current),
        "trend": trend_of(window, _total(current), _total(previous)),
        "buckets": list(_buckets(window, current)),
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


def _most_frequent(bills: Iterable[PaidBill]) -> str:
    """The first in the alphabet of those with most bills."""
    counts = Counter(each.currency for each in bills)
    return min(counts, key=lambda currency: (-counts[currency], currency)) if counts else DEFAULT_CURRENCY


def _total(bills: Iterable[PaidBill]) -> Decimal:
    return sum((each.bill.outstanding for each in bills), Decimal(0))


def _figures(bills: Sequence[PaidBill]) -> JsonObject:
    return {"paid": written(_total(bills)), "billCount": len(bills)}


def _summary(currency: str, bills: Sequence[PaidBill]) -> JsonObject:
    average = _total(bills) / len(bills) if bills else Decimal(0)
    return {
        "totalPaid": written(_total(bills)),
        "billCount": len(bills),
        "uniqueSuppliers": len({each.supplier for each in bills}),
        "averageBill": written(rounded(average, currency)),
    }


def _buckets(window: ReportWindow, bills: Iterable[PaidBill]) -> Iterator[JsonObject]:
    by_day = grouped(bills, lambda bill: bill.day)
    for span in buckets(window):
        found = [bill for day in by_day if day in span for bill in by_day[day]]
        yield {"periodStart": span.start.isoformat(), "periodEnd": span.end.isoformat(), **_figures(found)}


def _largest(bills: Iterable[PaidBill], key: Callable[[PaidBill], K]) -> list[tuple[K, list[PaidBill]]]:
    """The groups of bills, the one with the largest total first."""
    return sorted(grouped(bills, key).items(), key=lambda group: -_total(group[1]))


def _timing(bills: Sequence[PaidBill]) -> JsonObject:
    to_pay = [days for bill in bills if (days := bill.days_after("invoiceDate")) is not None]
    late = [days for bill in bills if (days := bill.days_after("dueDate")) is not None]
    return {"billsPaid": len(bills), **timing_of(to_pay, late)}
