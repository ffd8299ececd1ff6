"""Recurring schedules: occurrence N at the start plus N intervals, generated as time passes."""

from calendar import monthrange
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contract_tests.api_client import ApiClient, Caller
from contract_tests.books import Books
from contract_tests.checks.expect import Expectations
from contract_tests.checks.times import moment
from contract_tests.clock import TargetClock
from contract_tests.provision import Provision
from contract_tests.rules.cases import unknown_id

pytestmark = pytest.mark.needs("writes")

OCCURRENCES = "reference: occurrence N falls on startDate plus N intervals, clamped to the end of the month"
AUTO_SEND = "reference: with autoSend an invoice is sent as it is generated, otherwise it is a Draft"
PAUSE = "reference: only an Active schedule is paused, and nothing is generated while it is"
RESUME = "reference: a resumed schedule goes on from its start date and skips what it missed"
EDIT = "reference: an edit is for future occurrences; start and cadence change before the first invoice alone"
ADMIN = "reference: creating a schedule is for an Admin"
SOON = timedelta(minutes=5)


@pytest.fixture
def books(api: ApiClient, expect: Expectations, provision: Provision, client: Caller) -> Books:
    return Books(api, expect, provision, client.selecting(provision.organisation()))


def body_of(books: Books, start: datetime, **members: Any) -> dict[str, Any]:
    return {
        "customerId": books.customer("Harbour Hotel"),
        "currency": "GBP",
        "cadence": "Monthly",
        "startDate": start.isoformat(),
        "lineItems": [{"productId": books.product("19.99", name="Boiler service"), "quantity": 3}],
        **members,
    }


def started(books: Books, start: datetime, **members: Any) -> str:
    """The id of a new schedule."""
    body = body_of(books, start, **members)
    return str(books.made("createRecurringInvoice", json=body)["id"])


def far(seconds: int = 0) -> datetime:
    """A moment that no clock of a test comes to."""
    return datetime(2990, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)


def advance_to(clock: TargetClock, target: datetime) -> None:
    clock.advance((target - clock.now).total_seconds())


def generated(books: Books, schedule: str) -> list[dict[str, Any]]:
    """The invoices of a schedule, oldest first."""
    listed = books.made("listInvoices", status=200, query={"Limit": 100})["data"]
    return [invoice for invoice in reversed(listed) if invoice["recurringScheduleId"] == schedule]


def month_end(year: int, month: int) -> datetime:
    """Nine in the evening on the last day of the month that many months after December of the year before."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return datetime(year, month, monthrange(year, month)[1], 21, tzinfo=UTC)


@pytest.mark.about("createRecurringInvoice", "getRecurringInvoice", "listRecurringInvoices")
def test_a_new_schedule_is_active_and_waits_for_its_start(books: Books) -> None:
    schedule = started(books, far(), totalOccurrences=3, memo="Thank you")
    answer = books.call("getRecurringInvoice", schedule)
    shown = books.expect.success(answer, 200)
    told = (shown["status"], moment(shown["nextRunAt"]), int(shown["occurrencesGenerated"]))
    books.expect.equal(answer, told, ("Active", far(), 0), OCCURRENCES)
    books.expect.equal(answer, (int(shown["totalOccurrences"]), shown["memo"]), (3, "Thank you"), "what was sent")
    books.expect.equal(answer, shown["customer"]["name"], "Harbour Hotel", "contract: the customer of the schedule")
    books.expect.equal(answer, shown["lineItems"][0]["productName"], "Boiler service", "contract: productName")
    listed = books.made("listRecurringInvoices", status=200)["data"]
    books.expect.equal(answer, [each["id"] for each in listed], [schedule], "what was created is listed")


@pytest.mark.about("createRecurringInvoice", "listInvoices")
@pytest.mark.needs("clock")
def test_a_monthly_schedule_on_the_31st_keeps_to_the_ends_of_months(books: Books, clock: TargetClock) -> None:
    year = clock.now.year + 1
    schedule = started(books, month_end(year, 1))
    advance_to(clock, month_end(year, 13) + SOON)
    answer = books.call("listInvoices", query={"Limit": 100})
    invoices = books.expect.success(answer, 200)["data"][::-1]
    expected = [month_end(year, month) for month in range(1, 14)]
    books.expect.equal(answer, [moment(invoice["issueDate"]) for invoice in invoices], expected, OCCURRENCES)
    books.expect.equal(answer, {invoice["recurringScheduleId"] for invoice in invoices}, {schedule}, OCCURRENCES)
    numbers = [int(invoice["recurringOccurrenceNumber"]) for invoice in invoices]
    books.expect.equal(answer, numbers, list(range(1, 14)), "assumption: occurrence 1 is the start", assumed=True)
    books.expect.equal(answer, {float(invoice["totalAmount"]) for invoice in invoices}, {59.97}, "3 at 19.99")


@pytest.mark.about("createRecurringInvoice", "getRecurringInvoice")
@pytest.mark.needs("clock")
@pytest.mark.parametrize(("cadence", "count"), [("Weekly", 53), ("Monthly", 12), ("Quarterly", 4), ("Annually", 1)])
def test_a_year_brings_exactly_what_is_due(cadence: str, count: int, books: Books, clock: TargetClock) -> None:
    schedule = started(books, clock.now + SOON, cadence=cadence)
    clock.advance(timedelta(days=365).total_seconds())
    answer = books.call("getRecurringInvoice", schedule)
    shown = books.expect.success(answer, 200)
    books.expect.equal(answer, int(shown["occurrencesGenerated"]), count, OCCURRENCES)
    books.expect.equal(answer, len(generated(books, schedule)), count, OCCURRENCES)


@pytest.mark.about("createRecurringInvoice", "getInvoice")
@pytest.mark.needs("clock")
@pytest.mark.parametrize(("auto_send", "status"), [(True, "Sent"), (False, "Draft")])
def test_auto_send_decides_how_invoices_begin(auto_send: bool, status: str, books: Books, clock: TargetClock) -> None:
    schedule = started(books, clock.now + SOON, autoSend=auto_send)
    clock.advance(2 * SOON.total_seconds())
    (invoice,) = generated(books, schedule)
    answer = books.call("getInvoice", invoice["id"])
    books.expect.equal(answer, books.expect.success(answer, 200)["status"], status, AUTO_SEND)


@pytest.mark.about("createRecurringInvoice", "getRecurringInvoice")
@pytest.mark.needs("clock")
def test_a_schedule_ends_when_all_is_generated(books: Books, clock: TargetClock) -> None:
    schedule = started(books, clock.now + SOON, totalOccurrences=2, cadence="Weekly")
    clock.advance(timedelta(days=60).total_seconds())
    answer = books.call("getRecurringInvoice", schedule)
    shown = books.expect.success(answer, 200)
    books.expect.equal(answer, int(shown["occurrencesGenerated"]), 2, "contract: totalOccurrences")
    told = (shown["status"], shown["nextRunAt"])
    books.expect.equal(answer, told, ("Completed", None), "assumption: Completed after the last one", assumed=True)


@pytest.mark.about("pauseRecurringInvoice", "resumeRecurringInvoice")
@pytest.mark.needs("clock")
def test_what_falls_into_a_pause_is_skipped(books: Books, clock: TargetClock) -> None:
    year = clock.now.year + 1
    schedule = started(books, month_end(year, 1))
    advance_to(clock, month_end(year, 1) + SOON)
    paused = books.made("pauseRecurringInvoice", schedule, status=200)
    advance_to(clock, month_end(year, 3) + SOON)
    answer = books.call("resumeRecurringInvoice", schedule)
    resumed = books.expect.success(answer, 200)
    books.expect.equal(answer, (paused["status"], resumed["status"]), ("Paused", "Active"), PAUSE)
    books.expect.equal(answer, len(generated(books, schedule)), 1, PAUSE)
    books.expect.equal(answer, moment(resumed["nextRunAt"]), month_end(year, 4), RESUME)
    advance_to(clock, month_end(year, 4) + SOON)
    days = [moment(invoice["issueDate"]) for invoice in generated(books, schedule)]
    books.expect.equal(answer, days, [month_end(year, 1), month_end(year, 4)], RESUME)


@pytest.mark.error_code("Mock.InvalidState", "pauseRecurringInvoice")
def test_a_paused_schedule_cannot_be_paused(books: Books) -> None:
    schedule = started(books, far())
    books.made("pauseRecurringInvoice", schedule, status=200)
    books.expect.refusal(books.call("pauseRecurringInvoice", schedule), "Mock.InvalidState", rule=PAUSE)


@pytest.mark.error_code("Mock.InvalidState", "resumeRecurringInvoice")
def test_an_active_schedule_cannot_be_resumed(books: Books) -> None:
    schedule = started(books, far())
    books.expect.refusal(books.call("resumeRecurringInvoice", schedule), "Mock.InvalidState")


@pytest.mark.error_code("Mock.InvalidState", "cancelRecurringInvoice")
@pytest.mark.error_code("Mock.InvalidState", "pauseRecurringInvoice")
@pytest.mark.error_code("Mock.InvalidState", "resumeRecurringInvoice")
@pytest.mark.error_code("Mock.InvalidState", "patchRecurringInvoice")
def test_a_cancelled_schedule_stays_so(books: Books) -> None:
    schedule = started(books, far())
    answer = books.call("cancelRecurringInvoice", schedule)
    books.expect.equal(answer, books.expect.success(answer, 200)["status"], "Cancelled", "changelog: schedules end")
    for operation in ("cancelRecurringInvoice", "pauseRecurringInvoice", "resumeRecurringInvoice"):
        books.expect.refusal(books.call(operation, schedule), "Mock.InvalidState")
    books.expect.refusal(books.call("patchRecurringInvoice", schedule, json={"memo": "New"}), "Mock.InvalidState")


@pytest.mark.about("patchRecurringInvoice")
def test_everything_changes_before_the_first_invoice(books: Books) -> None:
    schedule = started(books, far(), memo="Old")
    changes = {"memo": "New", "autoSend": True, "totalOccurrences": 5, "cadence": "Weekly"}
    answer = books.call("patchRecurringInvoice", schedule, json={**changes, "startDate": far(60).isoformat()})
    shown = books.expect.success(answer, 200, rule=EDIT)
    books.expect.equal(answer, {name: shown[name] for name in changes}, changes, EDIT)
    told = (moment(shown["startDate"]), moment(shown["nextRunAt"]))
    books.expect.equal(answer, told, (far(60), far(60)), EDIT)


@pytest.mark.error_code("Mock.InvalidState", "patchRecurringInvoice")
@pytest.mark.needs("clock")
def test_start_and_cadence_stay_after_the_first_invoice(books: Books, clock: TargetClock) -> None:
    schedule = started(books, clock.now + SOON, memo="Old")
    clock.advance(2 * SOON.total_seconds())
    for change in ({"startDate": far().isoformat()}, {"cadence": "Weekly"}):
        answer = books.call("patchRecurringInvoice", schedule, json=change)
        books.expect.refusal(answer, "Mock.InvalidState", rule=EDIT)
    answer = books.call("patchRecurringInvoice", schedule, json={"memo": "New"})
    books.expect.equal(answer, books.expect.success(answer, 200)["memo"], "New", EDIT)
    (invoice,) = generated(books, schedule)
    books.expect.equal(answer, invoice["memo"], "Old", EDIT)


@pytest.mark.error_code("Mock.InvalidState", "patchRecurringInvoice")
@pytest.mark.needs("clock")
def test_a_total_below_what_was_generated_is_refused(books: Books, clock: TargetClock) -> None:
    schedule = started(books, clock.now + SOON, cadence="Weekly")
    clock.advance(timedelta(days=8).total_seconds())
    answer = books.call("patchRecurringInvoice", schedule, json={"totalOccurrences": 1})
    books.expect.refusal(answer, "Mock.InvalidState")


@pytest.mark.error_code("Mock.NotAdministrator", "createRecurringInvoice")
def test_a_member_cannot_create_a_schedule(books: Books, provision: Provision) -> None:
    organisation = books.caller.organisation
    assert organisation is not None
    member = provision.session(provision.user(organisation).id).selecting(organisation)
    answer = books.api.call("createRecurringInvoice", member, json=body_of(books, far()))
    books.expect.refusal(answer, "Mock.NotAdministrator", rule=ADMIN)


@pytest.mark.about("createRecurringInvoice")
def test_an_admin_can_create_a_schedule(books: Books, provision: Provision) -> None:
    organisation = books.caller.organisation
    assert organisation is not None
    person = provision.user(organisation, role="Admin")
    admin = provision.session(person.id).selecting(organisation)
    answer = books.api.call("createRecurringInvoice", admin, json=body_of(books, far()))
    made = books.expect.success(answer, 201, rule=ADMIN)
    books.expect.equal(answer, made["createdBy"], person.id, "contract: createdBy")


@pytest.mark.error_code("Customer.NotFound", "createRecurringInvoice")
def test_a_schedule_is_for_a_customer_that_exists(books: Books) -> None:
    answer = books.call("createRecurringInvoice", json=body_of(books, far(), customerId=unknown_id()))
    books.expect.refusal(answer, "Customer.NotFound")


@pytest.mark.error_code("Product.NotFound", "createRecurringInvoice")
@pytest.mark.error_code("Product.NotFound", "patchRecurringInvoice")
def test_a_line_is_of_a_product_that_exists(books: Books) -> None:
    refuse_lines(books, [{"productId": unknown_id(), "quantity": 1}], "Product.NotFound")


@pytest.mark.error_code("Mock.RecordNotFound", "createRecurringInvoice")
@pytest.mark.error_code("Mock.RecordNotFound", "patchRecurringInvoice")
def test_a_line_has_a_tax_rate_that_exists(books: Books) -> None:
    line = {"productId": books.product(), "quantity": 1, "taxRateId": unknown_id()}
    refuse_lines(books, [line], "Mock.RecordNotFound")


@pytest.mark.error_code("Mock.CurrencyMismatch", "createRecurringInvoice")
@pytest.mark.error_code("Mock.CurrencyMismatch", "patchRecurringInvoice")
def test_a_line_has_the_currency_of_the_schedule(books: Books) -> None:
    line = {"productId": books.product(currency="EUR"), "quantity": 1}
    refuse_lines(books, [line], "Mock.CurrencyMismatch")


@pytest.mark.error_code("Mock.AmountTooLarge", "createRecurringInvoice")
@pytest.mark.error_code("Mock.AmountTooLarge", "patchRecurringInvoice")
def test_a_line_comes_to_an_amount_that_can_be_written(books: Books) -> None:
    line = {"productId": books.product(), "quantity": 999_999_999, "unitPriceOverride": 999_999_999_999}
    refuse_lines(books, [line], "Mock.AmountTooLarge")


def refuse_lines(books: Books, lines: list[dict[str, Any]], code: str) -> None:
    """Neither a new schedule nor one that is there takes the lines."""
    answer = books.call("createRecurringInvoice", json=body_of(books, far(), lineItems=lines))
    books.expect.refusal(answer, code)
    schedule = started(books, far())
    books.expect.refusal(books.call("patchRecurringInvoice", schedule, json={"lineItems": lines}), code)
