"""Bills: which states they pass, and what each state allows."""

from collections.abc import Callable
from typing import Any

import pytest

from contract_tests.checks.expect import Expectations
from contract_tests.clock import TargetClock
from contract_tests.purchases import READING_SECONDS, Purchases
from contract_tests.rules.cases import unknown_id

pytestmark = pytest.mark.needs("writes", "clock")
STATES = "quick start for payables: the states of a bill"
SUMS = "reference: lines add up to the subtotal, subtotal and tax to the total"
BODIES: dict[str, Any] = {
    "patchBill": {},
    "rejectBill": {"reason": "twice"},
    "voidBill": {},
    "scheduleBillPayment": {"paymentDate": "9000-01-01T00:00:00Z"},
    "payBillByBank": {"institutionId": "bank", "returnUrl": "https://shop.example/back"},
}
WRONG_STATES = {
    "patchBill": "OcrProcessing",
    "retryBillOcr": "PendingReview",
    "submitBillForReview": "Approved",
    "approveBill": "PendingReview",
    "rejectBill": "Approved",
    "reopenBill": "PendingReview",
    "voidBill": "Approved",
    "scheduleBillPayment": "PendingReview",
    "reclassifyBill": "Approved",
    "payBillByBank": "PendingReview",
}
"""Operation -> a state that does not allow it."""


@pytest.mark.about("uploadBill", "getBill")
def test_an_upload_is_read_after_a_while(purchases: Purchases, expect: Expectations, clock: TargetClock) -> None:
    bill = purchases.uploaded()
    answer = purchases.call("getBill", bill)
    expect.equal(answer, expect.success(answer, 200)["state"], "OcrProcessing", STATES)
    clock.advance(READING_SECONDS)
    answer = purchases.call("getBill", bill)
    expect.equal(answer, expect.success(answer, 200)["state"], "PendingReview", STATES)


@pytest.mark.about("retryBillOcr")
def test_a_failed_reading_can_be_tried_again(purchases: Purchases, expect: Expectations, clock: TargetClock) -> None:
    bill = purchases.read(clock, "ocr-fail-once.pdf")
    assert purchases.bill(bill)["state"] == "OcrFailed"
    answer = purchases.call("retryBillOcr", bill)
    expect.equal(answer, expect.success(answer, 202)["state"], "OcrProcessing", STATES)
    clock.advance(READING_SECONDS)
    answer = purchases.call("getBill", bill)
    expect.equal(answer, expect.success(answer, 200)["state"], "PendingReview", STATES)


@pytest.mark.about("submitBillForReview", "approveBill", "scheduleBillPayment")
def test_a_bill_goes_from_review_to_payment(purchases: Purchases, expect: Expectations, clock: TargetClock) -> None:
    bill = purchases.read(clock)
    answer = purchases.call("submitBillForReview", bill)
    expect.equal(answer, expect.success(answer, 200)["state"], "NeedsApproval", STATES)
    answer = purchases.call("approveBill", bill)
    expect.equal(answer, expect.success(answer, 200)["state"], "Approved", STATES)
    body = {"paymentDate": clock.now.isoformat()}
    answer = purchases.call("scheduleBillPayment", bill, json=body)
    expect.equal(answer, expect.success(answer, 200)["state"], "Scheduled", STATES)
    clock.advance(1)
    answer = purchases.call("getBill", bill)
    paid = expect.success(answer, 200)
    expect.equal(answer, paid["state"], "Paid", "assumption: the payment happens at its date", assumed=True)


@pytest.mark.about("rejectBill", "reopenBill")
def test_a_rejected_bill_can_be_reopened(purchases: Purchases, expect: Expectations, clock: TargetClock) -> None:
    bill = purchases.read(clock)
    purchases.made("submitBillForReview", bill, status=200)
    answer = purchases.call("rejectBill", bill, json={"reason": "twice"})
    rejected = expect.success(answer, 200)
    expect.equal(answer, (rejected["state"], rejected["rejectionReason"]), ("Rejected", "twice"), STATES)
    answer = purchases.call("reopenBill", bill)
    rule = "assumption: a reopened bill can be corrected again"
    expect.equal(answer, expect.success(answer, 200)["state"], "PendingReview", rule, assumed=True)


@pytest.mark.about("voidBill", "listBills")
def test_a_void_bill_is_listed_as_such(purchases: Purchases, expect: Expectations, clock: TargetClock) -> None:
    bill, other = purchases.read(clock), purchases.read(clock)
    answer = purchases.call("voidBill", bill)
    expect.equal(answer, expect.success(answer, 200)["state"], "Voided", STATES)
    answer = purchases.call("listBills", query={"States": ["Voided", "Paid"]})
    listed = [each["id"] for each in expect.success(answer, 200)["data"]]
    expect.equal(answer, listed, [bill], f"reference: States narrows the list; {other} is in another state")


@pytest.mark.about("listBills")
def test_bills_are_listed_by_supplier_number_and_dates(
    purchases: Purchases, expect: Expectations, clock: TargetClock
) -> None:
    supplier, day = purchases.supplier(), "2025-05-02T00:00:00Z"
    bill = purchases.read(clock, supplierId=supplier, invoiceNumber="X-1", invoiceDate=day, dueDate=day)
    purchases.read(clock, invoiceNumber="X-2", invoiceDate="2025-05-01T00:00:00Z", dueDate="2025-05-03T00:00:00Z")
    narrowed = ({"SupplierId": supplier}, {"InvoiceNumber": "X-1"}, {"InvoiceDateFrom": day}, {"DueDateTo": day})
    for query in narrowed:
        answer = purchases.call("listBills", query=query)
        listed = [each["id"] for each in expect.success(answer, 200)["data"]]
        rule = f"assumption: {', '.join(query)} narrows the list"
        expect.equal(answer, listed, [bill], rule, assumed=True)


@pytest.mark.parametrize(
    "operation",
    [pytest.param(name, marks=pytest.mark.error_code("Mock.InvalidState", name), id=name) for name in WRONG_STATES],
)
def test_a_state_does_not_allow_everything(
    operation: str, purchases: Purchases, expect: Expectations, clock: TargetClock
) -> None:
    makers: dict[str, Callable[[], str]] = {
        "OcrProcessing": purchases.uploaded,
        "PendingReview": lambda: purchases.read(clock),
        "Approved": lambda: purchases.approved(clock),
    }
    bill = makers[WRONG_STATES[operation]]()
    before = purchases.bill(bill)
    answer = purchases.call(operation, bill, json=BODIES.get(operation))
    expect.refusal(answer, "Mock.InvalidState", rule=STATES)
    expect.equal(answer, purchases.bill(bill), before, "a refusal changes nothing")


@pytest.mark.about("patchBill")
def test_a_linked_supplier_is_shown_with_the_bill(
    purchases: Purchases, expect: Expectations, clock: TargetClock
) -> None:
    supplier, bill = purchases.supplier(), purchases.read(clock)
    answer = purchases.call("patchBill", bill, json={"supplierId": supplier, "invoiceNumber": "X-1"})
    shown = expect.success(answer, 200)
    told = (shown["supplierId"], shown["supplier"]["id"], shown["invoiceNumber"])
    expect.equal(answer, told, (supplier, supplier, "X-1"), "quick start: supplierId links a supplier")


@pytest.mark.error_code("Supplier.NotFound", "patchBill")
def test_only_a_supplier_that_is_there_can_be_linked(
    purchases: Purchases, expect: Expectations, clock: TargetClock
) -> None:
    answer = purchases.call("patchBill", purchases.read(clock), json={"supplierId": unknown_id()})
    expect.refusal(answer, "Supplier.NotFound")


@pytest.mark.error_code("Mock.DatesOutOfOrder", "patchBill")
def test_a_bill_is_not_due_before_it_was_written(
    purchases: Purchases, expect: Expectations, clock: TargetClock
) -> None:
    body = {"invoiceDate": "2025-05-02T00:00:00Z", "dueDate": "2025-05-01T00:00:00Z"}
    expect.refusal(purchases.call("patchBill", purchases.read(clock), json=body), "Mock.DatesOutOfOrder")


@pytest.mark.error_code("Mock.DatesOutOfOrder", "scheduleBillPayment")
def test_no_payment_is_made_in_the_past(purchases: Purchases, expect: Expectations, clock: TargetClock) -> None:
    body = {"paymentDate": "2001-01-01T00:00:00Z"}
    answer = purchases.call("scheduleBillPayment", purchases.approved(clock), json=body)
    expect.refusal(answer, "Mock.DatesOutOfOrder")


@pytest.mark.about("validateBill")
def test_a_bill_that_agrees_with_itself_is_valid(
    purchases: Purchases, expect: Expectations, clock: TargetClock
) -> None:
    answer = purchases.call("validateBill", purchases.read(clock))
    expect.equal(answer, expect.success(answer, 200, rule=SUMS)["valid"], True, SUMS)


@pytest.mark.error_code("Mock.BillInvalid", "validateBill")
def test_every_issue_of_a_bill_is_told(purchases: Purchases, expect: Expectations, clock: TargetClock) -> None:
    bill = purchases.read(clock, invoiceNumber=None, subTotal=1, taxAmount=1, totalAmount=3, bankDetails={"iban": "X"})
    before = purchases.bill(bill)
    answer = purchases.call("validateBill", bill)
    expect.refusal(answer, "Mock.BillInvalid", rule=SUMS)
    told = answer.json
    expect.equal(answer, len(told["errors"]), 4, "reference: every issue is told")
    expect.equal(answer, set(told["codes"]), set(told["errors"]), "reference: a code for each issue")
    expect.equal(answer, purchases.bill(bill), before, "reference: validating changes nothing")


@pytest.mark.about("payBillByBank", "listBillBankPayments", "getBankPayment")
def test_an_attempt_to_pay_by_bank_is_kept(purchases: Purchases, expect: Expectations, clock: TargetClock) -> None:
    bill = purchases.approved(clock)
    answer = purchases.call("payBillByBank", bill, json=BODIES["payBillByBank"])
    payment = expect.success(answer, 200)["billPaymentId"]
    answer = purchases.call("listBillBankPayments", bill)
    expect.equal(answer, [each["id"] for each in expect.success(answer, 200)], [payment], "reference: attempts")
    answer = purchases.call("getBankPayment", payment)
    expect.equal(answer, expect.success(answer, 200)["billId"], bill, "reference: the attempt by its id")


@pytest.mark.about("reclassifyBill")
def test_a_bill_in_review_is_classified_anew(purchases: Purchases, expect: Expectations, clock: TargetClock) -> None:
    bill = purchases.read(clock)
    answer = purchases.call("reclassifyBill", bill)
    expect.equal(answer, expect.success(answer, 200)["id"], bill, "changelog: a bill in review")
