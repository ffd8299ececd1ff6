"""Faults of invoices, payments, credit notes and reminders."""

from uuid import uuid4

from contract_tests.books import amount
from contract_tests.selftests.breaking import Change, changed, member, member_made, status, where
from contract_tests.selftests.faults.fault import Fault
from contract_tests.selftests.messages import Answer, Request, json_answer


def _done(status_of_success: int) -> Change:
    """As if it had been performed."""
    return lambda _: json_answer(status_of_success, {})


def _a_void_invoice(request: Request, answer: Answer) -> bool:
    return request.operation == "getInvoice" and answer.member("status") == "Void"


def _as_if_nothing_were_settled(answer: Answer) -> Answer:
    return answer.with_members(outstanding=answer.member("totalAmount"))


def _the_other_way_round(answer: Answer) -> Answer:
    return answer.with_json(list(reversed(answer.json)))


def _another_id(_: object) -> str:
    return str(uuid4())


FAULTS = (
    Fault(
        "the total of an invoice is a penny off",
        changed(where("createInvoice", 201), member_made("totalAmount", lambda total: float(amount(total)) + 0.01)),
        ("rules::test_the_totals_are_right_to_the_cent",),
    ),
    Fault(
        "a product in another currency is invoiced",
        changed(where("createInvoice", code="Mock.CurrencyMismatch"), _done(201)),
        ("rules::test_a_product_has_the_currency_of_the_invoice",),
    ),
    Fault(
        "a number is given twice",
        changed(where("createInvoice", code="Mock.NumberTaken"), _done(201)),
        ("rules::test_a_number_that_is_taken_is_refused",),
    ),
    Fault(
        "a sent invoice is changed",
        changed(where("patchInvoice", code="Mock.InvalidState"), _done(200)),
        ("rules::test_an_invoice_that_is_no_draft_cannot_be_changed",),
    ),
    Fault(
        "an invoice stays a draft when it is sent",
        changed(where("sendInvoice", 200), member("status", "Draft")),
        (
            "rules::test_sending_marks_the_invoice_as_sent",
            "journeys::test_the_quick_start_leads_from_a_customer_to_a_paid_invoice",
        ),
    ),
    Fault(
        "an invoice that is voided is gone",
        changed(_a_void_invoice, status(404)),
        ("rules::test_voiding_keeps_the_record",),
    ),
    Fault(
        "more is paid than is outstanding",
        changed(where("recordInvoicePayment", code="Mock.AmountExceedsOutstanding"), _done(201)),
        ("rules::test_a_payment_cannot_be_more_than_is_outstanding",),
    ),
    Fault(
        "a payment leaves as much outstanding as before",
        changed(where("getInvoice", 200), _as_if_nothing_were_settled),
        ("rules::test_payments_lead_from_sent_over_partially_paid_to_paid",),
    ),
    Fault(
        "payments are listed oldest first",
        changed(where("listInvoicePayments", 200), _the_other_way_round),
        ("rules::test_payments_lead_from_sent_over_partially_paid_to_paid",),
    ),
    Fault(
        "more is credited than is outstanding",
        changed(where("createInvoiceCreditNote", code="Mock.AmountExceedsOutstanding"), _done(201)),
        ("rules::test_a_credit_cannot_be_more_than_is_outstanding",),
    ),
    Fault(
        "a credit note holds no tax",
        changed(where("createInvoiceCreditNote", 201), member("taxAmount", 0)),
        ("rules::test_the_tax_is_that_of_the_line",),
    ),
    Fault(
        "an issued credit note credits nothing",
        changed(where("getInvoice", 200), member("amountCredited", 0)),
        ("rules::test_issuing_credits_the_invoice",),
    ),
    Fault(
        "an issued credit note is deleted",
        changed(where("deleteInvoiceCreditNote", code="Mock.InvalidState"), _done(204)),
        ("rules::test_an_issued_note_is_immutable",),
    ),
    Fault(
        "every reminder is a new one",
        changed(where("sendInvoiceReminder", 200), member_made("id", _another_id)),
        ("rules::test_a_reminder_repeated_within_a_minute_is_the_same",),
    ),
    Fault(
        "an altered link leads to an invoice",
        changed(where("getPublicInvoice", code="Mock.RecordNotFound"), _done(200)),
        ("rules::test_a_link_that_was_altered_leads_nowhere",),
    ),
    Fault(
        "enabling a payment account opens another one",
        changed(where("enablePaymentAccount", 200), member_made("accountId", _another_id)),
        ("rules::test_an_account_is_enabled_once",),
    ),
)
