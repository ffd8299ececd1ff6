"""Reports on payables: sums of the bills in state, per currency."""

from decimal import Decimal
from typing import Any

import pytest

from contract_tests.books import amount
from contract_tests.checks.expect import Expectations
from contract_tests.clock import TargetClock
from contract_tests.purchases import Purchases

pytestmark = pytest.mark.needs("writes", "clock")
TO_PAY = "reference: bills in Approved or Scheduled, aged, with those in review beside them"
DATED = {"invoiceDate": "2020-01-01T00:00:00Z", "dueDate": "2020-01-31T00:00:00Z"}


def money(rows: list[dict[str, Any]]) -> dict[str, Decimal]:
    return {row["currency"]: amount(row["amount"]) for row in rows}


@pytest.mark.about("getOutstandingPayables", "getOverduePayables")
def test_what_is_to_be_paid_is_summed(purchases: Purchases, expect: Expectations, clock: TargetClock) -> None:
    purchases.approved(clock, **DATED, currency="GBP", totalAmount="10.10")
    purchases.approved(clock, **DATED, currency="EUR", totalAmount="20.20")
    purchases.read(clock, **DATED, currency="GBP", totalAmount="30.30")
    answer = purchases.call("getOutstandingPayables")
    totals = expect.success(answer, 200)["totals"]
    both = {"EUR": Decimal("20.20"), "GBP": Decimal("10.10")}
    expect.equal(answer, money(totals["toPayByCurrency"]), both, TO_PAY)
    expect.equal(answer, money(totals["overdueByCurrency"]), both, TO_PAY)
    expect.equal(answer, money(totals["inReviewByCurrency"]), {"GBP": Decimal("30.30")}, TO_PAY)
    answer = purchases.call("getOutstandingPayables", query={"asOf": "2020-01-31"})
    then = expect.success(answer, 200)["totals"]
    none_yet = "reference: asOf asks about a day; the bills came later"
    expect.equal(answer, money(then["toPayByCurrency"]), {}, none_yet, assumed=True)
    answer = purchases.call("getOverduePayables")
    rows = expect.success(answer, 200)["suppliers"]
    told = {(row["currency"], row["urgency"], row["action"]) for row in rows}
    wanted = {(currency, "critical", "schedule_payment") for currency in both}
    expect.equal(answer, told, wanted, "assumption: years overdue, not scheduled", assumed=True)


@pytest.mark.about("getPaidSummary")
def test_what_was_paid_is_summed(purchases: Purchases, expect: Expectations, clock: TargetClock) -> None:
    for total in ("10.10", "20.20"):
        bill = purchases.approved(clock, currency="GBP", totalAmount=total)
        body = {"paymentDate": clock.now.isoformat()}
        purchases.made("scheduleBillPayment", bill, status=200, json=body)
    clock.advance(1)
    answer = purchases.call("getPaidSummary", query={"period": "Last7Days"})
    summary = expect.success(answer, 200)["summary"]
    told = (amount(summary["totalPaid"]), int(summary["billCount"]))
    expect.equal(answer, told, (Decimal("30.30"), 2), "reference: the bills that were paid in the period")


@pytest.mark.about("getSpendSummary")
def test_spend_is_summed_by_the_day_of_the_bill(purchases: Purchases, expect: Expectations, clock: TargetClock) -> None:
    for currency in ("GBP", "EUR"):
        purchases.approved(clock, **DATED, currency=currency, subTotal=50, totalAmount=60)
    query = {"from": "2020-01-01", "to": "2020-01-01"}
    answer = purchases.call("getSpendSummary", query=query)
    shown = expect.success(answer, 200)
    told = {row["currency"]: amount(row["total"]) for row in shown["totals"]}
    expect.equal(answer, told, {"EUR": Decimal(50), "GBP": Decimal(50)}, "assumption: the net amount", assumed=True)
    expect.equal(answer, shown["mixedCurrency"], True, "reference: never blended")


@pytest.mark.error_code("Mock.DatesOutOfOrder", "getSpendSummary")
def test_a_range_does_not_end_before_it_starts(purchases: Purchases, expect: Expectations) -> None:
    answer = purchases.call("getSpendSummary", query={"from": "2020-01-02", "to": "2020-01-01"})
    expect.refusal(answer, "Mock.DatesOutOfOrder")
