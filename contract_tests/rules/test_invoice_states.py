"""The life of an invoice: sent once, paid in part or whole, or voided; and what goes out about it."""

from decimal import Decimal

import pytest

from contract_tests.api_client import NOBODY, ApiClient
from contract_tests.books import Books, amount, amounts
from contract_tests.checks.expect import Expectations
from contract_tests.checks.times import moment
from contract_tests.clock import TargetClock

pytestmark = [pytest.mark.needs("writes"), pytest.mark.about("sendInvoice", "voidInvoice", "recordInvoicePayment")]

SENT = "reference: sending marks the invoice Sent"
VOID = "reference: deleting voids, and keeps the record"
PAID = "reference: payments make an invoice PartiallyPaid or Paid"
OWED = "reference: outstanding is total less paid less credited"
BALANCE = ("amountPaid", "outstanding")
A_DAY = 24 * 60 * 60


def test_sending_marks_the_invoice_as_sent(books: Books, expect: Expectations) -> None:
    draft = books.draft()
    answer = books.on("sendInvoice", draft, json={"subject": "Your invoice"})
    sent = expect.success(answer, 200, rule=SENT)
    shown = books.read(draft)
    expect.equal(answer, (sent["status"], shown["status"]), ("Sent", "Sent"), SENT)
    expect.equal(answer, sent["totalAmount"], draft["totalAmount"], SENT)


@pytest.mark.error_code("Mock.InvalidState", "sendInvoice")
@pytest.mark.parametrize("state", ["sent", "void"])
def test_an_invoice_is_sent_once(state: str, books: Books, expect: Expectations) -> None:
    expect.refusal(books.on("sendInvoice", getattr(books, state)()), "Mock.InvalidState")


@pytest.mark.about("previewInvoiceEmail")
def test_the_email_of_a_draft_can_be_seen_with_words_of_ones_own(books: Books, expect: Expectations) -> None:
    answer = books.on("previewInvoiceEmail", books.draft(), query={"subject": "Your invoice", "tone": "Friendly"})
    preview = expect.success(answer, 200, rule="reference: e-mail preview")
    expect.equal(answer, preview.get("subject"), "Your invoice", "assumption: members of the preview", assumed=True)


@pytest.mark.error_code("Mock.InvalidState", "previewInvoiceEmail")
def test_the_email_of_a_sent_invoice_cannot_be_previewed(books: Books, expect: Expectations) -> None:
    rule = "reference: the preview is for drafts alone"
    expect.refusal(books.on("previewInvoiceEmail", books.sent()), "Mock.InvalidState", rule=rule)


@pytest.mark.parametrize("state", ["draft", "sent"])
def test_voiding_keeps_the_record(state: str, books: Books, expect: Expectations) -> None:
    invoice = getattr(books, state)()
    expect.status(books.on("voidInvoice", invoice), 204, VOID)
    answer = books.on("getInvoice", invoice)
    expect.equal(answer, expect.success(answer, 200, rule=VOID)["status"], "Void", VOID)


@pytest.mark.error_code("Mock.InvalidState", "voidInvoice")
@pytest.mark.parametrize("state", ["paid", "void"])
def test_an_invoice_that_is_paid_or_void_cannot_be_voided(state: str, books: Books, expect: Expectations) -> None:
    expect.refusal(books.on("voidInvoice", getattr(books, state)()), "Mock.InvalidState")


@pytest.mark.error_code("Mock.InvalidState", "voidInvoice")
def test_an_invoice_that_is_paid_in_part_cannot_be_voided(books: Books, expect: Expectations) -> None:
    invoice = books.sent()
    books.pay(invoice, 1)
    expect.refusal(books.on("voidInvoice", invoice), "Mock.InvalidState")


@pytest.mark.about("listInvoicePayments", "getInvoice")
def test_payments_lead_from_sent_over_partially_paid_to_paid(books: Books, expect: Expectations) -> None:
    invoice = books.sent()
    told = [invoice["status"]]
    for sum_of_money in ("7.50", 12.49):
        payment = books.pay(invoice, sum_of_money)
        answer = books.on("getInvoice", invoice)
        told.append(expect.success(answer, 200)["status"])
        expect.equal(answer, (payment["provider"], payment["currency"]), ("Manual", "GBP"), PAID)
    expect.equal(answer, told, ["Sent", "PartiallyPaid", "Paid"], PAID)
    expect.equal(answer, amounts(answer.json, *BALANCE), (Decimal("19.99"), Decimal(0)), OWED)
    listed = books.on("listInvoicePayments", invoice)
    shown = [amount(payment["amount"]) for payment in expect.success(listed, 200)]
    expect.equal(listed, shown, [Decimal("12.49"), Decimal("7.5")], "reference: payments, newest first")


def test_a_payment_can_have_been_made_earlier(books: Books, expect: Expectations) -> None:
    paid_at = "2025-01-15T10:30:00Z"
    told = {"amount": 1, "paidAt": paid_at, "notes": "by cheque"}
    answer = books.on("recordInvoicePayment", books.sent(), json=told)
    payment = expect.success(answer, 201)
    expect.equal(answer, moment(payment["succeededAt"]), moment(paid_at), "reference: paidAt", assumed=True)
    expect.equal(answer, payment["notes"], "by cheque", "reference: notes")


@pytest.mark.error_code("Mock.DatesOutOfOrder", "recordInvoicePayment")
def test_a_payment_cannot_have_been_made_in_the_future(books: Books, expect: Expectations) -> None:
    invoice = books.sent()
    answer = books.on("recordInvoicePayment", invoice, json={"amount": 1, "paidAt": "2100-01-01T00:00:00Z"})
    expect.refusal(answer, "Mock.DatesOutOfOrder")
    answer = books.on("getInvoice", invoice)
    expect.equal(answer, amounts(expect.success(answer, 200), *BALANCE), (Decimal(0), Decimal("19.99")), OWED)


@pytest.mark.error_code("Mock.AmountExceedsOutstanding", "recordInvoicePayment")
def test_a_payment_cannot_be_more_than_is_outstanding(books: Books, expect: Expectations) -> None:
    invoice = books.sent()
    books.pay(invoice, 10)
    answer = books.on("recordInvoicePayment", invoice, json={"amount": "10.00"})
    expect.refusal(answer, "Mock.AmountExceedsOutstanding")
    answer = books.on("getInvoice", invoice)
    expect.equal(answer, amounts(expect.success(answer, 200), *BALANCE), (Decimal(10), Decimal("9.99")), OWED)


@pytest.mark.error_code("Mock.AmountTooPrecise", "recordInvoicePayment")
@pytest.mark.parametrize("sum_of_money", ["0.001", 1.005])
def test_a_payment_has_no_fraction_of_a_penny(sum_of_money: object, books: Books, expect: Expectations) -> None:
    answer = books.on("recordInvoicePayment", books.sent(), json={"amount": sum_of_money})
    expect.refusal(answer, "Mock.AmountTooPrecise")


@pytest.mark.error_code("Mock.InvalidState", "recordInvoicePayment")
@pytest.mark.parametrize("state", ["draft", "paid", "void"])
def test_money_is_taken_for_open_invoices_alone(state: str, books: Books, expect: Expectations) -> None:
    answer = books.on("recordInvoicePayment", getattr(books, state)(), json={"amount": 1})
    expect.refusal(answer, "Mock.InvalidState")


@pytest.mark.needs("clock")
@pytest.mark.about("listInvoiceReminders")
def test_reminders_go_out_when_their_time_comes(books: Books, expect: Expectations, clock: TargetClock) -> None:
    due = clock.now.replace(microsecond=0)
    offsets = ("OneWeekBefore", "OnDueDate", "TwoDaysAfter", "OneWeekAfter")
    invoice = books.sent(reminders=offsets, dueDate=due.isoformat(), issueDate=due.isoformat())
    answer = books.on("listInvoiceReminders", invoice)
    rule = "reference: reminders can be asked for when sending"
    pending = {reminder["offset"]: reminder["status"] for reminder in expect.success(answer, 200)}
    wanted = {"TwoDaysAfter": "Pending", "OneWeekAfter": "Pending"}
    expect.equal(answer, pending, wanted, f"{rule}; those of the past are not (assumed)", assumed=True)
    clock.advance(3 * A_DAY)
    answer = books.on("listInvoiceReminders", invoice)
    reminders = {reminder["offset"]: reminder for reminder in expect.success(answer, 200)}
    gone = reminders["TwoDaysAfter"]
    told = (gone["status"], gone["sentAt"] and moment(gone["sentAt"]))
    expect.equal(answer, told, ("Sent", moment(gone["scheduledAt"])), rule)
    expect.equal(answer, reminders["OneWeekAfter"]["status"], "Pending", rule)


@pytest.mark.about("listInvoiceReminders")
@pytest.mark.parametrize("end", ["recordInvoicePayment", "voidInvoice"])
def test_nobody_is_reminded_of_what_is_no_longer_owed(end: str, books: Books, expect: Expectations) -> None:
    invoice = books.sent(reminders=("OnDueDate",))
    books.on(end, invoice, json={"amount": invoice["outstanding"]} if end == "recordInvoicePayment" else None)
    answer = books.on("listInvoiceReminders", invoice)
    statuses = [reminder["status"] for reminder in expect.success(answer, 200)]
    expect.equal(answer, statuses, ["Cancelled"], "reference: reminders can be Cancelled", assumed=True)


@pytest.mark.needs("clock")
@pytest.mark.about("sendInvoiceReminder")
def test_a_reminder_repeated_within_a_minute_is_the_same(
    books: Books, expect: Expectations, clock: TargetClock
) -> None:
    rule = "reference: idempotent within 60 seconds"
    invoice = books.sent()
    first = expect.success(books.on("sendInvoiceReminder", invoice, json={"subject": "Hello"}), 200)
    clock.advance(59)
    answer = books.on("sendInvoiceReminder", invoice)
    expect.equal(answer, expect.success(answer, 200), first, rule)
    clock.advance(1)
    answer = books.on("sendInvoiceReminder", invoice)
    expect.equal(answer, expect.success(answer, 200)["id"] == first["id"], False, rule)
    expect.equal(answer, (first["status"], first["subject"], first["offset"]), ("Sent", "Hello", None), rule)


@pytest.mark.error_code("Mock.InvalidState", "sendInvoiceReminder")
@pytest.mark.parametrize("state", ["draft", "paid", "void"])
def test_one_reminds_of_open_invoices_alone(state: str, books: Books, expect: Expectations) -> None:
    expect.refusal(books.on("sendInvoiceReminder", getattr(books, state)()), "Mock.InvalidState")


@pytest.mark.about("getPublicInvoice", "createCheckoutSession")
def test_whoever_has_the_link_sees_what_is_due(api: ApiClient, books: Books, expect: Expectations) -> None:
    invoice = books.sent()
    books.pay(invoice, 5)
    path = {"token": books.token(invoice)}
    answer = api.call("getPublicInvoice", NOBODY, path=path)
    view = expect.success(answer, 200, rule="reference: public invoice view")
    told = (view["documentNumber"], view["status"], *amounts(view, "totalAmount", "amountPaid", "amountDue"))
    wanted = (invoice["documentNumber"], "PartiallyPaid", Decimal("19.99"), Decimal(5), Decimal("14.99"))
    expect.equal(answer, told, wanted, "reference: public invoice view")
    answer = api.call("createCheckoutSession", NOBODY, path=path)
    session = expect.success(answer, 200, rule="reference: checkout session")
    told = (session["currency"], amount(session["amount"]))
    expect.equal(answer, told, ("GBP", Decimal("14.99")), "reference: checkout session", assumed=True)


@pytest.mark.error_code("Mock.RecordNotFound", "getPublicInvoice")
@pytest.mark.error_code("Mock.RecordNotFound", "createCheckoutSession")
@pytest.mark.parametrize("operation", ["getPublicInvoice", "createCheckoutSession"])
def test_a_link_that_was_altered_leads_nowhere(
    operation: str, api: ApiClient, books: Books, expect: Expectations
) -> None:
    token = books.token(books.sent())
    altered = token[:-1] + ("0" if token[-1] != "0" else "1")
    for each in (altered, token[1:], "no-such-token"):
        expect.refusal(api.call(operation, NOBODY, path={"token": each}), "Mock.RecordNotFound")


@pytest.mark.error_code("Mock.InvalidState", "createCheckoutSession")
def test_a_paid_invoice_cannot_be_paid_again(api: ApiClient, books: Books, expect: Expectations) -> None:
    answer = api.call("createCheckoutSession", NOBODY, path={"token": books.token(books.paid())})
    expect.refusal(answer, "Mock.InvalidState")
