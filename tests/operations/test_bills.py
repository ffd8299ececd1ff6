"""Bills: from the upload to the payment."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from mock_server.domain import documents
from mock_server.domain.collections import BILLS
from mock_server.domain.documents import Author
from tests.asgi import ADAM, NOON, InProcess, refusal
from tests.operations.payables import MISSING, READING_SECONDS, Payables

INVALID_STATE = (409, "Mock.InvalidState")


@pytest.fixture
def payables(mock: InProcess) -> Payables:
    return Payables(mock)


def state_of(payables: Payables, bill: str) -> str:
    return str(payables.bill(bill)["state"])


def issues(payables: Payables, bill: str) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The codes and the texts of what is wrong with a bill."""
    response = payables.call("GET", f"/bills/{bill}/validate")
    assert (response.status_code, response.headers["x-mock-error-code"]) == (400, "Mock.BillInvalid")
    body = response.json()
    assert body["status"] == 400
    return body["codes"], body["errors"]


def test_an_upload_is_accepted_and_read_later(payables: Payables, mock: InProcess) -> None:
    response = payables.call("POST", "/bills", files={"file": (r"C:\post\Scan 1.PDF", b"%PDF")})
    assert response.status_code == 202
    bill = response.json()["id"]
    assert response.json() == {"id": bill, "state": "OcrProcessing"}
    shown = payables.bill(bill)
    assert (shown["fileName"], shown["rawFileType"], shown["source"]) == ("Scan 1.PDF", "application/pdf", "Upload")
    assert (shown["totalAmount"], shown["supplier"], shown["outstanding"]) == (None, None, 0)
    mock.advance(READING_SECONDS - 1)
    assert state_of(payables, bill) == "OcrProcessing"
    mock.advance(1)
    assert state_of(payables, bill) == "PendingReview"


def test_a_file_of_another_kind_has_no_type(payables: Payables) -> None:
    assert payables.bill(payables.uploaded("notes"))["rawFileType"] is None


def test_what_is_read_agrees_with_itself(payables: Payables) -> None:
    for _ in range(5):
        bill = payables.bill(payables.read_bill())
        lines = bill["lineItems"]
        assert all(round(line["quantity"] * line["unitPrice"], 2) == line["subTotal"] for line in lines)
        assert round(sum(line["subTotal"] for line in lines), 2) == bill["subTotal"]
        assert round(sum(line["taxAmount"] for line in lines), 2) == bill["taxAmount"]
        assert round(bill["subTotal"] + bill["taxAmount"], 2) == bill["totalAmount"] == bill["outstanding"]
        assert payables.made("GET", f"/bills/{bill['id']}/validate") == {"valid": True}


def test_a_bill_was_written_in_the_last_days_and_is_due_in_thirty(payables: Payables) -> None:
    bills = [payables.bill(payables.read_bill()) for _ in range(5)]
    days = [[datetime.fromisoformat(bill[name]) for name in ("invoiceDate", "dueDate")] for bill in bills]
    assert {due - issued for issued, due in days} == {timedelta(days=30)}
    assert all(timedelta() <= NOON - issued < timedelta(days=8) for issued, _ in days)
    assert len({issued for issued, _ in days}) > 1


def test_a_known_supplier_is_suggested(payables: Payables) -> None:
    bill = payables.bill(payables.read_bill())
    assert bill["suggestedMatchedSupplierId"] is None
    names = ["Northgate Paper Ltd", "Harbour Office Supplies", "Clearwater Utilities", "Kestrel Logistics Ltd"]
    suppliers = {name: payables.supplier(name.upper()) for name in names}
    bill = payables.bill(payables.read_bill())
    assert bill["suggestedMatchedSupplierId"] == suppliers[bill["supplierName"]]


def test_reading_fails_for_a_file_that_asks_for_it(payables: Payables, mock: InProcess) -> None:
    bill = payables.uploaded("OCR-fail.pdf")
    mock.advance(READING_SECONDS)
    assert state_of(payables, bill) == "OcrFailed"
    response = payables.call("POST", f"/bills/{bill}/retry-ocr")
    assert (response.status_code, response.json()) == (202, {"id": bill, "state": "OcrProcessing"})
    mock.advance(READING_SECONDS)
    assert state_of(payables, bill) == "OcrFailed"


def test_a_retry_succeeds_for_a_file_that_fails_once(payables: Payables, mock: InProcess) -> None:
    bill = payables.uploaded("ocr-fail-once.pdf")
    mock.advance(READING_SECONDS)
    assert state_of(payables, bill) == "OcrFailed"
    payables.made("POST", f"/bills/{bill}/retry-ocr")
    mock.advance(READING_SECONDS)
    assert state_of(payables, bill) == "PendingReview"


def test_a_correction_keeps_free_text_until_a_supplier_is_linked(payables: Payables) -> None:
    supplier = payables.supplier("Kestrel")
    bill = payables.read_bill(supplierName="Kestral", totalAmount="12.345", nonsense=1)
    shown = payables.bill(bill)
    assert (shown["supplierName"], shown["supplierId"], shown["supplier"]) == ("Kestral", None, None)
    assert shown["totalAmount"] == 12.35
    assert "nonsense" not in shown
    linked = payables.made("PATCH", f"/bills/{bill}", json={"supplierId": supplier.upper()})
    assert (linked["supplierId"], linked["supplier"]["name"]) == (supplier, "Kestrel")
    payables.made("PATCH", f"/suppliers/{supplier}", json={"name": "Kestrel Logistics"})
    assert payables.bill(bill)["supplier"]["name"] == "Kestrel Logistics"
    assert payables.made("PATCH", f"/bills/{bill}", json={"supplierId": None})["supplier"] is None


def test_only_a_supplier_that_is_there_can_be_linked(payables: Payables) -> None:
    response = payables.call("PATCH", f"/bills/{payables.read_bill()}", json={"supplierId": MISSING})
    assert refusal(response) == (404, "Supplier.NotFound")


def test_a_bill_is_not_due_before_it_was_written(payables: Payables) -> None:
    body = {"invoiceDate": "2025-05-02T00:00:00Z", "dueDate": "2025-05-01T00:00:00Z"}
    response = payables.call("PATCH", f"/bills/{payables.read_bill()}", json=body)
    assert refusal(response) == (400, "Mock.DatesOutOfOrder")


@pytest.mark.parametrize("amount", [-1, "-0.01", 1e12, "1e5", "NaN"])
def test_an_absurd_amount_is_refused(payables: Payables, amount: object) -> None:
    response = payables.call("PATCH", f"/bills/{payables.read_bill()}", json={"totalAmount": amount})
    assert refusal(response) == (400, "Mock.InvalidRequest")


def test_validation_tells_every_issue_and_changes_nothing(payables: Payables) -> None:
    bill = payables.read_bill(
        invoiceNumber=None,
        subTotal="0.01",
        taxAmount="0",
        totalAmount="5",
        bankDetails={"iban": "GB00WEST12345698765432", "country": "GB"},
    )
    before = payables.bill(bill)
    codes, errors = issues(payables, bill)
    assert codes == {
        "invoiceNumber": ["FieldMissing"],
        "subTotal": ["LinesNotSubTotal"],
        "totalAmount": ["TotalNotSum"],
        "bankDetails.iban": ["InvalidChecksum"],
    }
    assert {member: len(texts) for member, texts in errors.items()} == dict.fromkeys(codes, 1)
    assert payables.bill(bill) == before


def test_a_bill_that_was_not_read_lacks_everything(payables: Payables) -> None:
    codes, _ = issues(payables, payables.uploaded())
    assert set(codes) == {"supplierName", "invoiceNumber", "invoiceDate", "dueDate", "currency", "totalAmount"}


def test_a_linked_supplier_stands_for_its_name(payables: Payables) -> None:
    bill = payables.read_bill(supplierName=None, supplierId=payables.supplier())
    assert payables.made("GET", f"/bills/{bill}/validate") == {"valid": True}


def test_a_submitted_bill_waits_and_is_approved_by_who_calls(payables: Payables, mock: InProcess) -> None:
    bill = payables.read_bill()
    waiting = payables.made("POST", f"/bills/{bill}/submit-review")
    assert (waiting["state"], waiting["resolvedApproverUserIds"]) == ("NeedsApproval", [])
    session = Payables(mock, token=mock.login(ADAM))
    approved = session.made("POST", f"/bills/{bill}/approve")
    assert (approved["state"], approved["approvedBy"]) == ("Approved", ADAM)
    assert approved["approvedAt"] == "2025-06-01T12:00:30Z"


def test_a_rejected_bill_keeps_the_reason_until_it_is_reopened(payables: Payables, mock: InProcess) -> None:
    bill = payables.read_bill()
    payables.made("POST", f"/bills/{bill}/submit-review")
    session = Payables(mock, token=mock.login(ADAM))
    rejected = session.made("POST", f"/bills/{bill}/reject", json={"reason": "twice"})
    assert (rejected["state"], rejected["rejectedBy"], rejected["rejectionReason"]) == ("Rejected", ADAM, "twice")
    reopened = payables.made("POST", f"/bills/{bill}/reopen")
    assert (reopened["state"], reopened["rejectedBy"], reopened["rejectionReason"]) == ("PendingReview", None, None)


def test_a_void_bill_is_over(payables: Payables) -> None:
    bill = payables.read_bill()
    voided = payables.made("POST", f"/bills/{bill}/void", json={"reason": "spam"})
    assert (voided["state"], voided["voidReason"], voided["voidedAt"]) == ("Voided", "spam", "2025-06-01T12:00:30Z")
    for action in ("retry-ocr", "submit-review", "approve", "reopen", "void", "reclassify"):
        assert refusal(payables.call("POST", f"/bills/{bill}/{action}")) == INVALID_STATE


def test_a_bill_can_be_voided_without_a_reason(payables: Payables) -> None:
    assert payables.made("POST", f"/bills/{payables.read_bill()}/void")["voidReason"] is None


def test_a_scheduled_bill_is_paid_when_the_clock_gets_there(payables: Payables, mock: InProcess) -> None:
    bill = payables.approved_bill()
    body = {"paymentDate": "2025-06-03T09:00:00Z", "paymentMethod": "Bacs"}
    scheduled = payables.made("POST", f"/bills/{bill}/schedule-payment", json=body)
    assert (scheduled["state"], scheduled["paymentMethod"]) == ("Scheduled", "Bacs")
    mock.advance(86_400)
    assert state_of(payables, bill) == "Scheduled"
    mock.advance(30 * 86_400)
    paid = payables.bill(bill)
    assert (paid["state"], paid["paidAt"]) == ("Paid", "2025-06-03T09:00:00Z")


def test_an_hour_of_today_that_is_over_means_now(payables: Payables) -> None:
    bill = payables.approved_bill()
    payables.made("POST", f"/bills/{bill}/schedule-payment", json={"paymentDate": "2025-06-01T00:00:00Z"})
    paid = payables.bill(bill)
    assert (paid["state"], paid["paidAt"]) == ("Paid", "2025-06-01T12:00:30Z")


def test_no_payment_is_made_on_a_day_that_is_over(payables: Payables) -> None:
    body = {"paymentDate": "2025-05-31T23:59:59Z"}
    response = payables.call("POST", f"/bills/{payables.approved_bill()}/schedule-payment", json=body)
    assert refusal(response) == (400, "Mock.DatesOutOfOrder")


ACTIONS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "patch": ("PATCH", "", {"json": {}}),
    "retry-ocr": ("POST", "/retry-ocr", {}),
    "submit-review": ("POST", "/submit-review", {}),
    "approve": ("POST", "/approve", {}),
    "reject": ("POST", "/reject", {"json": {}}),
    "reopen": ("POST", "/reopen", {}),
    "void": ("POST", "/void", {}),
    "schedule-payment": ("POST", "/schedule-payment", {"json": {"paymentDate": "2030-01-01T00:00:00Z"}}),
    "reclassify": ("POST", "/reclassify", {}),
    "pay/bank": ("POST", "/pay/bank", {"json": {"institutionId": "b", "returnUrl": "https://shop.example/back"}}),
}
ALLOWED = {
    "OcrProcessing": set[str](),
    "OcrFailed": {"retry-ocr", "void"},
    "PendingReview": {"patch", "submit-review", "void", "reclassify"},
    "NeedsApproval": {"approve", "reject", "void", "reclassify"},
    "Rejected": {"reopen", "void"},
    "Approved": {"schedule-payment", "pay/bank"},
    "Scheduled": set[str](),
    "Paid": set[str](),
    "Voided": set[str](),
}
"""What can be done to a bill in a state; all else is refused."""


def bill_in(payables: Payables, state: str) -> str:
    """The id of a bill in a state, reached by the documented calls."""
    if state == "OcrProcessing":
        return payables.uploaded()
    if state == "OcrFailed":
        bill = payables.uploaded("ocr-fail.pdf")
        payables.mock.advance(READING_SECONDS)
        return bill
    if state == "Paid":
        return payables.paid_bill()
    bill = payables.read_bill()
    steps = {
        "NeedsApproval": ["submit-review"],
        "Rejected": ["submit-review", "reject"],
        "Approved": ["submit-review", "approve"],
        "Scheduled": ["submit-review", "approve", "schedule-payment"],
        "Voided": ["void"],
    }
    for step in steps.get(state, []):
        method, path, options = ACTIONS[step]
        payables.made(method, f"/bills/{bill}{path}", **options)
    return bill


@pytest.mark.parametrize("state", ALLOWED)
def test_a_bill_allows_what_its_state_allows(payables: Payables, state: str) -> None:
    for name, (method, path, options) in ACTIONS.items():
        bill = bill_in(payables, state)
        assert state_of(payables, bill) == state
        response = payables.call(method, f"/bills/{bill}{path}", **options)
        if name in ALLOWED[state]:
            assert response.status_code in (200, 202), f"{name} in {state}: {response.text}"
        else:
            assert refusal(response) == INVALID_STATE, f"{name} in {state}"
            assert state_of(payables, bill) == state


def test_bills_can_be_narrowed_to_states(payables: Payables) -> None:
    waiting, read = payables.uploaded(), None
    payables.mock.advance(READING_SECONDS)
    read, waiting = waiting, payables.uploaded()

    def listed(*states: str) -> list[str]:
        return [bill["id"] for bill in payables.made("GET", "/bills", params={"States": list(states)})["data"]]

    assert listed() == [waiting, read]
    assert listed("PendingReview") == [read]
    assert listed("PendingReview", "OcrProcessing") == [waiting, read]
    assert listed("Paid") == []


def test_bills_can_be_narrowed_by_what_they_show(payables: Payables) -> None:
    supplier = payables.supplier()
    dates = {"invoiceDate": "2025-05-02T09:00:00Z", "dueDate": "2025-05-20T09:00:00Z"}
    bill = payables.read_bill(supplierId=supplier, invoiceNumber="X-1", **dates)
    other = payables.read_bill(invoiceNumber="X-2", invoiceDate="2025-05-03T00:00:00Z", dueDate="2025-05-21T00:00:00Z")
    payables.uploaded()

    def listed(**query: str) -> list[str]:
        return [each["id"] for each in payables.made("GET", "/bills", params=query)["data"]]

    assert listed(SupplierId=supplier.upper()) == listed(InvoiceNumber="x-1") == [bill]
    assert listed(InvoiceDateTo=dates["invoiceDate"]) == listed(DueDateTo=dates["dueDate"]) == [bill]
    after = {"InvoiceDateFrom": "2025-05-02T09:00:01Z"}, {"DueDateFrom": "2025-05-20T09:00:01Z"}
    assert [listed(**query) for query in after] == [[other], [other]]
    assert listed(SupplierId=MISSING) == listed(InvoiceNumber="X-1", DueDateFrom="2025-05-21T00:00:00Z") == []


def test_a_bill_of_a_scenario_that_lacks_a_member_equals_nothing(payables: Payables, mock: InProcess) -> None:
    documents.create(mock.server.worlds.default, BILLS, Author(payables.organisation), {"state": "PendingReview"})
    assert len(payables.made("GET", "/bills")["data"]) == 1
    for name in ("SupplierId", "InvoiceNumber", "InvoiceDateFrom", "DueDateTo"):
        wanted = {"SupplierId": MISSING, "InvoiceNumber": "X-1"}.get(name, "2025-05-02T00:00:00Z")
        assert payables.made("GET", "/bills", params={name: wanted})["data"] == []


@pytest.mark.parametrize(
    "query", [{"SupplierId": "x"}, {"InvoiceNumber": "\0"}, {"InvoiceDateFrom": "x"}, {"DueDateTo": "x"}]
)
def test_a_filter_of_bills_has_the_form_of_its_member(payables: Payables, query: dict[str, str]) -> None:
    assert refusal(payables.call("GET", "/bills", params=query)) == (400, "Mock.InvalidRequest")


def test_a_listed_bill_is_shown_as_when_read_alone(payables: Payables) -> None:
    bill = payables.read_bill(supplierId=payables.supplier())
    assert payables.made("GET", "/bills")["data"] == [payables.bill(bill)]


def test_subscribers_are_told_of_every_state(payables: Payables) -> None:
    body = {"url": "http://127.0.0.1:9/hook", "eventTypes": ["bill.created", "bill.state_changed"]}
    subscription = payables.made("POST", "/webhook-subscriptions", json=body)["id"]
    bill = payables.read_bill()
    payables.made("POST", f"/bills/{bill}/submit-review")
    deliveries = payables.made("GET", f"/webhook-subscriptions/{subscription}/deliveries")
    types = [delivery["eventType"] for delivery in reversed(deliveries)]
    assert types == ["bill.created", "bill.state_changed", "bill.state_changed"]
