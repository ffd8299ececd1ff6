"""Invoices in draft: what their lines come to, what they need, and how they are changed."""

from decimal import Decimal
from typing import Any

import pytest

from contract_tests.api_client import Answer
from contract_tests.books import DUE, Books, amounts
from contract_tests.checks.expect import Expectations
from contract_tests.rules.cases import unknown_id

pytestmark = [pytest.mark.needs("writes"), pytest.mark.about("createInvoice", "patchInvoice")]

TOTALS = "reference: price from the product, tax from the rate; half up to the minor unit, tax per line (assumed)"
DRAFT = "quick start: an invoice begins as a draft"
SUMS = ("subTotal", "taxAmount", "totalAmount")
BOTH = ["createInvoice", "patchInvoice"]


def asked(books: Books, operation: str, **members: Any) -> Answer:
    """A request that creates an invoice, or changes a draft to the same."""
    if operation == "createInvoice":
        return books.api.call(operation, books.caller, json=books.body(**members))
    return books.on(operation, books.draft(issueDate="2099-06-01T12:00:00Z"), json=members)


def refusing(code: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        "operation", [pytest.param(each, marks=pytest.mark.error_code(code, each), id=each) for each in BOTH]
    )


def test_the_totals_are_right_to_the_cent(books: Books, expect: Expectations) -> None:
    lines: list[dict[str, Any]] = [
        {"productId": books.product("19.99"), "quantity": 3, "taxRateId": books.tax_rate(20)},
        {"productId": books.product("0.35"), "quantity": "1.5", "taxRateId": books.tax_rate("5.5")},
        {"productId": books.product(100), "quantity": 1},
    ]
    answer = books.api.call("createInvoice", books.caller, json=books.body(*lines))
    invoice = expect.success(answer, 201, rule=DRAFT)
    each = [amounts(line, "subTotal", "taxAmount") for line in invoice["lineItems"]]
    wanted = [(Decimal("59.97"), Decimal("11.99")), (Decimal("0.53"), Decimal("0.03")), (Decimal(100), Decimal(0))]
    expect.equal(answer, each, wanted, TOTALS, assumed=True)
    expect.equal(answer, amounts(invoice, *SUMS), tuple(map(Decimal, ("160.50", "12.02", "172.52"))), TOTALS)
    expect.equal(answer, (invoice["status"], invoice["outstanding"]), ("Draft", invoice["totalAmount"]), DRAFT)


def test_a_currency_without_decimals_is_rounded_to_whole_units(books: Books, expect: Expectations) -> None:
    line = {"productId": books.product("100.5", "JPY"), "quantity": 3, "taxRateId": books.tax_rate(10)}
    answer = books.api.call("createInvoice", books.caller, json=books.body(line, currency="JPY"))
    shown = amounts(expect.success(answer, 201), *SUMS)
    expect.equal(answer, shown, (Decimal(302), Decimal(30), Decimal(332)), TOTALS, assumed=True)


def test_what_a_line_shows_comes_from_the_product_and_the_rate(books: Books, expect: Expectations) -> None:
    rate, product = books.tax_rate(20), books.product()
    answer = books.api.call(
        "createInvoice", books.caller, json=books.body({"productId": product, "quantity": 2, "taxRateId": rate})
    )
    invoice = expect.success(answer, 201)
    line, frozen = invoice["lineItems"][0], invoice["lineItems"][0]["taxRateSnapshot"]
    expect.equal(answer, (line["productId"], line["taxRateId"]), (product, rate), TOTALS)
    expect.equal(answer, (amounts(line, "unitPrice"), amounts(frozen, "rate")), ((Decimal("19.99"),), (20,)), TOTALS)
    expect.equal(answer, frozen["sourceId"], rate, "reference: the rate is frozen in the line")
    expect.equal(answer, invoice["customer"]["id"], invoice["customerId"], "reference: the customer is shown")


def test_numbers_are_counted_and_not_given_twice(books: Books, expect: Expectations) -> None:
    first, second = books.draft(), books.draft()
    answer = books.on("getInvoice", second)
    differs = first["documentNumber"] not in (None, second["documentNumber"])
    expect.that(answer, differs, "a number of its own", str(second["documentNumber"]), "reference: documentNumber")


@pytest.mark.error_code("Mock.NumberTaken", "createInvoice")
def test_a_number_that_is_taken_is_refused(books: Books, expect: Expectations) -> None:
    taken = books.draft(documentNumber=books.provision.name("number"))["documentNumber"]
    answer = books.api.call("createInvoice", books.caller, json=books.body(documentNumber=taken))
    expect.refusal(answer, "Mock.NumberTaken")


@refusing("Customer.NotFound")
def test_the_customer_must_exist(operation: str, books: Books, expect: Expectations) -> None:
    expect.refusal(asked(books, operation, customerId=unknown_id()), "Customer.NotFound")


@refusing("Product.NotFound")
def test_the_product_of_a_line_must_exist(operation: str, books: Books, expect: Expectations) -> None:
    lines = [{"productId": unknown_id(), "quantity": 1}]
    expect.refusal(asked(books, operation, lineItems=lines), "Product.NotFound")


@refusing("Mock.RecordNotFound")
def test_the_tax_rate_of_a_line_must_exist(operation: str, books: Books, expect: Expectations) -> None:
    lines = [{"productId": books.product(), "quantity": 1, "taxRateId": unknown_id()}]
    expect.refusal(asked(books, operation, lineItems=lines), "Mock.RecordNotFound")


@refusing("Mock.CurrencyMismatch")
def test_a_product_has_the_currency_of_the_invoice(operation: str, books: Books, expect: Expectations) -> None:
    lines = [{"productId": books.product(currency="EUR"), "quantity": 1}]
    rule = "reference: a product is for invoices in its currency"
    expect.refusal(asked(books, operation, lineItems=lines), "Mock.CurrencyMismatch", rule=rule)


@refusing("Mock.AmountTooLarge")
def test_a_line_cannot_be_larger_than_what_can_be_written(operation: str, books: Books, expect: Expectations) -> None:
    lines = [{"productId": books.product("999999999"), "quantity": "999999999"}]
    expect.refusal(asked(books, operation, lineItems=lines), "Mock.AmountTooLarge")


@refusing("Mock.DatesOutOfOrder")
def test_an_invoice_is_not_due_before_it_is_issued(operation: str, books: Books, expect: Expectations) -> None:
    expect.refusal(asked(books, operation, dueDate="2000-01-01T00:00:00Z"), "Mock.DatesOutOfOrder")


def test_an_invoice_can_be_due_on_the_day_it_is_issued(books: Books, expect: Expectations) -> None:
    dates = {"issueDate": "2099-06-01T12:00:00Z", "dueDate": "2099-06-01T00:00:00Z"}
    answer = books.api.call("createInvoice", books.caller, json=books.body(**dates))
    expect.success(answer, 201, rule="assumption: days are compared", assumed=True)


def test_a_patch_changes_what_it_names_alone(books: Books, expect: Expectations) -> None:
    before = books.draft(memo="before")
    answer = books.on("patchInvoice", before, json={"memo": "after"})
    after = expect.success(answer, 200)
    ours = {"memo", "updatedAt", "updatedBy"}
    expect.equal(answer, after["memo"], "after", "reference: patch")
    expect.equal(
        answer,
        {name: after[name] for name in after.keys() - ours},
        {name: before[name] for name in before.keys() - ours},
        "reference: patch",
    )


def test_null_clears_the_due_date_and_the_memo_and_leaves_the_rest(books: Books, expect: Expectations) -> None:
    before = books.draft(memo="before")
    nothing = dict.fromkeys(("customerId", "currency", "dueDate", "memo", "lineItems"))
    answer = books.on("patchInvoice", before, json=nothing)
    after = expect.success(answer, 200)
    kept = ("customerId", "currency", "lineItems", "totalAmount")
    expect.equal(answer, (after["dueDate"], after["memo"]), (None, None), "assumption: null clears", assumed=True)
    expect.equal(answer, [after[n] for n in kept], [before[n] for n in kept], "assumption: null", assumed=True)


def test_a_line_that_stays_keeps_its_id(books: Books, expect: Expectations) -> None:
    product = books.product("10")
    before = books.draft({"productId": product, "quantity": 1})
    kept = before["lineItems"][0]["id"]
    lines = [{"productId": product, "quantity": 5}, {"id": kept, "productId": product, "quantity": 2}]
    answer = books.on("patchInvoice", before, json={"lineItems": lines})
    after = expect.success(answer, 200)
    expect.equal(answer, [line["id"] == kept for line in after["lineItems"]], [False, True], "reference: line ids")
    expect.equal(answer, amounts(after, "totalAmount", "outstanding"), (Decimal(70), Decimal(70)), TOTALS)


@pytest.mark.error_code("Mock.CurrencyMismatch", "patchInvoice")
def test_the_currency_changes_together_with_the_lines_alone(books: Books, expect: Expectations) -> None:
    expect.refusal(books.on("patchInvoice", books.draft(), json={"currency": "EUR"}), "Mock.CurrencyMismatch")
    lines = [{"productId": books.product(currency="EUR"), "quantity": 1}]
    answer = books.on("patchInvoice", books.draft(), json={"currency": "EUR", "lineItems": lines})
    expect.equal(answer, expect.success(answer, 200)["currency"], "EUR", "reference: patch")


@pytest.mark.error_code("Mock.InvalidState", "patchInvoice")
@pytest.mark.parametrize("state", ["sent", "void"])
def test_an_invoice_that_is_no_draft_cannot_be_changed(state: str, books: Books, expect: Expectations) -> None:
    answer = books.on("patchInvoice", getattr(books, state)(), json={"dueDate": DUE})
    expect.refusal(answer, "Mock.InvalidState")
