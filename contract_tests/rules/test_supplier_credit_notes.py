"""Supplier credit: issued, applied to bills within its limits, and taken back."""

from decimal import Decimal
from typing import Any

import pytest

from contract_tests.books import amount, amounts
from contract_tests.checks.expect import Expectations
from contract_tests.clock import TargetClock
from contract_tests.purchases import Purchases
from contract_tests.rules.cases import unknown_id

pytestmark = pytest.mark.needs("writes")
FROZEN = "guide: an issued note is frozen"
LIMITS = "reference: at most what the note has available and the bill has outstanding"
MATCHING = "reference: a bill of the same supplier and currency"
BACK = "guide: reversing gives the amount back"


@pytest.mark.about("createSupplierCreditNote")
def test_a_note_without_a_rate_is_free_of_tax(purchases: Purchases, expect: Expectations) -> None:
    body = {"currency": "GBP", "amount": "60.10"}
    answer = purchases.call("createSupplierCreditNote", purchases.supplier(), json=body)
    note = expect.success(answer, 201)
    told = amounts(note, "amount", "netAmount", "taxAmount", "available")
    expect.equal(answer, told, (Decimal("60.10"), Decimal("60.10"), Decimal(0), Decimal("60.10")), "reference")
    expect.equal(answer, note["status"], "Draft", "guide: a note begins as a draft")


@pytest.mark.about("createSupplierCreditNote")
def test_the_tax_is_inside_the_amount(purchases: Purchases, expect: Expectations) -> None:
    body: dict[str, Any] = {"code": "FIFTH", "name": "Twenty", "rate": 20}
    rate = purchases.made("createTaxRate", json=body)["id"]
    body = {"currency": "GBP", "amount": "99.99", "taxRateId": rate}
    answer = purchases.call("createSupplierCreditNote", purchases.supplier(), json=body)
    told = amounts(expect.success(answer, 201), "netAmount", "taxAmount")
    expect.equal(answer, told, (Decimal("83.32"), Decimal("16.67")), "reference: the amount is gross")


@pytest.mark.parametrize(
    ("members", "code"),
    [
        pytest.param(members, code, marks=pytest.mark.error_code(code, "createSupplierCreditNote"), id=code)
        for members, code in (
            ({"amount": "0.001"}, "Mock.AmountTooPrecise"),
            ({"originalBillId": unknown_id()}, "Bill.NotFound"),
            ({"taxRateId": unknown_id()}, "Mock.RecordNotFound"),
        )
    ],
)
def test_a_note_that_cannot_be_is_refused(
    members: dict[str, Any], code: str, purchases: Purchases, expect: Expectations
) -> None:
    body = {"currency": "GBP", "amount": 1, **members}
    expect.refusal(purchases.call("createSupplierCreditNote", purchases.supplier(), json=body), code)


@pytest.mark.parametrize(
    "operation",
    [
        pytest.param(name, marks=pytest.mark.error_code("Mock.InvalidState", name), id=name)
        for name in ("issueSupplierCreditNote", "deleteSupplierCreditNote")
    ],
)
def test_an_issued_note_is_frozen(operation: str, purchases: Purchases, expect: Expectations) -> None:
    note = purchases.issued(purchases.supplier())
    expect.refusal(purchases.call(operation, note), "Mock.InvalidState", rule=FROZEN)


@pytest.mark.about("deleteSupplierCreditNote")
def test_a_draft_can_be_deleted(purchases: Purchases, expect: Expectations) -> None:
    note = purchases.note(purchases.supplier())
    expect.success(purchases.call("deleteSupplierCreditNote", note), 204)
    expect.refusal(purchases.call("getSupplierCreditNote", note), "SupplierCreditNote.NotFound")


@pytest.mark.error_code("Mock.InvalidState", "applySupplierCreditNote")
@pytest.mark.needs("clock")
def test_a_draft_cannot_be_applied(purchases: Purchases, expect: Expectations, clock: TargetClock) -> None:
    supplier = purchases.supplier()
    bill = purchases.approved(clock, supplierId=supplier)
    expect.refusal(purchases.apply(purchases.note(supplier), bill, 1), "Mock.InvalidState", rule=FROZEN)


@pytest.mark.error_code("Mock.InvalidState", "reverseSupplierCreditApplication")
@pytest.mark.about("applySupplierCreditNote", "listSupplierCreditApplications", "listSupplierCreditLedger")
@pytest.mark.needs("clock")
def test_credit_moves_to_the_bill_and_back(purchases: Purchases, expect: Expectations, clock: TargetClock) -> None:
    supplier = purchases.supplier()
    bill = purchases.approved(clock, supplierId=supplier, currency="GBP", totalAmount="100")
    note = purchases.issued(supplier, "60")
    answer = purchases.apply(note, bill, "25.50")
    application = expect.success(answer, 201)
    shown = purchases.made("getSupplierCreditNote", note, status=200)
    told = (shown["status"], *amounts(shown, "appliedAmount", "available"))
    expect.equal(answer, told, ("PartiallyApplied", Decimal("25.50"), Decimal("34.50")), LIMITS)
    expect.equal(answer, amount(purchases.bill(bill)["outstanding"]), Decimal("74.50"), LIMITS)

    path = {"applicationId": application["id"]}
    answer = purchases.call("reverseSupplierCreditApplication", note, path=path)
    expect.equal(answer, expect.success(answer, 200)["status"], "Reversed", BACK)
    expect.equal(answer, amount(purchases.bill(bill)["outstanding"]), Decimal(100), BACK)
    again = purchases.call("reverseSupplierCreditApplication", note, path=path)
    expect.refusal(again, "Mock.InvalidState", rule=BACK)
    answer = purchases.call("listSupplierCreditLedger", supplier)
    entries = [amount(entry["amount"]) for entry in expect.success(answer, 200)["data"]]
    rule = "guide: issuances and applications, newest first"
    expect.equal(answer, entries, [Decimal("25.50"), Decimal("-25.50"), Decimal(60)], rule)
    answer = purchases.call("listSupplierCreditApplications", note)
    statuses = [each["status"] for each in expect.success(answer, 200)]
    expect.equal(answer, statuses, ["Reversed"], "changelog: the applications of a note")


@pytest.mark.error_code("Mock.AmountExceedsOutstanding", "applySupplierCreditNote")
@pytest.mark.needs("clock")
@pytest.mark.parametrize(("total", "asked"), [("100", "60.01"), ("10", "10.01")])
def test_neither_note_nor_bill_goes_below_zero(
    total: str, asked: str, purchases: Purchases, expect: Expectations, clock: TargetClock
) -> None:
    supplier = purchases.supplier()
    bill = purchases.approved(clock, supplierId=supplier, currency="GBP", totalAmount=total)
    answer = purchases.apply(purchases.issued(supplier, "60"), bill, asked)
    expect.refusal(answer, "Mock.AmountExceedsOutstanding", rule=LIMITS)


@pytest.mark.error_code("Mock.AmountTooPrecise", "applySupplierCreditNote")
@pytest.mark.error_code("Bill.NotFound", "applySupplierCreditNote")
@pytest.mark.error_code("Mock.SupplierMismatch", "applySupplierCreditNote")
@pytest.mark.error_code("Mock.CurrencyMismatch", "applySupplierCreditNote")
@pytest.mark.needs("clock")
def test_credit_is_for_a_bill_of_the_same_supplier_and_currency(
    purchases: Purchases, expect: Expectations, clock: TargetClock
) -> None:
    supplier = purchases.supplier()
    note = purchases.issued(supplier)
    expect.refusal(purchases.apply(note, unknown_id(), 1), "Bill.NotFound")
    bill = purchases.approved(clock, supplierId=purchases.supplier())
    expect.refusal(purchases.apply(note, bill, 1), "Mock.SupplierMismatch", rule=MATCHING)
    bill = purchases.approved(clock, supplierId=supplier, currency="EUR")
    expect.refusal(purchases.apply(note, bill, 1), "Mock.CurrencyMismatch", rule=MATCHING)
    bill = purchases.approved(clock, supplierId=supplier, currency="GBP")
    expect.refusal(purchases.apply(note, bill, "0.001"), "Mock.AmountTooPrecise")


@pytest.mark.error_code("Mock.RecordNotFound", "reverseSupplierCreditApplication")
def test_an_application_is_one_of_its_note(purchases: Purchases, expect: Expectations) -> None:
    note = purchases.issued(purchases.supplier())
    answer = purchases.call("reverseSupplierCreditApplication", note, path={"applicationId": unknown_id()})
    expect.refusal(answer, "Mock.RecordNotFound")


@pytest.mark.about("listSupplierCreditBalances", "listSupplierCreditNotes")
def test_balances_are_never_blended(purchases: Purchases, expect: Expectations) -> None:
    supplier = purchases.supplier()
    purchases.note(supplier, "5")
    for value, currency in (("60", "GBP"), ("0.40", "GBP"), ("7", "EUR")):
        purchases.made("issueSupplierCreditNote", purchases.note(supplier, value, currency=currency), status=200)
    answer = purchases.call("listSupplierCreditBalances", supplier)
    told = {row["currency"]: amount(row["available"]) for row in expect.success(answer, 200)}
    expect.equal(answer, told, {"EUR": Decimal(7), "GBP": Decimal("60.40")}, "reference: one row per currency")
    answer = purchases.call("listSupplierCreditNotes", supplier)
    expect.equal(answer, len(expect.success(answer, 200)["data"]), 4, "reference: the notes of the supplier")
