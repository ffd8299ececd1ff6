"""Reports on receivables, against figures worked out by hand. Today is 1 June 2025."""

from typing import Any

import pytest

from mock_server.domain.receivables.overdue import tier_of
from tests.asgi import CORNER_BAKERY, CORNER_KEY, InProcess, refusal
from tests.operations.books import Books

DAY = 86_400


@pytest.fixture
def books(mock: InProcess) -> Books:
    return Books(mock)


def report(books: Books, name: str, **query: Any) -> Any:
    return books.made("GET", f"/receivables/{name}", params=query)


def amounts(moneys: list[dict[str, Any]]) -> dict[str, tuple[float, int]]:
    return {money["currency"]: (money["amount"], money["count"]) for money in moneys}


def buckets(aging: dict[str, Any]) -> dict[str, tuple[float, int]]:
    return {name: (bucket["amount"], bucket["count"]) for name, bucket in aging["buckets"].items()}


def test_nothing_is_owed_where_there_are_no_invoices(books: Books) -> None:
    found = report(books, "outstanding")
    assert found["asOf"] == "2025-06-01"
    assert found["totals"] == {
        "customerCount": 0,
        "invoiceCount": 0,
        "outstandingByCurrency": [],
        "notYetDueByCurrency": [],
        "overdueByCurrency": [],
    }
    assert (found["aging"], found["customers"]) == ([], [])
    assert report(books, "overdue")["customers"] == []


def test_what_is_owed_falls_into_buckets_by_the_days_since_it_was_due(books: Books) -> None:
    customer = books.customer()
    for price, due in [
        ("0.10", "2025-06-02"),
        ("0.20", "2025-06-01"),
        ("0.40", None),
        ("1", "2025-05-31"),
        ("2", "2025-05-02"),
        ("4", "2025-05-01"),
        ("8", "2025-04-02"),
        ("16", "2025-04-01"),
        ("32", "2025-03-03"),
        ("64", "2025-03-02"),
        ("128", "2025-01-01"),
    ]:
        books.sent_invoice(customer, price, due=due)
    found = report(books, "outstanding")
    assert [aging["currency"] for aging in found["aging"]] == ["GBP"]
    assert buckets(found["aging"][0]) == {
        "current": (0.7, 3),
        "d1To30": (3, 2),
        "d31To60": (12, 2),
        "d61To90": (48, 2),
        "d90Plus": (192, 2),
    }
    assert amounts(found["totals"]["outstandingByCurrency"]) == {"GBP": (255.7, 11)}
    assert amounts(found["totals"]["notYetDueByCurrency"]) == {"GBP": (0.7, 3)}
    assert amounts(found["totals"]["overdueByCurrency"]) == {"GBP": (255, 8)}


def test_only_the_unpaid_part_of_issued_invoices_is_owed(books: Books) -> None:
    customer = books.customer()
    part = books.sent_invoice(customer, "100", due="2025-05-01")
    books.pay(part, "30.01")
    books.credit(part, "20")
    books.pay(books.sent_invoice(customer, "100"), "100")
    void = books.sent_invoice(customer, "100")
    assert books.call("DELETE", f"/invoices/{void}").status_code == 204
    line = {"productId": books.product(), "quantity": 1}
    books.made("POST", "/invoices", json={"customerId": customer, "currency": "GBP", "lineItems": [line]})
    (row,) = report(books, "outstanding")["customers"]
    assert row == {
        "customerId": customer,
        "customerName": "Harbour Hotel",
        "currency": "GBP",
        "totalOutstanding": 49.99,
        "overdueAmount": 49.99,
        "notYetDueAmount": 0,
        "invoiceCount": 1,
        "maxDaysOverdue": 31,
        "oldestInvoice": {
            "invoiceId": part,
            "invoiceNumber": row["oldestInvoice"]["invoiceNumber"],
            "status": "PartiallyPaid",
            "totalAmount": 100,
            "outstanding": 49.99,
            "dueDate": "2025-05-01",
            "daysOverdue": 31,
        },
        "invoiceIds": [part],
    }


def test_customers_and_currencies_are_kept_apart(books: Books) -> None:
    first, second = books.customer("First"), books.customer("Second")
    newer = books.sent_invoice(first, "10", due="2025-05-20")
    older = books.sent_invoice(first, "20", due="2025-05-10")
    books.sent_invoice(first, "40", currency="EUR", due="2025-07-01")
    books.sent_invoice(second, "80", due="2025-04-30")
    found = report(books, "outstanding")
    assert (found["totals"]["customerCount"], found["totals"]["invoiceCount"]) == (2, 4)
    assert amounts(found["totals"]["outstandingByCurrency"]) == {"EUR": (40, 1), "GBP": (110, 3)}
    rows = [(row["customerName"], row["currency"], row["totalOutstanding"]) for row in found["customers"]]
    assert rows == [("Second", "GBP", 80), ("First", "GBP", 30), ("First", "EUR", 40)]
    assert found["customers"][1]["invoiceIds"] == [older, newer]


def test_an_invoice_without_a_due_date_is_never_the_oldest(books: Books) -> None:
    customer = books.customer()
    without = books.sent_invoice(customer, "10")
    later = books.sent_invoice(customer, "10", due="2025-07-01")
    (row,) = report(books, "outstanding")["customers"]
    assert (row["oldestInvoice"]["invoiceId"], row["invoiceIds"]) == (later, [later, without])


def test_on_an_earlier_day_what_was_settled_since_was_still_owed(books: Books) -> None:
    customer = books.customer()
    invoice = books.sent_invoice(customer, "100", issued="2025-04-01", due="2025-05-01")
    books.pay(invoice, "60", "2025-05-10")
    books.credit(invoice, "40")

    def owed(day: str) -> dict[str, tuple[float, int]]:
        return amounts(report(books, "outstanding", asOf=day)["totals"]["outstandingByCurrency"])

    assert owed("2025-03-31") == {}
    assert owed("2025-04-01") == owed("2025-05-09") == {"GBP": (100, 1)}
    assert owed("2025-05-10") == owed("2025-05-31") == {"GBP": (40, 1)}
    assert owed("2025-06-01") == {}


def test_a_later_day_sees_what_will_be_overdue_by_then(books: Books) -> None:
    books.sent_invoice(books.customer(), "100", due="2025-06-10")
    assert report(books, "overdue")["customers"] == []
    (row,) = report(books, "overdue", asOf="2025-06-20")["customers"]
    assert row["maxDaysOverdue"] == 10


@pytest.mark.parametrize(
    ("days", "tier"),
    [
        *((1, "gentle"), (7, "gentle"), (8, "firm"), (30, "firm")),
        *((31, "final"), (60, "final"), (61, "escalation"), (5000, "escalation")),
    ],
)
def test_a_tier_has_its_days(days: int, tier: str) -> None:
    assert tier_of(days) == tier


def test_an_overdue_customer_is_shown_with_what_to_do(books: Books) -> None:
    customer = books.customer()
    invoice = books.sent_invoice(customer, "100", due="2025-05-20")
    books.sent_invoice(customer, "1000", due="2025-06-02")
    (row,) = report(books, "overdue")["customers"]
    assert (row["overdueAmount"], row["invoiceCount"], row["invoiceIds"]) == (100, 1, [invoice])
    assert (row["tier"], row["action"], row["tone"]) == ("firm", "send_reminder", "firm")
    assert (row["lastReminder"], row["paymentBehaviour"]["verdict"]) == (None, "no_history")


def test_the_last_reminder_is_the_latest_by_the_day(books: Books) -> None:
    customer = books.customer()
    first = books.sent_invoice(customer, "100", due="2025-05-20")
    second = books.sent_invoice(customer, "100", due="2025-05-21")
    books.made("POST", f"/invoices/{second}/reminders", json={})
    books.mock.advance(2 * DAY)
    books.made("POST", f"/invoices/{first}/reminders", json={})
    books.mock.advance(3 * DAY)

    def last(**query: str) -> Any:
        return report(books, "overdue", **query)["customers"][0]["lastReminder"]

    assert last() == {"invoiceId": first, "sentAt": "2025-06-03T12:00:00Z", "daysAgo": 3}
    assert last(asOf="2025-06-02") == {"invoiceId": second, "sentAt": "2025-06-01T12:00:00Z", "daysAgo": 1}
    assert last(asOf="2025-05-31") is None


def test_payment_behaviour_tells_of_the_invoices_that_were_paid(books: Books) -> None:
    customer = books.customer()
    books.sent_invoice(customer, "100", due="2025-05-20")
    books.pay(books.sent_invoice(customer, "10", issued="2025-01-01", due="2025-01-31"), "10", "2025-02-10")
    books.pay(books.sent_invoice(customer, "10", issued="2025-02-01", due="2025-03-03"), "10", "2025-03-02")
    twice = books.sent_invoice(customer, "10", issued="2025-03-01", due="2025-03-31")
    books.pay(twice, "4", "2025-05-01")
    books.pay(twice, "6", "2025-04-01")
    books.pay(books.sent_invoice(customer, "10", issued="2025-03-01"), "10", "2025-03-03")
    (row,) = report(books, "overdue")["customers"]
    assert row["paymentBehaviour"] == {
        "verdict": "pays_late",
        "invoicesPaid": 4,
        "averageDaysToPay": 33,
        "averageDaysVsDue": 13.3,
        "onTermsRate": 33.3,
    }


def test_a_customer_who_pays_before_the_due_date_pays_on_time(books: Books) -> None:
    customer = books.customer()
    books.sent_invoice(customer, "100", due="2025-05-20")
    books.pay(books.sent_invoice(customer, "10", issued="2025-01-01", due="2025-01-31"), "10", "2025-01-31")
    (row,) = report(books, "overdue")["customers"]
    assert (row["paymentBehaviour"]["verdict"], row["paymentBehaviour"]["onTermsRate"]) == ("pays_on_time", 100)


def test_what_was_paid_later_is_no_behaviour_yet(books: Books) -> None:
    customer = books.customer()
    books.sent_invoice(customer, "100", due="2025-01-02")
    books.pay(books.sent_invoice(customer, "10", due="2025-03-31"), "10", "2025-01-31")

    def paid(day: str) -> Any:
        return report(books, "overdue", asOf=day)["customers"][0]["paymentBehaviour"]["invoicesPaid"]

    assert (paid("2025-01-30"), paid("2025-01-31")) == (0, 1)


def test_the_money_received_is_that_of_the_last_thirty_days(books: Books) -> None:
    first, second = books.customer("First"), books.customer("Second")
    invoice = books.sent_invoice(first, "1000")
    for amount, day in [("1", "2025-04-02"), ("2", "2025-04-03"), ("4", "2025-05-02"), ("8", "2025-05-03")]:
        books.pay(invoice, amount, day)
    books.pay(books.sent_invoice(second, "100"), "16.05", "2025-06-01")
    found = report(books, "received")
    assert (found["period"], found["periodStart"], found["periodEnd"]) == ("Last30Days", "2025-05-03", "2025-06-01")
    assert (found["granularity"], found["currency"], found["asOf"]) == ("daily", "GBP", "2025-06-01")
    assert found["summary"] == {
        "totalReceived": 24.05,
        "paymentCount": 2,
        "uniqueCustomers": 2,
        "averagePayment": 12.03,
    }
    assert found["trend"] == {
        "direction": "up",
        "previousPeriodStart": "2025-04-03",
        "previousPeriodEnd": "2025-05-02",
        "previousTotal": 6,
        "deltaAmount": 18.05,
        "deltaPercent": 300.8,
    }
    assert amounts(found["receivedByCurrency"]) == {"GBP": (24.05, 2)}
    assert len(found["buckets"]) == 30
    filled = {b["periodStart"]: (b["received"], b["paymentCount"]) for b in found["buckets"] if b["paymentCount"]}
    assert filled == {"2025-05-03": (8, 1), "2025-06-01": (16.05, 1)}
    assert found["byMethod"] == [{"method": "Manual", "received": 24.05, "paymentCount": 2}]
    assert [(c["customerName"], c["received"], c["paymentCount"]) for c in found["topCustomers"]] == [
        ("Second", 16.05, 1),
        ("First", 8, 1),
    ]


def test_the_parts_of_a_period_make_up_the_whole(books: Books) -> None:
    invoice = books.sent_invoice(books.customer(), "1000")
    for month in range(1, 6):
        books.pay(invoice, "10.10", f"2025-0{month}-15")
    found = report(books, "received", period="YearToDate")
    assert found["granularity"] == "monthly"
    assert sum(bucket["paymentCount"] for bucket in found["buckets"]) == found["summary"]["paymentCount"] == 5
    assert found["summary"]["totalReceived"] == 50.5


def test_the_currency_with_most_payments_leads_unless_one_is_asked_for(books: Books) -> None:
    customer = books.customer()
    pounds = books.sent_invoice(customer, "1000")
    euros = books.sent_invoice(customer, "1000", currency="EUR")
    books.pay(pounds, "7", "2025-04-20")
    books.pay(pounds, "500", "2025-05-20")
    books.pay(euros, "1", "2025-05-20")
    books.pay(euros, "2", "2025-05-21")
    found = report(books, "received")
    assert (found["currency"], found["summary"]["totalReceived"]) == ("EUR", 3)
    assert amounts(found["receivedByCurrency"]) == {"EUR": (3, 2), "GBP": (500, 1)}
    asked = report(books, "received", currency="GBP")
    assert (asked["currency"], asked["summary"]["totalReceived"]) == ("GBP", 500)
    assert (found["trend"]["previousTotal"], asked["trend"]["previousTotal"]) == (0, 7)
    none = report(books, "received", currency="USD")
    assert (none["currency"], none["summary"]["totalReceived"]) == ("USD", 0)


def test_without_payments_the_currency_is_that_of_the_newest_invoice(books: Books) -> None:
    assert report(books, "received")["currency"] == "GBP"
    books.sent_invoice(books.customer(), "1000", currency="EUR")
    assert report(books, "received")["currency"] == "EUR"
    books.sent_invoice(books.customer(), "1000", currency="USD")
    assert report(books, "received")["currency"] == "USD"


def test_five_customers_are_named(books: Books) -> None:
    for amount in range(1, 8):
        books.pay(books.sent_invoice(books.customer(str(amount)), "100"), str(amount), "2025-05-20")
    found = report(books, "received")
    assert [row["customerName"] for row in found["topCustomers"]] == ["7", "6", "5", "4", "3"]


@pytest.mark.parametrize("name", ["outstanding", "overdue", "received"])
def test_an_invoice_of_a_scenario_may_name_no_customer(mock: InProcess, name: str) -> None:
    bakery = Books(mock, CORNER_BAKERY, CORNER_KEY)
    found = report(bakery, name)
    if name != "received":
        assert [(row["customerName"], "customerId" in row) for row in found["customers"]] == [("Unknown", False)]


@pytest.mark.parametrize("name", ["outstanding", "overdue"])
@pytest.mark.parametrize("day", ["0000-01-01", "-001-01-01", "0001-01-01", "9999-12-31"])
def test_any_day_can_be_asked_for(books: Books, name: str, day: str) -> None:
    books.sent_invoice(books.customer(), "1000", due="2025-06-10")
    report(books, name, asOf=day)


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("outstanding", {"asOf": "2025-02-30"}),
        ("overdue", {"asOf": "yesterday"}),
        ("received", {"period": "LastWeek"}),
        ("received", {"currency": "pounds"}),
    ],
)
def test_what_no_report_can_be_made_of_is_refused(books: Books, path: str, query: dict[str, str]) -> None:
    assert refusal(books.call("GET", f"/receivables/{path}", params=query)) == (400, "Mock.InvalidRequest")
