"""Reports on receivables: figures of invoices and payments that the test has made."""

from datetime import date, timedelta
from typing import Any

import pytest

from contract_tests.api_client import ApiClient, Caller
from contract_tests.books import Books
from contract_tests.checks.expect import Expectations
from contract_tests.checks.times import moment
from contract_tests.provision import Provision

pytestmark = pytest.mark.needs("writes")

OWED = "reference: outstanding are issued invoices that are not fully paid"
BUCKETS = "reference: amounts are aged per currency in current, 1-30, 31-60, 61-90 and over 90 days"
TIERS = "reference: overdue customers fall into the tiers gentle, firm, final and escalation"
RECEIVED = "reference: the money received in the last 30 days, in one primary currency and per currency"


@pytest.fixture
def books(api: ApiClient, expect: Expectations, provision: Provision, client: Caller) -> Books:
    return Books(api, expect, provision, client.selecting(provision.organisation()))


@pytest.fixture
def today(books: Books) -> date:
    """The day of the target, which may be moving: by it a report names itself."""
    return date.fromisoformat(books.made("getOutstandingReceivables", status=200)["asOf"])


def owe(
    books: Books, customer: str, price: str, today: date, overdue: int | None, currency: str = "GBP"
) -> dict[str, Any]:
    """An invoice that is so many days overdue; None: it has no due date."""
    issued = f"{today - timedelta(days=200)}T00:00:00Z"
    due = None if overdue is None else f"{today - timedelta(days=overdue)}T00:00:00Z"
    line = {"productId": books.product(price, currency), "quantity": 1}
    return books.sent(line, customerId=customer, currency=currency, issueDate=issued, dueDate=due)


def by_currency(moneys: list[dict[str, Any]]) -> dict[str, tuple[float, int]]:
    return {money["currency"]: (float(money["amount"]), int(money["count"])) for money in moneys}


@pytest.mark.about("getOutstandingReceivables")
def test_outstanding_amounts_are_aged_by_their_due_dates(books: Books, today: date) -> None:
    customer = books.customer()
    prices = ("0.10", "0.20", "1", "2", "4", "8", "16", "32", "64")
    for price, overdue in zip(prices, (None, 0, 1, 30, 31, 60, 61, 90, 91), strict=True):
        owe(books, customer, price, today, overdue)
    answer = books.call("getOutstandingReceivables", query={"asOf": today.isoformat()})
    found = books.expect.success(answer, 200)
    (aging,) = found["aging"]
    buckets = {name: (float(b["amount"]), int(b["count"])) for name, b in aging["buckets"].items()}
    expected = {"current": (0.3, 2), "d1To30": (3, 2), "d31To60": (12, 2), "d61To90": (48, 2), "d90Plus": (64, 1)}
    books.expect.equal(answer, buckets, expected, BUCKETS)
    totals = found["totals"]
    books.expect.equal(answer, by_currency(totals["outstandingByCurrency"]), {"GBP": (127.3, 9)}, OWED)
    books.expect.equal(answer, by_currency(totals["notYetDueByCurrency"]), {"GBP": (0.3, 2)}, BUCKETS)
    books.expect.equal(answer, by_currency(totals["overdueByCurrency"]), {"GBP": (127, 7)}, BUCKETS)


@pytest.mark.about("getOutstandingReceivables")
def test_what_was_paid_is_not_outstanding(books: Books, today: date) -> None:
    customer = books.customer()
    part = owe(books, customer, "100", today, 31)
    books.pay(part, "30.01")
    books.pay(owe(books, customer, "100", today, 31), "100")
    answer = books.call("getOutstandingReceivables")
    (row,) = books.expect.success(answer, 200)["customers"]
    books.expect.equal(answer, (row["customerId"], row["invoiceIds"]), (customer, [part["id"]]), OWED)
    figures = {name: float(row[name]) for name in ("totalOutstanding", "overdueAmount", "notYetDueAmount")}
    expected = {"totalOutstanding": 69.99, "overdueAmount": 69.99, "notYetDueAmount": 0}
    books.expect.equal(answer, figures, expected, OWED)
    books.expect.equal(answer, row["oldestInvoice"]["status"], "PartiallyPaid", OWED)


@pytest.mark.about("getOutstandingReceivables")
def test_currencies_are_never_blended(books: Books, today: date) -> None:
    customer = books.customer()
    owe(books, customer, "10", today, 5)
    owe(books, customer, "20", today, 5, "EUR")
    answer = books.call("getOutstandingReceivables")
    found = books.expect.success(answer, 200)
    owed = by_currency(found["totals"]["outstandingByCurrency"])
    books.expect.equal(answer, owed, {"EUR": (20, 1), "GBP": (10, 1)}, BUCKETS)
    rows = {row["currency"]: float(row["totalOutstanding"]) for row in found["customers"]}
    books.expect.equal(answer, rows, {"EUR": 20, "GBP": 10}, BUCKETS)


@pytest.mark.about("getOutstandingReceivables")
def test_a_report_for_an_earlier_day_does_not_know_what_came_later(books: Books, today: date) -> None:
    invoice = owe(books, books.customer(), "100", today, 20)
    books.pay(invoice, "60", f"{today - timedelta(days=10)}T12:00:00Z")
    rule = "assumption: a payment counts from the day on which it was made"
    for days, owed in ((11, 100), (10, 40)):
        answer = books.call("getOutstandingReceivables", query={"asOf": (today - timedelta(days=days)).isoformat()})
        totals = books.expect.success(answer, 200)["totals"]
        books.expect.equal(answer, by_currency(totals["outstandingByCurrency"]), {"GBP": (owed, 1)}, rule, assumed=True)


@pytest.mark.about("getOverdueReceivables")
@pytest.mark.parametrize(
    ("days", "tier"),
    [
        *((1, "gentle"), (7, "gentle"), (8, "firm"), (30, "firm")),
        *((31, "final"), (60, "final"), (61, "escalation")),
    ],
)
def test_an_overdue_customer_has_a_tier(days: int, tier: str, books: Books, today: date) -> None:
    owe(books, books.customer(), "10", today, days)
    answer = books.call("getOverdueReceivables", query={"asOf": today.isoformat()})
    (row,) = books.expect.success(answer, 200)["customers"]
    books.expect.equal(answer, row.get("tier"), tier, f"{TIERS}; their bounds are assumed", assumed=True)


@pytest.mark.about("getOverdueReceivables")
def test_what_is_not_due_yet_is_not_overdue(books: Books, today: date) -> None:
    customer = books.customer()
    owe(books, customer, "10", today, -1)
    owe(books, customer, "10", today, None)
    answer = books.call("getOverdueReceivables", query={"asOf": today.isoformat()})
    found = books.expect.success(answer, 200).get("customers")
    books.expect.equal(answer, found, [], "assumption: the rows are called customers", assumed=True)


@pytest.mark.about("getOverdueReceivables")
def test_an_overdue_row_tells_of_the_last_reminder(books: Books, today: date) -> None:
    invoice = owe(books, books.customer(), "10", today, 10)
    answer = books.on("sendInvoiceReminder", invoice, json={})
    sent = books.expect.success(answer, 200)["sentAt"]
    answer = books.call("getOverdueReceivables")
    (row,) = books.expect.success(answer, 200)["customers"]
    told = moment(row["lastReminder"]["sentAt"]), row["lastReminder"]["invoiceId"]
    books.expect.equal(answer, told, (moment(sent), invoice["id"]), "assumption: lastReminder", assumed=True)


@pytest.mark.about("getReceivedSummary")
def test_the_money_received_is_summed_for_the_period(books: Books, today: date) -> None:
    invoice = owe(books, books.customer(), "1000", today, 0)
    for amount, days in (("1", 60), ("2", 59), ("4", 30), ("8", 29), ("16.05", 0)):
        books.pay(invoice, amount, f"{today - timedelta(days=days)}T00:00:00Z")
    answer = books.call("getReceivedSummary")
    found = books.expect.success(answer, 200)
    if found["asOf"] != today.isoformat():
        pytest.skip("the day of the target ended during the test")
    books.expect.equal(answer, (found["period"], found["currency"]), ("Last30Days", "GBP"), RECEIVED)
    summary = {name: float(value) for name, value in found["summary"].items()}
    expected = {"totalReceived": 24.05, "paymentCount": 2, "uniqueCustomers": 1, "averagePayment": 12.03}
    books.expect.equal(answer, summary, expected, RECEIVED)
    books.expect.equal(answer, by_currency(found["receivedByCurrency"]), {"GBP": (24.05, 2)}, RECEIVED)
    parts = sum(int(bucket["paymentCount"]) for bucket in found["buckets"])
    books.expect.equal(answer, parts, 2, "reference: the buckets make up the period")
    previous = float(found["trend"]["previousTotal"])
    books.expect.equal(answer, previous, 6.0, "assumption: the window before is as long", assumed=True)


@pytest.mark.about("getReceivedSummary")
def test_a_currency_can_be_asked_for(books: Books, today: date) -> None:
    customer = books.customer()
    books.pay(owe(books, customer, "10", today, 0), "10")
    books.pay(owe(books, customer, "20", today, 0, "EUR"), "20")
    for currency, amount in (("GBP", 10), ("EUR", 20)):
        answer = books.call("getReceivedSummary", query={"currency": currency})
        found = books.expect.success(answer, 200)
        told = (found["currency"], float(found["summary"]["totalReceived"]))
        books.expect.equal(answer, told, (currency, amount), RECEIVED)
