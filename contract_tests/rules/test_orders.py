"""Purchase orders and delivery notes: unique numbers, lines that keep their ids, final states."""

from dataclasses import dataclass
from typing import Any

import pytest

from contract_tests.checks.expect import Expectations
from contract_tests.purchases import Purchases
from contract_tests.rules.cases import unknown_id

pytestmark = pytest.mark.needs("writes")
UNIQUE = "reference: the number is unique in the organisation"
FINAL = "reference: closed and cancelled are final"
LINES = "reference: a known line id is updated, none adds a line, an omitted line is removed"


@dataclass(frozen=True)
class Kind:
    """What differs between the two."""

    noun: str
    number: str
    quantity: str

    def body(self, *lines: dict[str, Any], number: str = "N-1", **members: Any) -> dict[str, Any]:
        return {self.number: number, "lines": list(lines) or [self.line("Paper")], **members}

    def line(self, description: str, **members: Any) -> dict[str, Any]:
        return {"description": description, self.quantity: 1, **members}


ORDER = Kind("PurchaseOrder", "poNumber", "quantityOrdered")
NOTE = Kind("DeliveryNote", "dnNumber", "quantityReceived")


def each(verbs: str, code: str | None = None, *kinds: Kind) -> pytest.MarkDecorator:
    """Operations of both kinds, with the code that they refuse with."""
    cases = [(kind, f"{verb}{kind.noun}") for kind in kinds or (ORDER, NOTE) for verb in verbs.split()]
    marks = [pytest.mark.about(name) if code is None else pytest.mark.error_code(code, name) for _, name in cases]
    return pytest.mark.parametrize(
        ("kind", "operation"),
        [pytest.param(*case, marks=mark, id=case[1]) for case, mark in zip(cases, marks, strict=True)],
    )


def asked(purchases: Purchases, kind: Kind, operation: str, body: dict[str, Any]) -> Any:
    """The answer to a body that creates a document, or replaces one."""
    if operation.startswith("create"):
        return purchases.call(operation, json=body)
    made = purchases.made(f"create{kind.noun}", json=kind.body(number="N-0"))
    return purchases.call(operation, made["id"], json=body)


@each("replace")
def test_a_replacement_keeps_adds_and_removes_lines(
    kind: Kind, operation: str, purchases: Purchases, expect: Expectations
) -> None:
    made = purchases.made(f"create{kind.noun}", json=kind.body(kind.line("kept"), kind.line("removed")))
    kept = made["lines"][0]["id"]
    body = kind.body(kind.line("changed", id=kept), kind.line("added"))
    answer = purchases.call(operation, made["id"], json=body)
    lines = {line["description"]: line["id"] for line in expect.success(answer, 200)["lines"]}
    expect.equal(answer, (set(lines), lines.get("changed")), ({"changed", "added"}, kept), LINES)
    expect.that(answer, lines["added"] != made["lines"][1]["id"], "a new id", "the id of the removed line", LINES)


@each("replace", "Mock.RecordNotFound")
def test_a_line_that_is_not_there_cannot_be_kept(
    kind: Kind, operation: str, purchases: Purchases, expect: Expectations
) -> None:
    made = purchases.made(f"create{kind.noun}", json=kind.body())
    answer = purchases.call(operation, made["id"], json=kind.body(kind.line("x", id=unknown_id())))
    expect.refusal(answer, "Mock.RecordNotFound")


@each("create replace", "Mock.NumberTaken")
def test_a_number_is_taken_once(kind: Kind, operation: str, purchases: Purchases, expect: Expectations) -> None:
    purchases.made(f"create{kind.noun}", json=kind.body(number="N-1"))
    answer = asked(purchases, kind, operation, kind.body(number="N-1"))
    expect.refusal(answer, "Mock.NumberTaken", rule=UNIQUE)


@each("create replace", "Supplier.NotFound")
def test_only_a_supplier_that_is_there_can_be_named(
    kind: Kind, operation: str, purchases: Purchases, expect: Expectations
) -> None:
    answer = asked(purchases, kind, operation, kind.body(supplierId=unknown_id()))
    expect.refusal(answer, "Supplier.NotFound")


@each("create replace", "PurchaseOrder.NotFound", NOTE)
def test_only_an_order_that_is_there_can_be_named(
    kind: Kind, operation: str, purchases: Purchases, expect: Expectations
) -> None:
    answer = asked(purchases, kind, operation, kind.body(purchaseOrderId=unknown_id()))
    expect.refusal(answer, "PurchaseOrder.NotFound")


@each("create replace", "Mock.DatesOutOfOrder", ORDER)
def test_nothing_is_expected_before_it_is_ordered(
    kind: Kind, operation: str, purchases: Purchases, expect: Expectations
) -> None:
    dates = {"orderDate": "2025-02-01T00:00:00Z", "expectedDeliveryDate": "2025-01-31T00:00:00Z"}
    expect.refusal(asked(purchases, kind, operation, kind.body(**dates)), "Mock.DatesOutOfOrder")


@each("create replace", "Mock.AmountTooLarge", ORDER)
def test_a_line_costs_no_more_than_can_be_written(
    kind: Kind, operation: str, purchases: Purchases, expect: Expectations
) -> None:
    line = kind.line("x", quantityOrdered=999999999, unitPrice=999999999)
    expect.refusal(asked(purchases, kind, operation, kind.body(line)), "Mock.AmountTooLarge")


@each("replace close cancel", "Mock.InvalidState")
@pytest.mark.parametrize("ending", ["close", "cancel"])
def test_what_was_ended_is_never_changed(
    kind: Kind, operation: str, ending: str, purchases: Purchases, expect: Expectations
) -> None:
    made = purchases.made(f"create{kind.noun}", json=kind.body())["id"]
    answer = purchases.call(f"{ending}{kind.noun}", made)
    status = {"close": "Closed", "cancel": "Cancelled"}[ending]
    expect.equal(answer, expect.success(answer, 200)["status"], status, FINAL)
    body = kind.body() if operation.startswith("replace") else None
    expect.refusal(purchases.call(operation, made, json=body), "Mock.InvalidState", rule=FINAL)


@each("create")
def test_nothing_is_matched_yet(kind: Kind, operation: str, purchases: Purchases, expect: Expectations) -> None:
    made = purchases.made(operation, json=kind.body())["id"]
    answer = purchases.call(f"list{kind.noun}Bills", made)
    expect.equal(answer, expect.success(answer, 200), [], "reference: the bills that are matched")
    answer = purchases.call(f"list{kind.noun}s")
    listed = [each["id"] for each in expect.success(answer, 200)["data"]]
    expect.equal(answer, listed, [made], "reference: the organisation's")
    answer = purchases.call(f"get{kind.noun}", made)
    expect.equal(answer, expect.success(answer, 200)["status"], "Open", "assumption: Open at first", assumed=True)


@pytest.mark.about("createPurchaseOrder")
def test_an_order_is_in_pounds_unless_told(purchases: Purchases, expect: Expectations) -> None:
    answer = purchases.call("createPurchaseOrder", json=ORDER.body())
    expect.equal(answer, expect.success(answer, 201)["currency"], "GBP", "reference: the default")
