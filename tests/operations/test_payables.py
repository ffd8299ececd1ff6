"""Reports on what is to be paid and what was paid."""

from typing import Any

import pytest

from mock_server.domain.payables.outstanding import urgency_of
from tests.asgi import InProcess, refusal
from tests.operations.payables import Payables

NO_AMOUNTS = {"amount": 0, "count": 0}


@pytest.fixture
def payables(mock: InProcess) -> Payables:
    return Payables(mock)


def dated(due: str, total: str, *, currency: str = "GBP", issued: str = "2025-01-01", **members: Any) -> dict[str, Any]:
    """The members of a bill that is due on a day."""
    dates = {"invoiceDate": f"{issued}T00:00:00Z", "dueDate": f"{due}T00:00:00Z"}
    return {**dates, "totalAmount": total, "subTotal": total, "taxAmount": 0, "currency": currency, **members}


def money(currency: str, amount: float, count: int) -> dict[str, Any]:
    return {"currency": currency, "amount": amount, "count": count}


def report(payables: Payables, name: str, **query: str) -> Any:
    return payables.made("GET", f"/payables/{name}", params=query)


def test_what_is_to_be_paid_is_aged_from_the_day_that_is_asked_for(payables: Payables) -> None:
    supplier = payables.supplier("Ours")
    late = payables.approved_bill(**dated("2025-04-01", "10.10", supplierId=supplier))
    soon = payables.approved_bill(**dated("2025-06-08", "20.20", supplierId=supplier))
    payables.approved_bill(**dated("2025-06-09", "30.30", supplierName="Theirs", currency="EUR"))
    payables.read_bill(**dated("2025-06-09", "40.40"))
    payables.paid_bill(**dated("2025-04-01", "50.50"))
    shown = report(payables, "outstanding", asOf="2025-06-01")
    assert shown["totals"] == {
        "supplierCount": 2,
        "billCount": 3,
        "toPayByCurrency": [money("EUR", 30.3, 1), money("GBP", 30.3, 2)],
        "notYetDueByCurrency": [money("EUR", 30.3, 1), money("GBP", 20.2, 1)],
        "overdueByCurrency": [money("GBP", 10.1, 1)],
        "dueWithin7DaysByCurrency": [money("GBP", 20.2, 1)],
        "inReviewByCurrency": [money("GBP", 40.4, 1)],
    }
    assert shown["aging"][1]["buckets"] == {
        "current": {"amount": 20.2, "count": 1},
        "d1To30": NO_AMOUNTS,
        "d31To60": NO_AMOUNTS,
        "d61To90": {"amount": 10.1, "count": 1},
        "d90Plus": NO_AMOUNTS,
    }
    first = shown["suppliers"][0]
    assert (first["supplierId"], first["supplierName"], first["billIds"]) == (supplier, "Ours", [late, soon])
    assert (first["totalToPay"], first["overdueAmount"], first["notYetDueAmount"]) == (30.3, 10.1, 20.2)
    assert (first["oldestBill"]["billId"], first["maxDaysOverdue"]) == (late, 61)
    assert shown["suppliers"][1]["supplierName"] == "Theirs"
    later = report(payables, "outstanding", asOf="2025-07-01")
    assert later["totals"]["overdueByCurrency"] == [money("EUR", 30.3, 1), money("GBP", 30.3, 2)]


def test_credit_lessens_what_is_to_be_paid(payables: Payables) -> None:
    supplier = payables.supplier()
    bill = payables.approved_bill(**dated("2025-06-08", "20", supplierId=supplier))
    note = payables.issued_note(supplier, "20")
    path = f"/supplier-credit-notes/{note}/applications"
    payables.made("POST", path, json={"billId": bill, "amount": "5.50"})
    assert report(payables, "outstanding")["totals"]["toPayByCurrency"] == [money("GBP", 14.5, 1)]
    payables.made("POST", path, json={"billId": bill, "amount": "14.50"})
    assert report(payables, "outstanding")["totals"]["toPayByCurrency"] == []


def test_a_day_in_the_past_is_before_approval_and_payment(payables: Payables, mock: InProcess) -> None:
    payables.approved_bill(**dated("2025-06-08", "20"))
    mock.advance(86_400)
    payables.paid_bill(**dated("2025-06-08", "7"))
    assert report(payables, "outstanding", asOf="2025-05-31")["totals"]["billCount"] == 0
    assert report(payables, "outstanding", asOf="2025-06-01")["totals"]["toPayByCurrency"] == [money("GBP", 20, 1)]
    mock.advance(86_400)
    bill = payables.approved_bill(**dated("2025-06-08", "9"))
    mock.advance(86_400)
    now = {"paymentDate": "2025-06-04T23:00:00Z"}
    payables.made("POST", f"/bills/{bill}/schedule-payment", json=now)
    mock.advance(86_400)
    assert payables.bill(bill)["state"] == "Paid"
    assert report(payables, "outstanding", asOf="2025-06-03")["totals"]["toPayByCurrency"] == [money("GBP", 29, 2)]
    assert report(payables, "outstanding")["totals"]["toPayByCurrency"] == [money("GBP", 20, 1)]


def test_a_day_in_the_past_is_before_credit_was_applied_or_taken_back(payables: Payables, mock: InProcess) -> None:
    supplier = payables.supplier()
    bill = payables.approved_bill(**dated("2025-06-08", "20", supplierId=supplier))
    path = f"/supplier-credit-notes/{payables.issued_note(supplier, '20')}/applications"
    mock.advance(86_400)
    application = payables.made("POST", path, json={"billId": bill, "amount": "20"})["id"]
    mock.advance(86_400)
    payables.made("DELETE", f"{path}/{application}")
    owed = [("2025-06-01", [money("GBP", 20, 1)]), ("2025-06-02", []), ("2025-06-03", [money("GBP", 20, 1)])]
    for day, amounts in owed:
        assert report(payables, "outstanding", asOf=day)["totals"]["toPayByCurrency"] == amounts


def test_a_day_in_the_past_is_before_what_was_decided(payables: Payables, mock: InProcess) -> None:
    approved, rejected = (payables.read_bill(**dated("2025-06-08", total)) for total in ("20", "3"))
    voided = payables.read_bill(**dated("2025-06-08", "0.5"))
    mock.advance(86_400)
    for bill, decision in ((approved, "approve"), (rejected, "reject")):
        payables.made("POST", f"/bills/{bill}/submit-review")
        payables.made("POST", f"/bills/{bill}/{decision}", **({"json": {}} if decision == "reject" else {}))
    mock.advance(86_400)
    for bill in (voided, rejected):
        payables.made("POST", f"/bills/{bill}/void")
    reviewed = {
        "2025-05-31": [],
        "2025-06-01": [money("GBP", 23.5, 3)],
        "2025-06-02": [money("GBP", 0.5, 1)],
        "2025-06-03": [],
    }
    for day, amounts in reviewed.items():
        assert report(payables, "outstanding", asOf=day)["totals"]["inReviewByCurrency"] == amounts


def test_nothing_to_pay_is_a_report_too(payables: Payables) -> None:
    assert report(payables, "outstanding", asOf="9999-12-31")["totals"]["billCount"] == 0
    assert report(payables, "overdue", asOf="0001-01-01")["suppliers"] == []


@pytest.mark.parametrize(
    ("days", "urgency"),
    [(1, "low"), (7, "low"), (8, "medium"), (30, "medium"), (31, "high"), (60, "high"), (61, "critical")],
)
def test_the_urgency_grows_with_the_days(days: int, urgency: str) -> None:
    assert urgency_of(days) == urgency


@pytest.mark.parametrize(
    ("payment", "action"),
    [
        (None, "schedule_payment"),
        ("2025-06-08", "wait"),
        ("2025-06-09", "confirm_or_reschedule"),
    ],
)
def test_what_to_do_about_an_overdue_bill_depends_on_its_schedule(
    payables: Payables, payment: str | None, action: str
) -> None:
    bill = payables.approved_bill(**dated("2025-05-20", "20"))
    if payment is not None:
        body = {"paymentDate": f"{payment}T00:00:00Z"}
        payables.made("POST", f"/bills/{bill}/schedule-payment", json=body)
    shown = report(payables, "overdue")
    assert shown["totals"] == {"supplierCount": 1, "billCount": 1, "overdueByCurrency": [money("GBP", 20, 1)]}
    row = shown["suppliers"][0]
    assert (row["urgency"], row["action"], row["maxDaysOverdue"]) == ("medium", action, 12)


def test_what_was_paid_is_summed_for_the_period(payables: Payables, mock: InProcess) -> None:
    supplier = payables.supplier("Ours")
    payables.paid_bill(**dated("2025-06-11", "100", supplierId=supplier, issued="2025-05-22"))
    mock.advance(20 * 86_400)
    payables.paid_bill(**dated("2025-06-11", "30.50", supplierId=supplier, issued="2025-06-11"))
    payables.paid_bill(**dated("2025-06-30", "20", supplierName="Theirs", issued="2025-06-11"))
    payables.paid_bill(**dated("2025-06-30", "7", currency="EUR"))
    shown = report(payables, "paid", period="Last7Days")
    assert (shown["periodStart"], shown["periodEnd"], shown["granularity"]) == ("2025-06-15", "2025-06-21", "daily")
    assert shown["currency"] == "GBP"
    assert shown["paidByCurrency"] == [money("EUR", 7, 1), money("GBP", 50.5, 2)]
    assert shown["summary"] == {"totalPaid": 50.5, "billCount": 2, "uniqueSuppliers": 2, "averageBill": 25.25}
    assert [bucket["paid"] for bucket in shown["buckets"]] == [0, 0, 0, 0, 0, 0, 50.5]
    assert [row["supplierName"] for row in shown["topSuppliers"]] == ["Ours", "Theirs"]
    assert shown["byMethod"] == [{"method": "unspecified", "paid": 50.5, "billCount": 2}]
    assert shown["paymentTiming"] == {
        "verdict": "pays_late",
        "billsPaid": 2,
        "averageDaysToPay": 10,
        "averageDaysVsDue": 0.5,
        "onTermsRate": 50,
    }
    month = report(payables, "paid")
    assert (month["summary"]["totalPaid"], month["trend"]["previousTotal"]) == (150.5, 0)


def test_a_report_on_payments_is_in_the_currency_that_is_asked_for(payables: Payables) -> None:
    payables.paid_bill(**dated("2025-06-30", "7", currency="EUR"))
    assert report(payables, "paid")["currency"] == "EUR"
    shown = report(payables, "paid", currency="USD")
    assert (shown["currency"], shown["summary"]["totalPaid"]) == ("USD", 0)
    assert shown["paymentTiming"]["verdict"] == "no_history"


def test_a_trend_compares_with_the_days_before(payables: Payables, mock: InProcess) -> None:
    payables.paid_bill(**dated("2025-06-30", "40"))
    payables.paid_bill(**dated("2025-06-30", "5", currency="EUR"))
    mock.advance(7 * 86_400)
    payables.paid_bill(**dated("2025-06-30", "30"))
    trend = report(payables, "paid", period="Last7Days")["trend"]
    assert (trend["direction"], trend["previousTotal"], trend["deltaAmount"], trend["deltaPercent"]) == (
        "down",
        40,
        -10,
        -25,
    )


def test_spend_counts_approved_bills_by_the_day_they_were_written(payables: Payables) -> None:
    supplier = payables.supplier("Ours")
    first = payables.approved_bill(**dated("2025-06-30", "120", issued="2025-05-03", supplierId=supplier, subTotal=100))
    second = payables.paid_bill(**dated("2025-06-30", "20", issued="2025-06-01", supplierId=supplier))
    payables.approved_bill(**dated("2025-06-30", "60", issued="2025-05-02", supplierId=supplier))
    payables.read_bill(**dated("2025-06-30", "999", issued="2025-06-01"))
    shown = report(payables, "spend-summary")
    assert (shown["from"], shown["to"], shown["mixedCurrency"]) == ("2025-05-03", "2025-06-01", False)
    assert shown["totals"] == [
        {"currency": "GBP", "total": 120, "fixed": 0, "variable": 0, "fixedShare": None, "billCount": 2}
    ]
    assert shown["bySupplier"][0]["billIds"] == [first, second]
    delta = shown["delta"][0]
    assert (delta["previousFrom"], delta["previousTo"]) == ("2025-04-03", "2025-05-02")
    assert (delta["previousTotal"], delta["deltaPercent"], delta["direction"]) == (60, 100, "up")
    lines = [payables.bill(bill)["lineItems"] for bill in (first, second)]
    assert shown["uncategorisedCount"] == sum(map(len, lines))


def test_spend_is_never_blended(payables: Payables) -> None:
    for currency in ("GBP", "EUR"):
        payables.approved_bill(**dated("2025-06-30", "100", currency=currency))
    shown = report(payables, "spend-summary", **{"from": "2025-01-01", "to": "2025-01-31"})
    assert [total["currency"] for total in shown["totals"]] == ["EUR", "GBP"]
    assert shown["mixedCurrency"] is True


def test_a_range_does_not_end_before_it_starts(payables: Payables) -> None:
    query = {"from": "2025-02-01", "to": "2025-01-31"}
    response = payables.call("GET", "/payables/spend-summary", params=query)
    assert refusal(response) == (400, "Mock.DatesOutOfOrder")
    assert report(payables, "spend-summary", to="0001-01-01")["from"] == "0001-01-01"


def test_classifying_anew_is_for_bills_in_review_and_changes_nothing(payables: Payables) -> None:
    bill = payables.read_bill()
    before = payables.bill(bill)
    assert payables.made("POST", f"/bills/{bill}/reclassify") == before
