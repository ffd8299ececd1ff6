"""The report on spend: the bills from Approved on, by the day they were written, per currency.

Classifications are not kept here: no line is confirmed as fixed or variable, so the parts by category, class and tag
are empty and every line counts as uncategorised. What a bill spends is its net amount (assumed).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from mock_server.domain import documents
from mock_server.domain.collections import BILLS
from mock_server.domain.days import day_of
from mock_server.domain.grouping import grouped
from mock_server.domain.model import Organisation
from mock_server.domain.money import decimal, written
from mock_server.domain.payables.bills import APPROVED_ON, Bill, supplier_name
from mock_server.domain.report_periods import ReportWindow, Span, compared, window_of
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject

_UNCLASSIFIED: JsonObject = {"fixed": 0, "variable": 0}


def spend_summary(world: World, organisation: Organisation, start: date, end: date) -> Json:
    """A `SpendSummary` of an organisation for the days from one to another."""
    window = window_of(start, end)
    bills = [bill for bill in map(Bill, documents.of_owner(world, BILLS, organisation.id)) if _is_spend(bill)]
    spent = _in(bills, window.span)
    by_currency = _by_currency(spent)
    return {
        "from": start.isoformat(),
        "to": end.isoformat(),
        "defaultCurrency": organisation.profile.get("defaultCurrency"),
        "mixedCurrency": len(by_currency) > 1,
        "totals": [
            {"currency": currency, **_figures(found), "fixedShare": None} for currency, found in by_currency.items()
        ],
        "byCategory": [],
        "bySpendClass": [],
        "bySupplier": _suppliers(world, spent),
        "tags": [],
        "delta": _deltas(window, by_currency, _by_currency(_in(bills, window.previous))),
        "uncategorisedCount": sum(len(bill.lines) for bill in spent),
    }


def _is_spend(bill: Bill) -> bool:
    return bill.state in APPROVED_ON and bill.currency is not None


def _in(bills: Iterable[Bill], span: Span) -> list[Bill]:
    return [bill for bill in bills if (day := day_of(bill.body.get("invoiceDate"))) is not None and day in span]


def _by_currency(bills: Iterable[Bill]) -> dict[str, list[Bill]]:
    return dict(sorted(grouped(bills, lambda bill: str(bill.currency)).items()))


def _net(bill: Bill) -> Decimal:
    net = bill.body.get("subTotal")
    return bill.total if net is None else decimal(net)


def _total(bills: Iterable[Bill]) -> Decimal:
    return sum(map(_net, bills), Decimal(0))


def _figures(bills: Sequence[Bill]) -> JsonObject:
    return {"total": written(_total(bills)), **_UNCLASSIFIED, "billCount": len(bills)}


def _suppliers(world: World, bills: Iterable[Bill]) -> list[Json]:
    """Who was spent on, by currency, most first."""

    def key(bill: Bill) -> tuple[str, Json, str | None]:
        return str(bill.currency), bill.body.get("supplierId"), supplier_name(world, bill)

    rows = sorted(grouped(bills, key).items(), key=lambda row: (row[0][0], -_total(row[1])))
    return [
        {
            "currency": currency,
            "supplierId": supplier_id,
            "supplierName": name,
            **_figures(found),
            "billIds": [bill.document.id for bill in found],
        }
        for (currency, supplier_id, name), found in rows
    ]


def _deltas(window: ReportWindow, now: dict[str, list[Bill]], before: dict[str, list[Bill]]) -> list[Json]:
    """How each currency compares with the window before."""
    return [
        {
            "currency": currency,
            "previousFrom": window.previous_start.isoformat(),
            "previousTo": window.previous_end.isoformat(),
            **compared(_total(now.get(currency, ())), _total(before.get(currency, ()))),
        }
        for currency in sorted({*now, *before})
    ]
