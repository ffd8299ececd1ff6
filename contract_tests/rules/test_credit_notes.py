"""Credit notes: drafted, issued once, and then never changed."""

from decimal import Decimal

import pytest

from contract_tests.books import Books, amounts
from contract_tests.checks.expect import Expectations
from contract_tests.rules.cases import unknown_id

pytestmark = [
    pytest.mark.needs("writes"),
    pytest.mark.about("createInvoiceCreditNote", "issueInvoiceCreditNote", "deleteInvoiceCreditNote"),
]

MOST = "reference: a credit is at most the invoice's outstanding"
SPLIT = "reference: net + tax = amount, at the rate frozen in the line unless another is named"
ISSUED = "reference: issuing credits the invoice; an issued note is immutable"
PARTS = ("amount", "netAmount", "taxAmount")


def test_the_tax_is_that_of_the_line(books: Books, expect: Expectations) -> None:
    line = {"productId": books.product("100"), "quantity": 1, "taxRateId": books.tax_rate(20)}
    invoice = books.sent(line)
    named = {"amount": "50.00", "invoiceLineItemId": invoice["lineItems"][0]["id"]}
    answer = books.on("createInvoiceCreditNote", invoice, json=named)
    note = expect.success(answer, 201)
    expect.equal(answer, amounts(note, *PARTS), tuple(map(Decimal, ("50", "41.67", "8.33"))), SPLIT)
    expect.equal(answer, note["taxRateSnapshot"], invoice["lineItems"][0]["taxRateSnapshot"], SPLIT)
    expect.equal(answer, (note["status"], note["currency"]), ("Draft", "GBP"), "reference: Draft, then issued")


def test_a_rate_of_its_own_overrides_that_of_the_line(books: Books, expect: Expectations) -> None:
    line = {"productId": books.product("100"), "quantity": 1, "taxRateId": books.tax_rate(20)}
    invoice, other = books.sent(line), books.tax_rate(5)
    named = {"amount": 21, "invoiceLineItemId": invoice["lineItems"][0]["id"], "taxRateId": other}
    answer = books.on("createInvoiceCreditNote", invoice, json=named)
    note = expect.success(answer, 201)
    expect.equal(answer, amounts(note, *PARTS), (Decimal(21), Decimal(20), Decimal(1)), SPLIT)
    expect.equal(answer, note["taxRateId"], other, SPLIT)


def test_without_a_rate_a_credit_is_zero_rated(books: Books, expect: Expectations) -> None:
    answer = books.on("createInvoiceCreditNote", books.sent(), json={"amount": "5.25"})
    note = expect.success(answer, 201)
    expect.equal(answer, amounts(note, *PARTS), (Decimal("5.25"), Decimal("5.25"), Decimal(0)), SPLIT)
    expect.equal(answer, (note["taxRateId"], note["taxRateSnapshot"]), (None, None), SPLIT)


def test_issuing_credits_the_invoice(books: Books, expect: Expectations) -> None:
    invoice = books.sent()
    note = books.credit(invoice, "4.99")
    answer = books.on("getInvoice", invoice)
    before = amounts(expect.success(answer, 200), "outstanding")
    expect.equal(answer, before, (Decimal("19.99"),), "a draft credits nothing")
    answer = books.on("issueInvoiceCreditNote", invoice, note)
    expect.equal(answer, expect.success(answer, 200, rule=ISSUED)["status"], "Issued", ISSUED)
    answer = books.on("getInvoice", invoice)
    shown = expect.success(answer, 200)
    balance = amounts(shown, "amountCredited", "outstanding")
    expect.equal(answer, (shown["status"], *balance), ("Sent", Decimal("4.99"), Decimal(15)), ISSUED)


def test_an_invoice_that_is_credited_in_full_is_paid(books: Books, expect: Expectations) -> None:
    invoice = books.sent()
    expect.success(books.on("issueInvoiceCreditNote", invoice, books.credit(invoice, invoice["totalAmount"])), 200)
    answer = books.on("getInvoice", invoice)
    shown = expect.success(answer, 200)
    told = (shown["status"], *amounts(shown, "amountPaid", "outstanding"))
    expect.equal(answer, told, ("Paid", Decimal(0), Decimal(0)), "assumption: nothing is left to pay", assumed=True)


@pytest.mark.error_code("Mock.AmountExceedsOutstanding", "createInvoiceCreditNote")
def test_a_credit_cannot_be_more_than_is_outstanding(books: Books, expect: Expectations) -> None:
    invoice = books.sent()
    books.pay(invoice, 10)
    answer = books.on("createInvoiceCreditNote", invoice, json={"amount": 10})
    expect.refusal(answer, "Mock.AmountExceedsOutstanding", rule=MOST)


@pytest.mark.error_code("Mock.AmountExceedsOutstanding", "issueInvoiceCreditNote")
def test_what_was_paid_since_the_draft_is_not_credited_too(books: Books, expect: Expectations) -> None:
    invoice = books.sent()
    note = books.credit(invoice, 15)
    books.pay(invoice, 10)
    answer = books.on("issueInvoiceCreditNote", invoice, note)
    expect.refusal(answer, "Mock.AmountExceedsOutstanding", rule=MOST)


@pytest.mark.error_code("Mock.AmountTooPrecise", "createInvoiceCreditNote")
def test_a_credit_has_no_fraction_of_a_penny(books: Books, expect: Expectations) -> None:
    answer = books.on("createInvoiceCreditNote", books.sent(), json={"amount": "1.234"})
    expect.refusal(answer, "Mock.AmountTooPrecise")


@pytest.mark.error_code("Mock.RecordNotFound", "createInvoiceCreditNote")
@pytest.mark.parametrize("member", ["invoiceLineItemId", "taxRateId"])
def test_what_a_credit_note_names_must_be_there(member: str, books: Books, expect: Expectations) -> None:
    answer = books.on("createInvoiceCreditNote", books.sent(), json={"amount": 1, member: unknown_id()})
    expect.refusal(answer, "Mock.RecordNotFound")


@pytest.mark.error_code("Mock.RecordNotFound", "createInvoiceCreditNote")
def test_a_line_of_another_invoice_cannot_be_credited(books: Books, expect: Expectations) -> None:
    other = books.sent()["lineItems"][0]["id"]
    answer = books.on("createInvoiceCreditNote", books.sent(), json={"amount": 1, "invoiceLineItemId": other})
    expect.refusal(answer, "Mock.RecordNotFound")


@pytest.mark.error_code("Mock.InvalidState", "createInvoiceCreditNote")
@pytest.mark.parametrize("state", ["draft", "paid", "void"])
def test_open_invoices_alone_are_credited(state: str, books: Books, expect: Expectations) -> None:
    answer = books.on("createInvoiceCreditNote", getattr(books, state)(), json={"amount": 1})
    expect.refusal(answer, "Mock.InvalidState")


@pytest.mark.error_code("Mock.InvalidState", "issueInvoiceCreditNote")
@pytest.mark.error_code("Mock.InvalidState", "deleteInvoiceCreditNote")
@pytest.mark.parametrize("operation", ["issueInvoiceCreditNote", "deleteInvoiceCreditNote"])
def test_an_issued_note_is_immutable(operation: str, books: Books, expect: Expectations) -> None:
    invoice = books.sent()
    note = books.credit(invoice, 1)
    expect.success(books.on("issueInvoiceCreditNote", invoice, note), 200)
    expect.refusal(books.on(operation, invoice, note), "Mock.InvalidState", rule=ISSUED)


@pytest.mark.error_code("Mock.InvalidState", "issueInvoiceCreditNote")
def test_a_note_cannot_be_issued_for_an_invoice_that_was_voided(books: Books, expect: Expectations) -> None:
    invoice = books.sent()
    note = books.credit(invoice, 1)
    expect.success(books.on("voidInvoice", invoice), 204)
    expect.refusal(books.on("issueInvoiceCreditNote", invoice, note), "Mock.InvalidState")


@pytest.mark.error_code("Mock.RecordNotFound", "issueInvoiceCreditNote")
@pytest.mark.error_code("Mock.RecordNotFound", "deleteInvoiceCreditNote")
@pytest.mark.parametrize("operation", ["issueInvoiceCreditNote", "deleteInvoiceCreditNote"])
def test_a_note_is_found_under_its_own_invoice_alone(operation: str, books: Books, expect: Expectations) -> None:
    note = books.credit(books.sent(), 1)
    expect.refusal(books.on(operation, books.sent(), note), "Mock.RecordNotFound")


@pytest.mark.about("listInvoiceCreditNotes", "listCreditNotes")
def test_a_draft_can_be_deleted(books: Books, expect: Expectations) -> None:
    invoice = books.sent()
    kept, dropped = books.credit(invoice, 1), books.credit(invoice, 2)
    expect.status(books.on("deleteInvoiceCreditNote", invoice, dropped), 204, "reference: drafts can be deleted")
    answer = books.on("listInvoiceCreditNotes", invoice)
    expect.equal(answer, [note["id"] for note in expect.success(answer, 200)], [kept["id"]], "a deleted one is gone")


@pytest.mark.about("listCreditNotes")
@pytest.mark.parametrize(("parameter", "member"), [("InvoiceId", "id"), ("CustomerId", "customerId")])
def test_the_list_can_be_narrowed(parameter: str, member: str, books: Books, expect: Expectations) -> None:
    ours, other = books.sent(), books.sent()
    notes = [books.credit(ours, 1), books.credit(ours, 2)]
    books.credit(other, 3)
    answer = books.api.call("listCreditNotes", books.caller, query={parameter: ours[member]})
    shown = [note["id"] for note in expect.success(answer, 200)["data"]]
    expect.equal(answer, shown, [notes[1]["id"], notes[0]["id"]], f"reference: {parameter}, newest first")
