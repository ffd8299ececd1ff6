"""The report on money received: the payments of a period, how they spread, and how that compares.

A payment counts on the day (UTC) on which it was made. The primary currency, unless one is asked for, is the one with
most payments in the period; without payments, that of the newest invoice (assumed).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mock_server.domain import documents
from mock_server.domain.collections import INVOICES, PAYMENTS
from mock_server.domain.days import day_of
from mock_server.domain.grouping import grouped
from mock_server.domain.money import decimal, written
from mock_server.domain.money_report import average, bucketed, head_of, largest_first, most_frequent_currency
from mock_server.domain.policy import DEFAULT_CURRENCY, TOP_CUSTOMERS
from mock_server.domain.receivables.open_invoices import named_customer
from mock_server.domain.report_periods import period_of, trend_of
from mock_server.domain.sums import sums, total
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
    primary = currency or most_frequent_currency(received) or _newest_currency(world, owner_id)
    current = [payment for payment in received if payment.currency == primary]
    previous = [payment for payment in payments if payment.day in window.previous and payment.currency == primary]
    return {
        **head_of(period, window, as_of, primary),
        "receivedByCurrency": sums(received),
        "summary": _summary(primary, current),
        "trend": trend_of(window, total(current), total(previous)),
        "buckets": list(bucketed(window, current, _figures)),
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


def _newest_currency(world: World, owner_id: str) -> str:
    invoices = list(documents.of_owner(world, INVOICES, owner_id))
    return str(invoices[-1].body["currency"]) if invoices else DEFAULT_CURRENCY


def _summary(currency: str, payments: list[Received]) -> JsonObject:
    return {
        "totalReceived": written(total(payments)),
        "paymentCount": len(payments),
        "uniqueCustomers": len({payment.customer_id for payment in payments}),
        "averagePayment": written(average(payments, currency)),
    }


def _figures(payments: Sequence[Received]) -> JsonObject:
    return {"received": written(total(payments)), "paymentCount": len(payments)}


def _largest(payments: list[Received], key: Callable[[Received], str]) -> list[tuple[str, list[Received]]]:
    return largest_first(sorted(grouped(payments, key).items()))
