"""Recurring schedules: what they generate, and when."""

from typing import Any

import pytest

from mock_server.domain import documents
from mock_server.domain.collections import RECURRING_INVOICES
from mock_server.domain.documents import Author
from mock_server.domain.tables import DUES
from mock_server.json_value import JsonObject
from tests.asgi import ACME, ADAM, ALICE, BRIGHTSIDE, CORNER_BAKERY, CORNER_KEY, OLIVIA, InProcess, refusal
from tests.operations.books import Books
from tests.operations.callers import MISSING, world_of

DAY = 86_400
START = "2025-08-31T09:00:00Z"
STEPS = ("pause", "resume", "cancel")


@pytest.fixture
def books(mock: InProcess) -> Books:
    return Books(mock)


def body_of(books: Books, **members: Any) -> dict[str, Any]:
    return {
        "customerId": books.customer(),
        "currency": "GBP",
        "cadence": "Monthly",
        "startDate": START,
        "lineItems": [{"productId": books.product("19.99"), "quantity": "3"}],
        **members,
    }


def started(books: Books, **members: Any) -> dict[str, Any]:
    schedule: dict[str, Any] = books.made("POST", "/recurring-invoices", json=body_of(books, **members))
    return schedule


def read(books: Books, schedule: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = books.made("GET", f"/recurring-invoices/{schedule['id']}")
    return found


def step(books: Books, schedule: dict[str, Any], name: str) -> dict[str, Any]:
    after: dict[str, Any] = books.made("POST", f"/recurring-invoices/{schedule['id']}/{name}")
    return after


def edited(books: Books, schedule: dict[str, Any], **members: Any) -> dict[str, Any]:
    after: dict[str, Any] = books.made("PATCH", f"/recurring-invoices/{schedule['id']}", json=members)
    return after


def generated(books: Books, schedule: dict[str, Any]) -> list[dict[str, Any]]:
    """The invoices of a schedule, oldest first."""
    listed = books.made("GET", "/invoices", params={"Limit": 100})["data"]
    return [invoice for invoice in reversed(listed) if invoice["recurringScheduleId"] == schedule["id"]]


def days(invoices: list[dict[str, Any]]) -> list[str]:
    return [invoice["issueDate"][:10] for invoice in invoices]


def test_a_new_schedule_waits_for_its_first_occurrence(books: Books) -> None:
    schedule = started(books, memo="Thank you", totalOccurrences="12")
    assert schedule["status"] == "Active"
    assert (schedule["nextRunAt"], schedule["lastGeneratedAt"]) == (START, None)
    assert (schedule["occurrencesGenerated"], schedule["totalOccurrences"]) == (0, 12)
    assert (schedule["autoSend"], schedule["memo"]) == (False, "Thank you")
    assert schedule["customer"]["name"] == "Harbour Hotel"
    line = schedule["lineItems"][0]
    assert (line["productName"], line["quantity"], line["unitPriceOverride"]) == ("Boiler service", 3, None)
    assert read(books, schedule) == schedule
    assert books.made("GET", "/recurring-invoices")["data"] == [schedule]
    assert generated(books, schedule) == []


def test_a_schedule_on_the_31st_generates_on_the_last_day_of_shorter_months(books: Books) -> None:
    schedule = started(books, startDate="2025-07-31T09:00:00Z")
    books.mock.advance((30 + 31 + 365) * DAY)
    invoices = generated(books, schedule)
    assert days(invoices) == [
        *("2025-07-31", "2025-08-31", "2025-09-30", "2025-10-31", "2025-11-30", "2025-12-31", "2026-01-31"),
        *("2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30", "2026-07-31"),
    ]
    assert [invoice["recurringOccurrenceNumber"] for invoice in invoices] == list(range(1, 14))
    assert {invoice["status"] for invoice in invoices} == {"Draft"}
    assert {invoice["totalAmount"] for invoice in invoices} == {59.97}
    assert len({invoice["documentNumber"] for invoice in invoices}) == 13
    assert [i["createdAt"] for i in invoices] == [i["issueDate"] for i in invoices]
    after = read(books, schedule)
    assert (after["occurrencesGenerated"], after["nextRunAt"]) == (13, "2026-08-31T09:00:00Z")
    assert after["lastGeneratedAt"] == "2026-07-31T09:00:00Z"


@pytest.mark.parametrize(("cadence", "count"), [("Weekly", 53), ("Monthly", 13), ("Quarterly", 5), ("Annually", 2)])
def test_a_year_brings_exactly_the_invoices_that_are_due(books: Books, cadence: str, count: int) -> None:
    schedule = started(books, cadence=cadence, startDate="2025-06-02T12:00:00Z")
    books.mock.advance(366 * DAY)
    assert len(generated(books, schedule)) == count
    books.mock.advance(0)
    assert len(generated(books, schedule)) == count


def test_auto_send_sends_what_it_generates(books: Books) -> None:
    schedule = started(books, autoSend=True)
    books.mock.advance(92 * DAY)
    assert [invoice["status"] for invoice in generated(books, schedule)] == ["Sent"]


def test_a_schedule_is_completed_when_all_is_generated(books: Books) -> None:
    schedule = started(books, totalOccurrences=2)
    books.mock.advance(400 * DAY)
    after = read(books, schedule)
    assert (after["status"], after["nextRunAt"], after["occurrencesGenerated"]) == ("Completed", None, 2)
    assert days(generated(books, schedule)) == ["2025-08-31", "2025-09-30"]
    for name in STEPS:
        assert refusal(books.call("POST", f"/recurring-invoices/{after['id']}/{name}")) == (409, "Mock.InvalidState")
    refused = books.call("PATCH", f"/recurring-invoices/{after['id']}", json={"totalOccurrences": 3})
    assert refusal(refused) == (409, "Mock.InvalidState")


def test_a_price_of_the_schedules_own_and_a_tax_rate_go_into_the_invoice(books: Books) -> None:
    rate = books.made("POST", "/tax-rates", json={"code": "T", "name": "Ten", "rate": 10})
    line = {"productId": books.product(), "quantity": 2, "unitPriceOverride": "12.5", "taxRateId": rate["id"]}
    schedule = started(books, lineItems=[line])
    assert schedule["lineItems"][0]["unitPriceOverride"] == 12.5
    books.mock.advance(92 * DAY)
    (invoice,) = generated(books, schedule)
    assert (invoice["subTotal"], invoice["taxAmount"], invoice["totalAmount"]) == (25, 2.5, 27.5)


def test_a_paused_schedule_generates_nothing_and_skips_what_it_missed(books: Books) -> None:
    schedule = started(books)
    books.mock.advance(92 * DAY)
    paused = step(books, schedule, "pause")
    assert (paused["status"], paused["nextRunAt"]) == ("Paused", None)
    books.mock.advance(61 * DAY)
    assert len(generated(books, schedule)) == 1
    resumed = step(books, schedule, "resume")
    assert (resumed["status"], resumed["nextRunAt"]) == ("Active", "2025-11-30T09:00:00Z")
    books.mock.advance(30 * DAY)
    invoices = generated(books, schedule)
    assert days(invoices) == ["2025-08-31", "2025-11-30"]
    assert [invoice["recurringOccurrenceNumber"] for invoice in invoices] == [1, 4]
    assert read(books, schedule)["occurrencesGenerated"] == 2


def test_a_cancelled_schedule_generates_nothing_more(books: Books) -> None:
    schedule = started(books)
    cancelled = step(books, schedule, "cancel")
    assert (cancelled["status"], cancelled["nextRunAt"]) == ("Cancelled", None)
    books.mock.advance(400 * DAY)
    assert generated(books, schedule) == []


def test_a_paused_schedule_can_be_cancelled(books: Books) -> None:
    schedule = started(books)
    step(books, schedule, "pause")
    assert step(books, schedule, "cancel")["status"] == "Cancelled"


@pytest.mark.parametrize("name", ["pause", "cancel"])
def test_nothing_waits_for_a_schedule_that_stands_still(books: Books, name: str) -> None:
    schedule = started(books)
    step(books, schedule, name)
    assert list(world_of(books.mock).store.all(DUES)) == []


@pytest.mark.parametrize(
    ("first", "then"),
    [(None, "resume"), ("pause", "pause"), ("cancel", "pause"), ("cancel", "resume"), ("cancel", "cancel")],
)
def test_a_step_that_the_state_does_not_allow_is_refused(books: Books, first: str | None, then: str) -> None:
    schedule = started(books)
    if first is not None:
        step(books, schedule, first)
    before = read(books, schedule)
    assert refusal(books.call("POST", f"/recurring-invoices/{schedule['id']}/{then}")) == (409, "Mock.InvalidState")
    assert read(books, schedule) == before


def test_occurrences_before_the_day_of_creation_are_never_made_up_for(books: Books) -> None:
    schedule = started(books, startDate="2024-03-15T09:00:00Z")
    assert schedule["nextRunAt"] == "2025-06-15T09:00:00Z"
    books.mock.advance(20 * DAY)
    assert [invoice["recurringOccurrenceNumber"] for invoice in generated(books, schedule)] == [16]


def test_an_occurrence_earlier_on_the_day_of_creation_is_due_at_once(books: Books) -> None:
    schedule = started(books, startDate="2025-06-01T00:00:00Z")
    assert schedule["nextRunAt"] == "2025-06-01T00:00:00Z"
    (invoice,) = generated(books, schedule)
    assert (invoice["issueDate"], invoice["createdAt"]) == ("2025-06-01T00:00:00Z", "2025-06-01T12:00:00Z")
    assert read(books, schedule)["nextRunAt"] == "2025-07-01T00:00:00Z"


def test_days_are_those_of_utc(books: Books) -> None:
    schedule = started(books, startDate="2025-07-31T23:00:00-05:00")
    assert (schedule["startDate"], schedule["nextRunAt"]) == ("2025-08-01T04:00:00Z", "2025-08-01T04:00:00Z")


def test_an_edit_is_for_what_comes_after(books: Books) -> None:
    schedule = started(books, memo="Old")
    books.mock.advance(92 * DAY)
    line = {"productId": books.product("5"), "quantity": 1}
    after = edited(books, schedule, memo="New", autoSend=True, totalOccurrences=2, lineItems=[line])
    assert (after["status"], after["nextRunAt"]) == ("Active", "2025-09-30T09:00:00Z")
    books.mock.advance(30 * DAY)
    old, new = generated(books, schedule)
    assert (old["memo"], old["totalAmount"], old["status"]) == ("Old", 59.97, "Draft")
    assert (new["memo"], new["totalAmount"], new["status"]) == ("New", 5, "Sent")
    assert read(books, schedule)["status"] == "Completed"


def test_null_clears_the_memo_and_the_end_and_leaves_all_else(books: Books) -> None:
    schedule = started(books, memo="Old", totalOccurrences=2)
    nulls = dict.fromkeys(("memo", "autoSend", "totalOccurrences", "startDate", "cadence", "lineItems"))
    assert edited(books, schedule, **nulls) == {**schedule, "memo": None, "totalOccurrences": None}


def test_start_and_cadence_change_until_the_first_invoice(books: Books) -> None:
    schedule = started(books)
    after = edited(books, schedule, startDate="2025-06-05T00:00:00Z", cadence="Weekly")
    assert (after["cadence"], after["nextRunAt"]) == ("Weekly", "2025-06-05T00:00:00Z")
    books.mock.advance(5 * DAY)
    for change in ({"startDate": START}, {"cadence": "Monthly"}):
        refused = books.call("PATCH", f"/recurring-invoices/{schedule['id']}", json=change)
        assert refusal(refused) == (409, "Mock.InvalidState")
    same = edited(books, schedule, startDate="2025-06-05T00:00:00Z", cadence="Weekly", memo="New")
    assert (same["memo"], same["nextRunAt"]) == ("New", "2025-06-12T00:00:00Z")


def test_customer_and_currency_never_change(books: Books) -> None:
    schedule = started(books)
    after = edited(books, schedule, customerId=books.customer("Other"), currency="EUR")
    assert (after["customerId"], after["currency"]) == (schedule["customerId"], "GBP")


def test_the_total_may_fall_to_what_was_generated_and_no_further(books: Books) -> None:
    schedule = started(books)
    books.mock.advance(122 * DAY)
    refused = books.call("PATCH", f"/recurring-invoices/{schedule['id']}", json={"totalOccurrences": 1})
    assert refusal(refused) == (409, "Mock.InvalidState")
    assert edited(books, schedule, totalOccurrences=2)["status"] == "Completed"


def test_a_paused_schedule_stays_paused_when_it_is_edited(books: Books) -> None:
    schedule = started(books)
    step(books, schedule, "pause")
    after = edited(books, schedule, startDate="2025-06-05T00:00:00Z", memo="New")
    assert (after["status"], after["nextRunAt"], after["memo"]) == ("Paused", None, "New")
    books.mock.advance(100 * DAY)
    assert generated(books, schedule) == []
    assert step(books, schedule, "resume")["nextRunAt"] == "2025-10-05T00:00:00Z"


def test_an_edit_does_not_bring_back_what_a_pause_skipped(books: Books) -> None:
    schedule = started(books, startDate="2025-06-01T18:00:00Z")
    step(books, schedule, "pause")
    books.mock.advance(8 * 3600)
    assert step(books, schedule, "resume")["nextRunAt"] == "2025-07-01T18:00:00Z"
    assert edited(books, schedule, memo="New")["nextRunAt"] == "2025-07-01T18:00:00Z"


def test_a_schedule_whose_tax_rate_went_with_the_country_skips_the_occurrence(books: Books) -> None:
    rates = books.made("GET", "/tax-rates", params={"Limit": 100})["data"]
    rate = next(rate for rate in rates if rate["isDefault"])
    line = {"productId": books.product(), "quantity": 1, "taxRateId": rate["id"]}
    schedule = started(books, lineItems=[line])
    changed = books.mock.with_key("PATCH", f"/organisations/{BRIGHTSIDE}", json={"country": "DE"})
    assert changed.status_code == 200, changed.text
    books.mock.advance(92 * DAY)
    after = read(books, schedule)
    assert (after["occurrencesGenerated"], after["nextRunAt"]) == (0, "2025-09-30T09:00:00Z")


@pytest.mark.parametrize("user", [OLIVIA, ADAM])
def test_an_administrator_may_start_a_schedule(books: Books, user: str) -> None:
    body = body_of(books)
    token = books.mock.login(user)
    made = books.mock.with_token(token, "POST", "/recurring-invoices", organisation=BRIGHTSIDE, json=body)
    assert (made.status_code, made.json()["createdBy"]) == (201, user)


def test_a_member_may_not_start_a_schedule(mock: InProcess) -> None:
    books = Books(mock, ACME)
    body = body_of(books)
    refused = mock.with_token(mock.login(ALICE), "POST", "/recurring-invoices", organisation=ACME, json=body)
    assert refusal(refused) == (403, "Mock.NotAdministrator")
    assert books.made("GET", "/recurring-invoices")["data"] == []


@pytest.mark.parametrize(
    ("members", "status", "code"),
    [
        ({"customerId": MISSING}, 404, "Customer.NotFound"),
        ({"lineItems": [{"productId": MISSING, "quantity": 1}]}, 404, "Product.NotFound"),
        ({"currency": "EUR"}, 400, "Mock.CurrencyMismatch"),
        ({"totalOccurrences": 0}, 400, "Mock.InvalidRequest"),
        ({"totalOccurrences": "-1"}, 400, "Mock.InvalidRequest"),
        ({"totalOccurrences": 1_000_000}, 400, "Mock.InvalidRequest"),
        ({"cadence": "Daily"}, 400, "Mock.InvalidRequest"),
        ({"startDate": "2025-08-31"}, 400, "Mock.InvalidRequest"),
        ({"lineItems": []}, 400, "Mock.InvalidRequest"),
    ],
    ids=str,
)
def test_a_schedule_that_could_generate_nothing_is_refused(
    books: Books, members: dict[str, Any], status: int, code: str
) -> None:
    refused = books.call("POST", "/recurring-invoices", json={**body_of(books), **members})
    assert refusal(refused) == (status, code)
    assert books.made("GET", "/recurring-invoices")["data"] == []


@pytest.mark.parametrize(("quantity", "lines"), [(999_999_999, 1), (1, 2)])
def test_a_schedule_too_large_for_an_invoice_is_refused(books: Books, quantity: int, lines: int) -> None:
    line = {"productId": books.product(), "quantity": quantity, "unitPriceOverride": 999_999_999_999}
    refused = books.call("POST", "/recurring-invoices", json=body_of(books, lineItems=[line] * lines))
    assert refusal(refused) == (400, "Mock.AmountTooLarge")


@pytest.mark.parametrize("start", ["0001-01-01T00:00:00Z", "0000-01-01T00:00:00Z", "9999-12-31T23:59:60Z"])
@pytest.mark.parametrize("cadence", ["Weekly", "Annually"])
def test_any_start_is_taken(books: Books, start: str, cadence: str) -> None:
    schedule = started(books, startDate=start, cadence=cadence)
    assert schedule["nextRunAt"] >= "2025-06-01"
    step(books, schedule, "pause")
    step(books, schedule, "resume")


def test_another_organisations_schedule_is_missing(books: Books) -> None:
    schedule = started(books)
    theirs = Books(books.mock, CORNER_BAKERY, CORNER_KEY)
    assert refusal(theirs.call("GET", f"/recurring-invoices/{schedule['id']}")) == (404, "Mock.RecordNotFound")
    for name in STEPS:
        refused = theirs.call("POST", f"/recurring-invoices/{schedule['id']}/{name}")
        assert refusal(refused) == (404, "Mock.RecordNotFound")


@pytest.mark.parametrize(("status", "method", "suffix"), [("Paused", "POST", "/resume"), ("Active", "PATCH", "")])
def test_a_schedule_of_a_scenario_may_leave_out_when_it_runs(
    books: Books, status: str, method: str, suffix: str
) -> None:
    members: JsonObject = {
        "currency": "GBP",
        "status": status,
        "startDate": START,
        "occurrencesGenerated": 0,
        "totalOccurrences": None,
        "autoSend": False,
    }
    schedule = documents.create(world_of(books.mock), RECURRING_INVOICES, Author(BRIGHTSIDE), members)
    after = books.made(method, f"/recurring-invoices/{schedule.id}{suffix}", json={} if method == "PATCH" else None)
    assert (after["status"], after["nextRunAt"]) == ("Active", START)
    books.mock.advance(100 * DAY)
    assert read(books, after)["nextRunAt"] == "2025-09-30T09:00:00Z"
