"""Three-way matching: bills beside what was ordered and what came."""

from dataclasses import replace
from typing import Any

import pytest

from mock_server.domain.collections import BILLS, PURCHASE_ORDERS
from mock_server.domain.documents import Collection
from mock_server.domain.tables import DOCUMENTS
from tests.asgi import ADAM, CORNER_BAKERY, CORNER_KEY, InProcess, refusal
from tests.operations.payables import MISSING, READING_SECONDS, Payables

INVALID_STATE = (409, "Mock.InvalidState")
UNRESOLVED = (409, "Mock.MatchUnresolved")
TOO_MUCH = (400, "Mock.AmountExceedsOutstanding")
NOT_FOUND = (404, "Mock.RecordNotFound")
MATCHED = (409, "Mock.LineMatched")
SIDES = {"purchase-orders": "po", "delivery-notes": "dn"}


@pytest.fixture
def payables(mock: InProcess) -> Payables:
    return Payables(mock)


@pytest.fixture
def supplier(payables: Payables) -> str:
    return payables.supplier()


def linked_bill(payables: Payables, supplier: str, lines: int = 1, least: int = 2) -> dict[str, Any]:
    """A bill of the supplier in review, with so many lines or more, the first of at least so many units."""
    for _ in range(60):
        bill = payables.bill(payables.read_bill())
        if len(bill["lineItems"]) >= lines and bill["lineItems"][0]["quantity"] >= least:
            payables.made("PATCH", f"/bills/{bill['id']}", json={"supplierId": supplier})
            return bill
    raise AssertionError("no bill has so many lines")


def ordered(line: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A line of an order that agrees with a bill's line but for the changes."""
    members = {"description": line["description"], "quantityOrdered": line["quantity"], "unitPrice": line["unitPrice"]}
    return {**members, **changes}


def received(line: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"description": line["description"], "quantityReceived": line["quantity"], **changes}


def order(payables: Payables, supplier: str, *lines: dict[str, Any], number: str = "PO-1", **members: Any) -> Any:
    body = {"poNumber": number, "supplierId": supplier, "lines": list(lines), **members}
    return payables.made("POST", "/purchase-orders", json=body)


def note(payables: Payables, supplier: str, *lines: dict[str, Any], number: str = "DN-1") -> Any:
    body = {"dnNumber": number, "supplierId": supplier, "lines": list(lines)}
    return payables.made("POST", "/delivery-notes", json=body)


def group_of(payables: Payables, bill: dict[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = payables.made("GET", f"/bills/{bill['id']}/match-group")
    return shown


def submit(payables: Payables, bill: dict[str, Any]) -> Any:
    return payables.call("POST", f"/bills/{bill['id']}/submit-review")


def decide(payables: Payables, group: dict[str, Any], resolution: str, n: int = 0, **members: Any) -> Any:
    body = {"billLineId": group["lines"][n]["billLineId"], "resolution": resolution, **members}
    return payables.made("POST", f"/match-groups/{group['id']}/resolve", json=body)


def allocate(payables: Payables, group: dict[str, Any], quantity: object, **lines: Any) -> Any:
    body = {"billLineId": group["lines"][0]["billLineId"], "matchedQuantity": quantity, **lines}
    return payables.call("POST", f"/match-groups/{group['id']}/allocations", json=body)


def remove(payables: Payables, group: dict[str, Any], n: int = 0) -> Any:
    allocation = group["lines"][0]["allocations"][n]["id"]
    return payables.made("DELETE", f"/match-groups/{group['id']}/allocations/{allocation}")


def stored(payables: Payables, kind: str, document: dict[str, Any]) -> Any:
    return payables.made("GET", f"/{kind}/{document['id']}")


def test_there_is_no_group_without_anything_to_match_with(payables: Payables, supplier: str) -> None:
    bill = linked_bill(payables, supplier)
    order(payables, payables.supplier("Another"), ordered(bill["lineItems"][0]))
    order(payables, supplier, ordered(bill["lineItems"][0]), number="PO-2", supplierId=None)
    assert refusal(payables.call("GET", f"/bills/{bill['id']}/match-group")) == NOT_FOUND
    assert payables.call("GET", f"/bills/{MISSING}/match-group").headers["x-mock-error-code"] == "Bill.NotFound"
    assert submit(payables, bill).status_code == 200


def test_a_bill_that_is_being_read_has_no_group(payables: Payables, supplier: str) -> None:
    order(payables, supplier, {"description": "Paper", "quantityOrdered": 1})
    bill = payables.uploaded()
    assert refusal(payables.call("GET", f"/bills/{bill}/match-group")) == NOT_FOUND


@pytest.mark.parametrize("first", ["bill", "order"])
def test_equal_lines_are_allocated_whichever_came_first(payables: Payables, supplier: str, first: str) -> None:
    bill = payables.bill(payables.read_bill())
    link = {"supplierId": supplier.upper()}
    if first == "bill":
        payables.made("PATCH", f"/bills/{bill['id']}", json=link)
    lines = [ordered(line, description=f" {line['description'].upper()}  ") for line in bill["lineItems"]]
    made = order(payables, supplier, *lines)
    if first == "order":
        assert made["status"] == "Open"
        payables.made("PATCH", f"/bills/{bill['id']}", json=link)
        made = stored(payables, "purchase-orders", made)
    group = group_of(payables, bill)
    assert (made["status"], group["status"], group["isClean"]) == ("FullyMatched", "Resolved", True)
    for line, billed, po_line in zip(group["lines"], bill["lineItems"], made["lines"], strict=True):
        assert (line["billLineId"], line["billedNet"], line["allocatedNet"]) == (
            billed["id"],
            billed["subTotal"],
            billed["subTotal"],
        )
        assert (line["unallocatedNet"], line["fullyAllocated"], line["resolution"]) == (0, True, None)
        assert line["allocations"] == [
            {
                "id": line["allocations"][0]["id"],
                "matchedQuantity": billed["quantity"],
                "matchedAmount": billed["subTotal"],
                "poLineId": po_line["id"],
                "poId": made["id"],
                "poNumber": "PO-1",
                "poLineDescription": po_line["description"],
                "poSku": None,
                "orderedUnitPrice": billed["unitPrice"],
                "dnLineId": None,
                "dnId": None,
                "dnNumber": None,
                "dnLineDescription": None,
                "quantityReceived": None,
                "matchConfidence": 1,
            }
        ]
        assert (po_line["matchedQuantity"], po_line["fullyMatched"]) == (billed["quantity"], True)
    assert payables.made("GET", f"/match-groups/{group['id']}") == group
    assert submit(payables, bill).status_code == 200


def test_another_organisation_sees_no_group(payables: Payables, supplier: str, mock: InProcess) -> None:
    bill = linked_bill(payables, supplier)
    order(payables, supplier, ordered(bill["lineItems"][0]))
    group = group_of(payables, bill)["id"]
    elsewhere = Payables(mock, CORNER_BAKERY, CORNER_KEY)
    assert refusal(elsewhere.call("GET", f"/match-groups/{group}")) == NOT_FOUND


def test_a_dearer_line_is_a_price_variance(payables: Payables, supplier: str) -> None:
    bill = linked_bill(payables, supplier)
    line = bill["lineItems"][0]
    order(payables, supplier, ordered(line, unitPrice=line["unitPrice"] - 1.5))
    group = group_of(payables, bill)
    shown = group["lines"][0]
    assert (group["status"], group["isClean"]) == ("Variance", False)
    told = [shown[name] for name in ("hasPriceVariance", "hasQuantityVariance", "hasOverBillingVariance")]
    assert told == [True, False, False]
    assert (shown["priceVariancePerUnit"], shown["priceVarianceTotal"]) == (1.5, 1.5 * line["quantity"])
    assert refusal(submit(payables, bill)) == UNRESOLVED
    assert payables.bill(bill["id"])["state"] == "PendingReview"


def test_an_order_without_a_price_says_nothing_of_prices(payables: Payables, supplier: str) -> None:
    bill = linked_bill(payables, supplier)
    order(payables, supplier, *(ordered(line, unitPrice=None) for line in bill["lineItems"]))
    shown = group_of(payables, bill)["lines"][0]
    assert (shown["priceVarianceTotal"], shown["priceVariancePerUnit"], shown["hasPriceVariance"]) == (
        None,
        None,
        False,
    )


def test_less_delivered_than_billed_is_a_quantity_variance(payables: Payables, supplier: str) -> None:
    bill = linked_bill(payables, supplier)
    line = bill["lineItems"][0]
    delivered = note(payables, supplier, received(line, quantityReceived=line["quantity"] - 1))
    shown = group_of(payables, bill)["lines"][0]
    assert (shown["hasQuantityVariance"], shown["receivedQuantity"], shown["quantityVariance"]) == (
        True,
        line["quantity"] - 1,
        1,
    )
    assert (shown["orderedQuantity"], shown["quantityOverOrdered"], shown["hasOverBillingVariance"]) == (
        None,
        None,
        False,
    )
    assert delivered["status"] == "FullyMatched"
    assert refusal(submit(payables, bill)) == UNRESOLVED
    note(payables, supplier, received(line, quantityReceived="1"), number="DN-2")
    shown = group_of(payables, bill)["lines"][0]
    assert (shown["hasQuantityVariance"], shown["receivedQuantity"], shown["quantityVariance"]) == (
        False,
        line["quantity"],
        0,
    )


def test_more_billed_than_ordered_is_an_over_billing_variance(payables: Payables, supplier: str) -> None:
    bill = linked_bill(payables, supplier)
    line = bill["lineItems"][0]
    order(payables, supplier, ordered(line, quantityOrdered=1))
    shown = group_of(payables, bill)["lines"][0]
    over = line["quantity"] - 1
    assert (shown["hasOverBillingVariance"], shown["orderedQuantity"], shown["quantityOverOrdered"]) == (True, 1, over)
    assert (shown["fullyAllocated"], shown["allocatedQuantity"]) == (False, 1)
    assert shown["allocatedNet"] == line["unitPrice"]
    assert round(shown["allocatedNet"] + shown["unallocatedNet"], 2) == line["subTotal"]
    assert refusal(submit(payables, bill)) == UNRESOLVED


def test_what_was_ordered_once_cannot_be_billed_twice(payables: Payables, supplier: str) -> None:
    """The second bill finds nothing left on an equal line."""
    bill = linked_bill(payables, supplier)
    line = bill["lineItems"][0]
    order(payables, supplier, ordered(line, quantityOrdered=line["quantity"]))
    assert group_of(payables, bill)["lines"][0]["hasOverBillingVariance"] is False
    second = next(
        other
        for other in (linked_bill(payables, supplier, least=1) for _ in range(60))
        if other["lineItems"][0]["description"] == line["description"]
    )
    shown = group_of(payables, second)["lines"][0]
    assert (shown["allocations"], shown["orderedQuantity"]) == ([], 0)
    assert shown["quantityOverOrdered"] == second["lineItems"][0]["quantity"]
    assert refusal(submit(payables, second)) == UNRESOLVED
    payables.made("POST", f"/bills/{bill['id']}/void")
    assert group_of(payables, second)["lines"][0]["orderedQuantity"] == line["quantity"]


def test_order_and_delivery_are_two_views_of_the_same_goods(payables: Payables, supplier: str) -> None:
    bill = linked_bill(payables, supplier)
    line = bill["lineItems"][0]
    order(payables, supplier, *map(ordered, bill["lineItems"]))
    note(payables, supplier, *map(received, bill["lineItems"]))
    group = group_of(payables, bill)
    shown = group["lines"][0]
    assert (len(shown["allocations"]), shown["allocatedQuantity"]) == (2, line["quantity"])
    assert (shown["orderedQuantity"], shown["receivedQuantity"]) == (line["quantity"], line["quantity"])
    assert (group["isClean"], group["status"]) == (True, "Resolved")


def test_similar_texts_are_suggestions(payables: Payables, supplier: str) -> None:
    bill = linked_bill(payables, supplier)
    line = bill["lineItems"][0]
    made = order(
        payables,
        supplier,
        ordered(line, description="Zzzz"),
        ordered(line, description=f"{line['description']} xx", quantityOrdered=4),
        ordered(line, description=f"{line['description']} x", quantityOrdered=3),
    )
    came = note(payables, supplier, received(line, description=f"{line['description']} x"))
    group = group_of(payables, bill)
    assert (group["status"], group["isClean"], group["lines"][0]["allocations"]) == ("Open", False, [])
    ours = [each for each in group["suggestions"] if each["billLineId"] == line["id"]]
    assert [each["poLineId"] for each in ours] == [made["lines"][2]["id"], made["lines"][1]["id"]]
    likeness = ours[0].pop("matchConfidence")
    assert 0.9 < likeness < 1
    assert ours[0] == {
        "billLineId": line["id"],
        "poLineId": made["lines"][2]["id"],
        "poId": made["id"],
        "poNumber": "PO-1",
        "poLineDescription": f"{line['description']} x",
        "openQuantity": 3,
    }
    assert [each["dnLineId"] for each in group["deliveryNoteSuggestions"]] == [came["lines"][0]["id"]]
    assert submit(payables, bill).status_code == 200, "suggestions hold nothing up"


def test_an_order_in_another_currency_is_not_compared(payables: Payables, supplier: str) -> None:
    bill = linked_bill(payables, supplier)
    made = order(payables, supplier, ordered(bill["lineItems"][0]), currency="EUR")
    group = group_of(payables, bill)
    assert (group["status"], group["suggestions"], made["status"]) == ("Open", [], "Open")
    response = allocate(payables, group, 1, poLineId=made["lines"][0]["id"])
    assert refusal(response) == (400, "Mock.CurrencyMismatch")
    payables.made("PATCH", f"/bills/{bill['id']}", json={"currency": "EUR"})
    assert group_of(payables, bill)["lines"][0]["fullyAllocated"] is True
    payables.made("PATCH", f"/bills/{bill['id']}", json={"currency": "USD"})
    assert group_of(payables, bill)["lines"][0]["allocations"] == []
    assert stored(payables, "purchase-orders", made)["lines"][0]["matchedQuantity"] == 0


def test_an_allocation_can_be_to_both_sides(payables: Payables, supplier: str) -> None:
    bill = linked_bill(payables, supplier)
    line = bill["lineItems"][0]
    made = order(payables, supplier, ordered(line, description="Qqqq"))
    came = note(payables, supplier, received(line, description="Qqqq"))
    group = group_of(payables, bill)
    lines = {"poLineId": made["lines"][0]["id"].upper(), "dnLineId": came["lines"][0]["id"]}
    response = allocate(payables, group, "1", **lines)
    assert response.status_code == 200
    group = response.json()
    shown = group["lines"][0]
    (allocation,) = shown["allocations"]
    assert (allocation["poNumber"], allocation["dnNumber"], allocation["matchConfidence"]) == ("PO-1", "DN-1", None)
    assert (allocation["matchedQuantity"], allocation["matchedAmount"]) == (1, line["unitPrice"])
    assert (allocation["quantityReceived"], shown["allocatedQuantity"]) == (line["quantity"], 1)
    assert group == group_of(payables, bill)
    for kind, document in (("purchase-orders", made), ("delivery-notes", came)):
        now = stored(payables, kind, document)
        assert (now["status"], now["lines"][0]["matchedQuantity"]) == ("PartiallyMatched", 1)
        (bills,) = payables.made("GET", f"/{kind}/{document['id']}/matched-bills")
        assert bills == {
            "billId": bill["id"],
            "matchGroupId": group["id"],
            "matchGroupStatus": "Open",
            "state": "PendingReview",
            "totalAmount": bill["totalAmount"],
            "invoiceNumber": bill["invoiceNumber"],
            "supplierName": "Northgate Paper Ltd",
        }
    group = remove(payables, group)
    assert group["lines"][0]["allocations"] == []
    for kind, document in (("purchase-orders", made), ("delivery-notes", came)):
        now = stored(payables, kind, document)
        assert (now["status"], now["lines"][0]["matchedQuantity"]) == ("Open", 0)
        assert payables.made("GET", f"/{kind}/{document['id']}/matched-bills") == []


def test_a_removed_allocation_is_not_made_by_itself_again(payables: Payables, supplier: str) -> None:
    bill = linked_bill(payables, supplier)
    line = bill["lineItems"][0]
    made = order(payables, supplier, ordered(line, unitPrice=1))
    group = remove(payables, group_of(payables, bill))
    assert (group["lines"][0]["allocations"], group["lines"][0]["orderedQuantity"], group["status"]) == (
        [],
        None,
        "Open",
    )
    assert [each["matchConfidence"] for each in group["suggestions"]] == [1]
    body = {"poNumber": "PO-1", "supplierId": supplier, "lines": [{**ordered(line), "id": made["lines"][0]["id"]}]}
    payables.made("PUT", f"/purchase-orders/{made['id']}", json=body)
    payables.made("PATCH", f"/bills/{bill['id']}", json={})
    assert group_of(payables, bill)["lines"][0]["allocations"] == []
    assert allocate(payables, group, line["quantity"], poLineId=made["lines"][0]["id"]).status_code == 200
    order(payables, supplier, ordered(line), number="PO-2")
    assert len(group_of(payables, bill)["lines"][0]["allocations"]) == 1


@pytest.mark.parametrize("kind", SIDES)
def test_no_more_is_allocated_than_there_is(payables: Payables, supplier: str, kind: str) -> None:
    bill = linked_bill(payables, supplier)
    line = bill["lineItems"][0]
    make, body = (order, ordered) if kind == "purchase-orders" else (note, received)
    quantity = "quantityOrdered" if kind == "purchase-orders" else "quantityReceived"
    few = make(payables, supplier, body(line, description="Qqqq", **{quantity: 1}), number="N-1")
    many = make(payables, supplier, body(line, description="Qqqq", **{quantity: 999}), number="N-2")
    group, member = group_of(payables, bill), f"{SIDES[kind]}LineId"
    assert refusal(allocate(payables, group, "1.01", **{member: few["lines"][0]["id"]})) == TOO_MUCH
    too_many = line["quantity"] + 1
    assert refusal(allocate(payables, group, too_many, **{member: many["lines"][0]["id"]})) == TOO_MUCH
    assert allocate(payables, group, 1, **{member: few["lines"][0]["id"]}).status_code == 200
    assert refusal(allocate(payables, group, line["quantity"], **{member: many["lines"][0]["id"]})) == TOO_MUCH
    assert allocate(payables, group, line["quantity"] - 1, **{member: many["lines"][0]["id"]}).status_code == 200
    assert group_of(payables, bill)["lines"][0]["fullyAllocated"] is True


def test_an_allocation_names_what_is_there(payables: Payables, supplier: str) -> None:
    bill = linked_bill(payables, supplier)
    made = order(payables, supplier, ordered(bill["lineItems"][0], description="Qqqq"))
    group = group_of(payables, bill)
    others = order(payables, payables.supplier("Another"), ordered(bill["lineItems"][0]), number="PO-2")
    for lines in ({"poLineId": MISSING}, {"dnLineId": MISSING}, {"poLineId": others["lines"][0]["id"]}):
        assert refusal(allocate(payables, group, 1, **lines)) == NOT_FOUND
    line = {"poLineId": made["lines"][0]["id"]}
    assert refusal(allocate(payables, group, 1, billLineId=MISSING, **line)) == NOT_FOUND
    invalid: tuple[tuple[object, dict[str, Any]], ...] = ((1, {}), (1, {"poLineId": None}), (0, line), ("-1", line))
    for quantity, lines in invalid:
        assert refusal(allocate(payables, group, quantity, **lines)) == (400, "Mock.InvalidRequest")
    path = f"/match-groups/{group['id']}/allocations"
    assert refusal(payables.call("DELETE", f"{path}/{MISSING}")) == NOT_FOUND
    allocation = allocate(payables, group, 1, **line).json()["lines"][0]["allocations"][0]["id"]
    another = linked_bill(payables, supplier)
    path = f"/match-groups/{group_of(payables, another)['id']}/allocations"
    assert refusal(payables.call("DELETE", f"{path}/{allocation}")) == NOT_FOUND


@pytest.mark.parametrize("kind", SIDES)
@pytest.mark.parametrize("action", ["close", "cancel"])
def test_an_ended_document_is_matched_no_more_and_keeps_what_it_has(
    payables: Payables, supplier: str, kind: str, action: str
) -> None:
    bill = linked_bill(payables, supplier)
    line = bill["lineItems"][0]
    make, body = (order, ordered) if kind == "purchase-orders" else (note, received)
    made = make(payables, supplier, body(line), body(line, description="Qqqq"))
    before = group_of(payables, bill)
    ended = payables.made("POST", f"/{kind}/{made['id']}/{action}")
    assert ended["lines"][0]["matchedQuantity"] == line["quantity"]
    assert group_of(payables, bill)["lines"] == before["lines"]
    member = {f"{SIDES[kind]}LineId": made["lines"][1]["id"]}
    assert refusal(allocate(payables, before, 1, **member)) == INVALID_STATE
    removed = remove(payables, before)
    assert (removed["suggestions"], removed["deliveryNoteSuggestions"]) == ([], [])
    assert stored(payables, kind, made)["status"] == ended["status"]
    other = linked_bill(payables, supplier)
    assert refusal(payables.call("GET", f"/bills/{other['id']}/match-group")) == NOT_FOUND


@pytest.mark.parametrize("resolution", ["Accept", "AcceptAndUpdateCatalog"])
def test_accepting_settles_the_group(payables: Payables, supplier: str, resolution: str) -> None:
    bill = linked_bill(payables, supplier)
    line = bill["lineItems"][0]
    made = order(payables, supplier, ordered(line, unitPrice="0.5", quantityOrdered=1))
    note(payables, supplier, received(line, quantityReceived=1))
    group = decide(payables, group_of(payables, bill), resolution, notes="agreed by phone")
    shown = group["lines"][0]
    assert (group["status"], shown["hasPriceVariance"]) == ("Resolved", True)
    assert shown["resolution"] == {
        "resolution": resolution,
        "resolvedBy": None,
        "resolvedAt": payables.made("GET", f"/bills/{bill['id']}/match-group")["lines"][0]["resolution"]["resolvedAt"],
        "notes": "agreed by phone",
    }
    assert payables.bill(bill["id"])["state"] == "PendingReview"
    assert stored(payables, "purchase-orders", made)["lines"][0]["unitPrice"] == 0.5
    assert submit(payables, bill).json()["state"] == "NeedsApproval"


@pytest.mark.parametrize("resolution", ["Dispute", "RequestCreditNote"])
def test_an_objection_holds_the_bill_up_until_it_is_overridden(
    payables: Payables, supplier: str, resolution: str
) -> None:
    bill = linked_bill(payables, supplier)
    order(payables, supplier, *map(ordered, bill["lineItems"]))
    group = decide(payables, group_of(payables, bill), resolution)
    assert (group["status"], group["isClean"]) == ("Variance", False)
    assert refusal(submit(payables, bill)) == UNRESOLVED
    group = decide(payables, group, "Accept")
    assert (group["status"], group["lines"][0]["resolution"]["resolution"]) == ("Resolved", "Accept")
    assert submit(payables, bill).status_code == 200


def test_a_decision_can_be_undone_and_undone_again(payables: Payables, supplier: str) -> None:
    bill = linked_bill(payables, supplier)
    order(payables, supplier, ordered(bill["lineItems"][0], unitPrice=1))
    group = decide(payables, group_of(payables, bill), "Accept")
    path = f"/match-groups/{group['id']}/lines"
    undone = payables.made("DELETE", f"{path}/{bill['lineItems'][0]['id'].upper()}/resolution")
    assert (undone["status"], undone["lines"][0]["resolution"]) == ("Variance", None)
    assert payables.made("DELETE", f"{path}/{bill['lineItems'][0]['id']}/resolution") == undone
    assert refusal(payables.call("DELETE", f"{path}/{MISSING}/resolution")) == NOT_FOUND
    assert refusal(submit(payables, bill)) == UNRESOLVED


def test_who_decided_is_kept(payables: Payables, supplier: str, mock: InProcess) -> None:
    bill = linked_bill(payables, supplier)
    order(payables, supplier, ordered(bill["lineItems"][0], unitPrice=1))
    session = Payables(mock, payables.organisation, token=mock.login(ADAM))
    group = decide(session, group_of(payables, bill), "Accept")
    assert group["lines"][0]["resolution"]["resolvedBy"] == ADAM


def test_every_variance_must_be_accepted(payables: Payables, supplier: str) -> None:
    bill = linked_bill(payables, supplier, lines=2)
    order(payables, supplier, *(ordered(line, unitPrice=1) for line in bill["lineItems"]))
    group = decide(payables, group_of(payables, bill), "Accept")
    assert group["status"] == "Variance"
    for n in range(1, len(group["lines"])):
        group = decide(payables, group, "Accept", n)
    assert group["status"] == "Resolved"


def test_lines_without_a_match_hold_nothing_up(payables: Payables, supplier: str) -> None:
    bill = linked_bill(payables, supplier, lines=2)
    order(payables, supplier, ordered(bill["lineItems"][0]))
    group = group_of(payables, bill)
    assert (group["status"], group["isClean"]) == ("Open", False)
    for n in range(1, len(group["lines"])):
        group = decide(payables, group, "Accept", n)
    assert (group["status"], group["isClean"]) == ("Resolved", False)
    assert submit(payables, bill).status_code == 200


def test_a_decision_is_about_a_line_that_is_there(payables: Payables, supplier: str) -> None:
    bill = linked_bill(payables, supplier)
    order(payables, supplier, ordered(bill["lineItems"][0]))
    path = f"/match-groups/{group_of(payables, bill)['id']}/resolve"
    body = {"billLineId": MISSING, "resolution": "Accept"}
    assert refusal(payables.call("POST", path, json=body)) == NOT_FOUND
    for members in ({"resolution": None}, {"resolution": "AcceptPrice"}, {"billLineId": "x"}):
        response = payables.call("POST", path, json={**body, **members})
        assert refusal(response) == (400, "Mock.InvalidRequest")


def test_nothing_is_matched_after_the_review(payables: Payables, supplier: str) -> None:
    bill = linked_bill(payables, supplier)
    line = bill["lineItems"][0]
    made = order(payables, supplier, ordered(line), ordered(line, description="Qqqq"))
    group = group_of(payables, bill)
    payables.made("POST", f"/bills/{bill['id']}/submit-review")
    path, allocation = f"/match-groups/{group['id']}", group["lines"][0]["allocations"][0]["id"]
    decision = {"billLineId": line["id"], "resolution": "Accept"}
    assert refusal(allocate(payables, group, 1, poLineId=made["lines"][1]["id"])) == INVALID_STATE
    assert refusal(payables.call("DELETE", f"{path}/allocations/{allocation}")) == INVALID_STATE
    assert refusal(payables.call("POST", f"{path}/resolve", json=decision)) == INVALID_STATE
    assert refusal(payables.call("DELETE", f"{path}/lines/{line['id']}/resolution")) == INVALID_STATE
    later = order(payables, supplier, ordered(line), number="PO-2")
    assert later["status"] == "Open"
    assert group_of(payables, bill) == group
    payables.made("POST", f"/bills/{bill['id']}/reject", json={})
    payables.made("POST", f"/bills/{bill['id']}/reopen")
    assert group_of(payables, bill)["lines"][0]["allocations"] == group["lines"][0]["allocations"]


def test_a_reopened_bill_is_matched_with_what_came_meanwhile(payables: Payables, supplier: str) -> None:
    bill = linked_bill(payables, supplier)
    for action in ("submit-review", "reject", "reopen"):
        if action == "reopen":
            order(payables, supplier, *map(ordered, bill["lineItems"]))
        payables.made("POST", f"/bills/{bill['id']}/{action}", json={} if action == "reject" else None)
    (document,) = payables.made("GET", "/purchase-orders")["data"]
    assert document["status"] == "FullyMatched"


def test_a_void_bill_gives_back_what_it_was_matched_with(payables: Payables, supplier: str) -> None:
    bill = linked_bill(payables, supplier)
    made = order(payables, supplier, *map(ordered, bill["lineItems"]))
    group = group_of(payables, bill)
    payables.made("POST", f"/bills/{bill['id']}/void")
    assert stored(payables, "purchase-orders", made)["status"] == "Open"
    assert refusal(payables.call("GET", f"/bills/{bill['id']}/match-group")) == NOT_FOUND
    assert refusal(payables.call("GET", f"/match-groups/{group['id']}")) == NOT_FOUND


@pytest.mark.parametrize("other", ["another", None])
def test_another_supplier_begins_anew(payables: Payables, supplier: str, other: str | None) -> None:
    bill = linked_bill(payables, supplier)
    made = order(payables, supplier, ordered(bill["lineItems"][0]))
    group_of(payables, bill)
    payables.made("PATCH", f"/bills/{bill['id']}", json={"supplierId": other and payables.supplier("Another")})
    assert stored(payables, "purchase-orders", made)["lines"][0]["matchedQuantity"] == 0
    assert refusal(payables.call("GET", f"/bills/{bill['id']}/match-group")) == NOT_FOUND


@pytest.mark.parametrize("kind", SIDES)
def test_what_is_matched_stays_in_a_replacement(payables: Payables, supplier: str, kind: str) -> None:
    bill = linked_bill(payables, supplier)
    line = bill["lineItems"][0]
    make, body = (order, ordered) if kind == "purchase-orders" else (note, received)
    number = "poNumber" if kind == "purchase-orders" else "dnNumber"
    quantity = "quantityOrdered" if kind == "purchase-orders" else "quantityReceived"
    made = make(payables, supplier, body(line), body(line, description="Qqqq"), number="N-1")
    kept = {**body(line), "id": made["lines"][0]["id"]}

    def replaced_by(*lines: dict[str, Any], **members: Any) -> Any:
        sent = {number: "N-1", "supplierId": supplier, "lines": list(lines), **members}
        return payables.call("PUT", f"/{kind}/{made['id']}", json=sent)

    assert refusal(replaced_by(body(line))) == MATCHED
    assert refusal(replaced_by({**kept, quantity: line["quantity"] - 1})) == MATCHED
    assert refusal(replaced_by(kept, supplierId=None)) == MATCHED
    if kind == "purchase-orders":
        assert refusal(replaced_by(kept, currency="EUR")) == MATCHED
    assert stored(payables, kind, made)["status"] == "PartiallyMatched"
    replaced = replaced_by({**kept, quantity: line["quantity"]}).json()
    assert (replaced["status"], len(replaced["lines"])) == ("FullyMatched", 1)
    assert (replaced["lines"][0]["matchedQuantity"], replaced["lines"][0]["fullyMatched"]) == (line["quantity"], True)
    replaced = replaced_by({**kept, quantity: line["quantity"] + 1}).json()
    assert (replaced["status"], replaced["lines"][0]["fullyMatched"]) == ("PartiallyMatched", False)


def test_a_replacement_is_matched_like_a_new_document(payables: Payables, supplier: str) -> None:
    bill = linked_bill(payables, supplier)
    line = bill["lineItems"][0]
    made = order(payables, supplier, ordered(line, quantityOrdered=1), supplierId=None)
    assert made["status"] == "Open"
    body = {"poNumber": "PO-1", "supplierId": supplier, "lines": [ordered(line)]}
    replaced = payables.made("PUT", f"/purchase-orders/{made['id']}", json=body)
    assert replaced["status"] == "FullyMatched"


def test_subscribers_are_told_when_a_decision_settles_the_group(payables: Payables, supplier: str) -> None:
    hook = {"url": "http://127.0.0.1:9/hook", "eventTypes": ["bill.match_resolved"]}
    subscription = payables.made("POST", "/webhook-subscriptions", json=hook)["id"]

    def told() -> int:
        return len(payables.made("GET", f"/webhook-subscriptions/{subscription}/deliveries"))

    bill = linked_bill(payables, supplier)
    order(payables, supplier, ordered(bill["lineItems"][0], unitPrice=1))
    group = decide(payables, group_of(payables, bill), "Dispute")
    assert told() == 0
    decide(payables, group, "Accept")
    assert told() == 1
    decide(payables, group, "AcceptAndUpdateCatalog")
    assert told() == 1, "it was settled before"
    decide(payables, group, "Dispute")
    decide(payables, group, "Accept")
    assert told() == 2


def test_an_automatic_approval_waits_for_the_match_too(payables: Payables, supplier: str) -> None:
    payables.made("POST", "/ap/approval-policies", json={"name": "All", "action": "AutoApprove"})
    bill = linked_bill(payables, supplier)
    order(payables, supplier, ordered(bill["lineItems"][0], unitPrice=1))
    assert refusal(submit(payables, bill)) == UNRESOLVED
    decide(payables, group_of(payables, bill), "Accept")
    assert submit(payables, bill).json()["state"] == "Approved"


def test_many_lines_are_matched_in_good_time(payables: Payables, supplier: str) -> None:
    bill = linked_bill(payables, supplier)
    lines = [{"description": f"part number {n}", "quantityOrdered": 1} for n in range(9_999)]
    made = order(payables, supplier, *lines, ordered(bill["lineItems"][0]))
    assert made["lines"][-1]["fullyMatched"] is True
    assert group_of(payables, bill)["lines"][0]["fullyAllocated"] is True


def test_many_equal_lines_are_matched_in_good_time(payables: Payables, supplier: str) -> None:
    bill = linked_bill(payables, supplier)
    line = bill["lineItems"][0]
    made = order(payables, supplier, *[ordered(line, quantityOrdered=1)] * 10_000)
    assert [each["matchedQuantity"] for each in made["lines"][: line["quantity"] + 1]] == [1] * line["quantity"] + [0]
    assert group_of(payables, bill)["lines"][0]["orderedQuantity"] == line["quantity"]


def given(mock: InProcess, collection: Collection, document_id: str, **members: Any) -> None:
    """Puts members into a record that no call can put there: a scenario can."""
    store = mock.server.worlds.default.store
    document = store.get(DOCUMENTS, (collection.name, document_id))
    assert document is not None
    store.put(DOCUMENTS, replace(document, body={**document.body, **members}))


def test_a_bill_that_has_its_supplier_before_it_is_read_is_matched_then(
    payables: Payables, supplier: str, mock: InProcess
) -> None:
    bill = payables.uploaded()
    given(mock, BILLS, bill, supplierId=supplier, currency="GBP")
    texts = ("A4 paper, box of 5 reams", "Toner cartridge, black", "Courier delivery", "Office cleaning, monthly")
    made = order(
        payables,
        supplier,
        *({"description": text, "quantityOrdered": 9} for text in (*texts, "Packing tape, 36 rolls")),
    )
    assert made["status"] == "Open"
    mock.advance(READING_SECONDS)
    assert stored(payables, "purchase-orders", made)["status"] == "PartiallyMatched"


def test_two_equal_lines_of_a_bill_share_an_order(payables: Payables, supplier: str, mock: InProcess) -> None:
    bill = linked_bill(payables, supplier)
    line = bill["lineItems"][0]
    given(mock, BILLS, bill["id"], lineItems=[line, {**line, "id": MISSING}])
    made = order(payables, supplier, ordered(line, quantityOrdered=line["quantity"] + 1))
    shown = group_of(payables, bill)["lines"]
    assert [each["allocatedQuantity"] for each in shown] == [line["quantity"], 1]
    assert made["lines"][0]["matchedQuantity"] == line["quantity"] + 1


def test_lines_without_a_text_are_not_equal(payables: Payables, supplier: str, mock: InProcess) -> None:
    bill = linked_bill(payables, supplier)
    given(mock, BILLS, bill["id"], lineItems=[{**bill["lineItems"][0], "description": None}])
    order(payables, supplier, ordered(bill["lineItems"][0], description=" "))
    shown = group_of(payables, bill)["lines"][0]
    assert (shown["allocations"], shown["orderedQuantity"]) == ([], None)


def test_a_draft_is_not_matched(payables: Payables, supplier: str, mock: InProcess) -> None:
    bill = linked_bill(payables, supplier)
    line = bill["lineItems"][0]
    made = order(payables, supplier, ordered(line), supplierId=None)
    given(mock, PURCHASE_ORDERS, made["id"], status="Draft")
    body = {"poNumber": "PO-1", "supplierId": supplier, "lines": [ordered(line)]}
    replaced = payables.made("PUT", f"/purchase-orders/{made['id']}", json=body)
    assert (replaced["status"], replaced["lines"][0]["matchedQuantity"]) == ("Draft", 0)
    assert refusal(payables.call("GET", f"/bills/{bill['id']}/match-group")) == NOT_FOUND
    order(payables, supplier, ordered(line, description="Qqqq"), number="PO-2")
    replaced = payables.made("PUT", f"/purchase-orders/{made['id']}", json=body)
    assert (replaced["status"], group_of(payables, bill)["lines"][0]["allocations"]) == ("Draft", [])


def test_what_arrives_after_the_review_is_not_matched(payables: Payables, supplier: str) -> None:
    bill = linked_bill(payables, supplier)
    order(payables, supplier, ordered(bill["lineItems"][0], description="Qqqq"))
    group = group_of(payables, bill)
    payables.made("POST", f"/bills/{bill['id']}/submit-review")
    later = order(payables, supplier, ordered(bill["lineItems"][0]), number="PO-2")
    assert (later["status"], group_of(payables, bill)["lines"][0]["allocations"]) == ("Open", [])
    assert group["status"] == "Open"


def test_the_most_alike_lines_that_have_something_left_are_suggested(payables: Payables, supplier: str) -> None:
    bill = linked_bill(payables, supplier)
    line = bill["lineItems"][0]
    unread = "qzvjw"  # letters that begin and end no word of what is read, so that each makes the text less alike
    texts = [f"{line['description']} {unread[:n]}" for n in (5, 4, 3, 2, 1)]
    made = order(payables, supplier, *(ordered(line, description=text, quantityOrdered=2) for text in texts))
    ids = [each["id"] for each in made["lines"]]

    def suggested(group: dict[str, Any]) -> list[str]:
        return [each["poLineId"] for each in group["suggestions"] if each["billLineId"] == line["id"]]

    group = group_of(payables, bill)
    assert suggested(group) == [ids[4], ids[3], ids[2]]
    assert suggested(allocate(payables, group, 1, poLineId=ids[4]).json()) == [ids[3], ids[2], ids[1]]
    other = linked_bill(payables, supplier)
    taken = allocate(payables, group_of(payables, other), 2, poLineId=ids[3])
    assert taken.status_code == 200
    assert suggested(group_of(payables, bill)) == [ids[2], ids[1], ids[0]]
