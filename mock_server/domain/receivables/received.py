"""The report on money received: the payments of a period, how they spread, and how that compares.

A payment counts on the day (UTC) on which it was made. The primary currency, unless one is asked for, is the one with
most payments in the period; without payments, that of the newest invoice (assumed).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mock_server.domain import documents
from mock_server.domain.collections import INVOICES, PAYMENTS
from mock_server.domain.days import day_of
from mock_server.domain.grouping import grouped
from mock_server.domain.money import decimal, rounded, written
from mock_server.domain.policy import DEFAULT_CURRENCY, TOP_CUSTOMERS
from mock_server.domain.receivables.open_invoices import named_customer
from mock_server.domain.report_periods import ReportWindow, buckets, period_of, trend_of
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject


@dataclass(frozen=True, slots=True)
class Received:
    """A payment as the report sees it."""

    day: date
    currency: str
    amount: Decimal
    method: str
    customer_id: str


def received_summary(world: World, owner_id: str, period: str, as_of: date, currency: str | None) -> Json:
    """A `ReceivedSummary` of an organisation for a period that ends on a day."""
    window = period_of(period, as_of)
    payments = list(_payments(world, owner_id))
    received = [payment for payment in payments if payment.day in window.span]
    primary = currency or _primary(world, owner_id, received)
    current = [payment for payment in received if payment.currency == primary]
    previous = [payment for payment in payments if payment.day in window.previous and payment.currency == primary]
    return {
        "asOf": as_of.isoformat(),
        "period": period,
        "periodStart": window.start.isoformat(),
        "periodEnd": window.end.isoformat(),
        "granularity": window.granularity.value,
        "currency": primary,
        "receivedByCurrency": [
            {"currency": of, "amount": written(_total(found)), "count": len(found)}
            for of, found in sorted(grouped(received, lambda payment: payment.currency).items())
        ],
        "summary": _summary(primary, current),
        "trend": trend_of(window, _total(current), _total(previous)),
        "buckets": list(_buckets(window, current)),
        "byMethod": [
            {"method": method, **_figures(found)} for method, found in _largest(current, lambda payment: payment.method)
        ],
        "topCustomers": [
            {**named_customer(world, owner_id, customer_id), **_figures(found)}
            for customer_id, found in _largest(current, lambda payment: payment.customer_id)[:TOP_CUSTOMERS]
        ],
    }


def _payments(world: World, owner_id: str) -> Iterator[Received]:
    """Those that were made, oldest record first."""
    for payment in documents.of_owner(world, PAYMENTS, owner_id):
        day = day_of(payment.body.get("succeededAt"))
        if day is not None:
            invoice = documents.get(world, INVOICES, owner_id, payment.parent_id)
            yield Received(
                day,
                str(payment.body["currency"]),
                decimal(payment.body.get("amount") or 0),
                _method(payment.body),
                "" if invoice is None else str(invoice.body.get("customerId")),
            )


def _method(payment: JsonObject) -> str:
    """What the provider says of it, else the provider."""
    details = payment.get("paymentMethod")
    told = details.get("type") if isinstance(details, Mapping) else None
    return str(told or payment.get("provider") or "Manual")


def _primary(world: World, owner_id: str, received: list[Received]) -> str:
    if received:
        counts = Counter(payment.currency for payment in received)
        return min(counts, key=lambda currency: (-counts[currency], currency))
    invoices = list(documents.of_owner(world, INVOICES, owner_id))
    return str(invoices[-1].body["currency"]) if invoices else DEFAULT_CURRENCY


def _summary(currency: str, payments: list[Received]) -> JsonObject:
    average = _total(payments) / len(payments) if payments else Decimal(0)
    return {
        "totalReceived": written(_total(payments)),
        "paymentCount": len(payments),
        "uniqueCustomers": len({payment.customer_id for payment in payments}),
        "averagePayment": written(rounded(average, currency)),
    }


def _buckets(window: ReportWindow, payments: list[Received]) -> Iterator[JsonObject]:
    by_day = grouped(payments, lambda payment: payment.day)
    for span in buckets(window):
        found = [payment for day in by_day if day in span for payment in by_day[day]]
        yield {"periodStart": span.start.isoformat(), "periodEnd": span.end.isoformat(), **_figures(found)}


def _total(payments: Iterable[Received]) -> Decimal:
    return sum((payment.amount for payment in payments), Decimal(0))


def _figures(payments: list[Received]) -> JsonObject:
    return {"received": written(_total(payments)), "paymentCount": len(payments)}


def _largest(payments: list[Received], key: Callable[[Received], str]) -> list[tuple[str, list[Received]]]:
    """The payments in groups, the largest sum first."""
    return sorted(grouped(payments, key).items(), key=lambda item: (-_total(item[1]), item[0]))
