"""Supplier credit: drafted, issued, applied to bills and taken back."""

from typing import Any

import pytest

from tests.asgi import InProcess, refusal
from tests.operations.payables import MISSING, Payables

INVALID_STATE = (409, "Mock.InvalidState")
STANDARD_RATE = "4c817474-ce19-5c79-9165-99600c535496"
"""The default rate of 20 per cent."""


@pytest.fixture
def payables(mock: InProcess) -> Payables:
    return Payables(mock)


def draft(payables: Payables, supplier: str, amount: object = "60", **members: Any) -> Any:
    body = {"currency": "GBP", "amount": amount, **members}
    return payables.made("POST", f"/suppliers/{supplier}/credit-notes", json=body)


def note_of(payables: Payables, note: str) -> Any:
    return payables.made("GET", f"/supplier-credit-notes/{note}")


def apply(payables: Payables, note: str, bill: str, amount: object) -> Any:
    return payables.call("POST", f"/supplier-credit-notes/{note}/applications", json={"billId": bill, "amount": amount})


def applied(payables: Payables, note: str, bill: str, amount: object) -> str:
    response = apply(payables, note, bill, amount)
    assert response.status_code == 201, response.text
    return str(response.json()["id"])


def ledger(payables: Payables, supplier: str) -> list[Any]:
    entries = payables.made("GET", f"/suppliers/{supplier}/credit/ledger")["data"]
    return [(entry["currency"], entry["amount"]) for entry in entries]


def balances(payables: Payables, supplier: str) -> Any:
    return payables.made("GET", f"/suppliers/{supplier}/credit")


def test_a_draft_without_a_rate_is_free_of_tax(payables: Payables) -> None:
    supplier = payables.supplier()
    made = draft(payables, supplier, "60.00", reason="Broken")
    assert {name: made[name] for name in made if name not in ("id", "createdAt", "updatedAt")} == {
        "organisationId": payables.organisation,
        "supplierId": supplier,
        "documentNumber": None,
        "currency": "GBP",
        "amount": 60,
        "netAmount": 60,
        "taxAmount": 0,
        "taxRateId": None,
        "taxRateSnapshot": None,
        "appliedAmount": 0,
        "available": 60,
        "originalBillId": None,
        "reason": "Broken",
        "status": "Draft",
        "issuedAt": None,
        "createdBy": None,
        "updatedBy": None,
    }


@pytest.mark.parametrize(("gross", "net", "tax"), [("60", 50, 10), ("0.05", 0.04, 0.01), ("99.99", 83.32, 16.67)])
def test_the_tax_is_inside_the_amount(payables: Payables, gross: str, net: float, tax: float) -> None:
    made = draft(payables, payables.supplier(), gross, taxRateId=STANDARD_RATE)
    assert (made["netAmount"], made["taxAmount"]) == (net, tax)
    assert (made["taxRateId"], made["taxRateSnapshot"]["rate"]) == (STANDARD_RATE, 20)


def test_the_bill_it_comes_from_is_only_remembered(payables: Payables) -> None:
    bill = payables.read_bill()
    assert draft(payables, payables.supplier(), originalBillId=bill.upper())["originalBillId"] == bill
    assert payables.bill(bill)["amountCredited"] == 0


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"taxRateId": MISSING}, (404, "Mock.RecordNotFound")),
        ({"originalBillId": MISSING}, (404, "Bill.NotFound")),
        ({"amount": "0.001"}, (400, "Mock.AmountTooPrecise")),
        ({"amount": 0}, (400, "Mock.InvalidRequest")),
        ({"amount": "-1"}, (400, "Mock.InvalidRequest")),
        ({"currency": "pounds"}, (400, "Mock.InvalidRequest")),
    ],
)
def test_a_note_that_cannot_be_is_refused(
    payables: Payables, members: dict[str, Any], expected: tuple[int, str]
) -> None:
    body = {"currency": "GBP", "amount": 1, **members}
    assert refusal(payables.call("POST", f"/suppliers/{payables.supplier()}/credit-notes", json=body)) == expected


@pytest.mark.parametrize("path", ["credit-notes", "credit", "credit/ledger"])
def test_the_supplier_must_be_there(payables: Payables, path: str) -> None:
    assert refusal(payables.call("GET", f"/suppliers/{MISSING}/{path}")) == (404, "Supplier.NotFound")


def test_the_notes_of_a_supplier_are_listed(payables: Payables) -> None:
    ours, other = payables.supplier("Ours"), payables.supplier("Other")
    notes = [draft(payables, ours)["id"] for _ in range(2)]
    draft(payables, other)
    listed = payables.made("GET", f"/suppliers/{ours}/credit-notes")["data"]
    assert [note["id"] for note in listed] == list(reversed(notes))


def test_an_issued_note_is_numbered_and_frozen(payables: Payables) -> None:
    supplier = payables.supplier()
    note = payables.issued_note(supplier, "60")
    shown = note_of(payables, note)
    assert (shown["status"], shown["documentNumber"], shown["issuedAt"]) == (
        "Issued",
        "SCN-0001",
        "2025-06-01T12:00:00Z",
    )
    assert refusal(payables.call("POST", f"/supplier-credit-notes/{note}/issue")) == INVALID_STATE
    assert refusal(payables.call("DELETE", f"/supplier-credit-notes/{note}")) == INVALID_STATE


def test_a_draft_can_be_deleted_and_cannot_be_applied(payables: Payables) -> None:
    supplier = payables.supplier()
    note = draft(payables, supplier)["id"]
    bill = payables.approved_bill(supplierId=supplier)
    assert refusal(apply(payables, note, bill, 1)) == INVALID_STATE
    assert payables.call("DELETE", f"/supplier-credit-notes/{note}").status_code == 204
    assert refusal(payables.call("GET", f"/supplier-credit-notes/{note}")) == (404, "SupplierCreditNote.NotFound")
    assert ledger(payables, supplier) == balances(payables, supplier) == []


def test_credit_moves_from_the_note_to_the_bill_and_back(payables: Payables) -> None:
    supplier = payables.supplier()
    bill = payables.approved_bill(supplierId=supplier, currency="GBP", totalAmount="100")
    note = payables.issued_note(supplier, "60")
    first = applied(payables, note, bill, "25.50")
    shown = note_of(payables, note)
    assert (shown["status"], shown["appliedAmount"], shown["available"]) == ("PartiallyApplied", 25.5, 34.5)
    assert (payables.bill(bill)["amountCredited"], payables.bill(bill)["outstanding"]) == (25.5, 74.5)
    second = applied(payables, note, bill, 34.5)
    assert (note_of(payables, note)["status"], payables.bill(bill)["outstanding"]) == ("Applied", 40)
    assert refusal(apply(payables, note, bill, "0.01")) == INVALID_STATE

    reverse = f"/supplier-credit-notes/{note}/applications/{first}"
    assert payables.made("DELETE", reverse)["status"] == "Reversed"
    assert refusal(payables.call("DELETE", reverse)) == INVALID_STATE
    shown = note_of(payables, note)
    assert (shown["status"], shown["available"], payables.bill(bill)["outstanding"]) == ("PartiallyApplied", 25.5, 65.5)
    payables.made("DELETE", f"/supplier-credit-notes/{note}/applications/{second}")
    assert (note_of(payables, note)["status"], payables.bill(bill)["outstanding"]) == ("Issued", 100)

    applications = payables.made("GET", f"/supplier-credit-notes/{note}/applications")
    assert [(each["id"], each["status"]) for each in applications] == [(second, "Reversed"), (first, "Reversed")]
    amounts = [34.5, 25.5, -34.5, -25.5, 60]
    assert ledger(payables, supplier) == [("GBP", amount) for amount in amounts]


@pytest.mark.parametrize("amount", ["60.01", 61])
def test_a_note_gives_no_more_than_it_has(payables: Payables, amount: object) -> None:
    supplier = payables.supplier()
    bill = payables.approved_bill(supplierId=supplier, totalAmount="100")
    answer = apply(payables, payables.issued_note(supplier, "60"), bill, amount)
    assert refusal(answer) == (400, "Mock.AmountExceedsOutstanding")


def test_a_bill_takes_no_more_than_it_asks_for(payables: Payables) -> None:
    supplier = payables.supplier()
    bill = payables.approved_bill(supplierId=supplier, totalAmount="10")
    note = payables.issued_note(supplier, "60")
    assert refusal(apply(payables, note, bill, "10.01")) == (400, "Mock.AmountExceedsOutstanding")
    applied(payables, note, bill, 10)
    assert payables.bill(bill)["outstanding"] == 0


def test_credit_is_for_bills_of_the_same_supplier_and_currency(payables: Payables) -> None:
    supplier, other = payables.supplier("Ours"), payables.supplier("Other")
    note = payables.issued_note(supplier, "60")
    for linked in (other, None):
        bill = payables.approved_bill(supplierId=linked)
        assert refusal(apply(payables, note, bill, 1)) == (400, "Mock.SupplierMismatch")
    bill = payables.approved_bill(supplierId=supplier, currency="EUR")
    assert refusal(apply(payables, note, bill, 1)) == (400, "Mock.CurrencyMismatch")
    bill = payables.approved_bill(supplierId=supplier)
    assert refusal(apply(payables, note, bill, "0.001")) == (400, "Mock.AmountTooPrecise")
    assert refusal(apply(payables, note, MISSING, 1)) == (404, "Bill.NotFound")


def test_credit_is_for_bills_that_are_to_be_paid(payables: Payables) -> None:
    supplier = payables.supplier()
    note = payables.issued_note(supplier, "60")
    for bill in (payables.read_bill(supplierId=supplier), payables.paid_bill(supplierId=supplier)):
        assert refusal(apply(payables, note, bill, 1)) == INVALID_STATE


def test_what_a_payment_charged_is_not_credited_back(payables: Payables) -> None:
    supplier = payables.supplier()
    note = payables.issued_note(supplier, "60")
    bill = payables.approved_bill(supplierId=supplier)
    application = applied(payables, note, bill, 1)
    payables.made("POST", f"/bills/{bill}/schedule-payment", json={"paymentDate": "2025-06-01T12:00:30Z"})
    assert payables.bill(bill)["state"] == "Paid"
    answer = payables.call("DELETE", f"/supplier-credit-notes/{note}/applications/{application}")
    assert refusal(answer) == INVALID_STATE


def test_an_application_is_one_of_its_note(payables: Payables) -> None:
    supplier = payables.supplier()
    note, other = payables.issued_note(supplier, "60"), payables.issued_note(supplier, "60")
    application = applied(payables, note, payables.approved_bill(supplierId=supplier), 1)
    for path in (f"{other}/applications/{application}", f"{note}/applications/{MISSING}"):
        assert refusal(payables.call("DELETE", f"/supplier-credit-notes/{path}")) == (404, "Mock.RecordNotFound")


def test_balances_are_per_currency_and_leave_drafts_out(payables: Payables) -> None:
    supplier = payables.supplier()
    draft(payables, supplier)
    payables.issued_note(supplier, "60")
    payables.issued_note(supplier, "0.40")
    payables.issued_note(supplier, "7", currency="EUR")
    assert balances(payables, supplier) == [
        {"currency": "EUR", "available": 7},
        {"currency": "GBP", "available": 60.4},
    ]
    assert balances(payables, payables.supplier("Other")) == []


def test_the_ledger_is_read_page_by_page(payables: Payables) -> None:
    supplier = payables.supplier()
    notes = [payables.issued_note(supplier, str(n)) for n in (1, 2, 3)]
    path = f"/suppliers/{supplier}/credit/ledger"
    page = payables.made("GET", path, params={"Limit": 2})
    assert [entry["supplierCreditNoteId"] for entry in page["data"]] == [notes[2], notes[1]]
    cursor = page["meta"]["cursors"]["next"]
    rest = payables.made("GET", path, params={"Limit": 2, "Cursor": cursor})
    assert [(entry["reference"], entry["amount"]) for entry in rest["data"]] == [("SCN-0001", 1)]
    assert set(rest["data"][0]) == {
        "supplierCreditNoteId",
        "billId",
        "applicationId",
        "currency",
        "reference",
        "amount",
        "occurredAt",
    }
