"""Three-way matching: bills beside what was ordered and what came.

A bill's lines have no sku that could be equal; that equal descriptions do instead is assumed.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from contract_tests.api_client import Answer
from contract_tests.books import amount, amounts
from contract_tests.checks.expect import Expectations
from contract_tests.clock import TargetClock
from contract_tests.purchases import Purchases

pytestmark = pytest.mark.needs("writes", "clock")
LAZY = "guide: a match group is made when a bill of the supplier is in review"
ORDERLESS = "guide: the order of arrival does not matter"
VARIANCES = "guide: price, short delivery and over-order are told apart"
BLOCKED = "guide: an unresolved match group keeps the bill in review"
SETTLED = "reference: Accept and AcceptAndUpdateCatalog settle any kind of variance"
KEPT = "reference: Dispute and RequestCreditNote keep the bill blocked"
NET = "reference: allocations are on net amounts"
LEFT = "assumption: no more is allocated than is left"
STAYS = "reference: a matched line cannot be removed or drop below its matched quantity"
ENDED = "changelog: closing and cancelling stop future matching and keep allocations"
HALF = Decimal("0.5")
UNLIKE = "zzzz qqqq"


@dataclass(frozen=True)
class Kind:
    """What differs between orders and delivery notes."""

    noun: str
    number: str
    quantity: str
    line: str


ORDER = Kind("PurchaseOrder", "poNumber", "quantityOrdered", "poLineId")
NOTE = Kind("DeliveryNote", "dnNumber", "quantityReceived", "dnLineId")
BOTH = pytest.mark.parametrize("kind", [ORDER, NOTE], ids=lambda kind: kind.noun)


@dataclass
class Matching:
    """A bill in review, linked to its supplier, and what it is matched with."""

    purchases: Purchases
    expect: Expectations
    supplier: str
    bill: str
    lines: list[dict[str, Any]]
    made: int = 0

    def line(self, kind: Kind, n: int = 0, *, less: Decimal = Decimal(0), **members: Any) -> dict[str, Any]:
        """A line that agrees with one of the bill but for what is said."""
        billed = self.lines[n]
        line = {"description": billed["description"], kind.quantity: str(amount(billed["quantity"]) - less)}
        price = {"unitPrice": billed["unitPrice"]} if kind is ORDER else {}
        return {**line, **price, **members}

    def body(self, kind: Kind, *lines: dict[str, Any], **members: Any) -> dict[str, Any]:
        self.made += 1
        return {kind.number: f"N-{self.made}", "supplierId": self.supplier, "lines": list(lines), **members}

    def document(self, kind: Kind, *lines: dict[str, Any], **members: Any) -> dict[str, Any]:
        body = self.body(kind, *lines, **members)
        made: dict[str, Any] = self.purchases.made(f"create{kind.noun}", json=body)
        return made

    def matched(self, kind: Kind) -> dict[str, Any]:
        """A document with all lines of the bill."""
        return self.document(kind, *(self.line(kind, n) for n in range(len(self.lines))))

    def link(self, supplier: str | None) -> None:
        self.purchases.made("patchBill", self.bill, status=200, json={"supplierId": supplier})

    def group(self) -> Any:
        answer = self.purchases.call("getBillMatchGroup", path={"billId": self.bill})
        return self.expect.success(answer, 200, rule=LAZY)

    def allocate(self, quantity: object, **lines: Any) -> Answer:
        body = {"billLineId": self.lines[0]["id"], "matchedQuantity": str(quantity), **lines}
        return self.purchases.call("addMatchAllocation", self.group()["id"], json=body)

    def remove(self, allocation: str) -> Answer:
        return self.purchases.call("removeMatchAllocation", self.group()["id"], path={"allocationId": allocation})

    def decide(self, resolution: str, n: int = 0) -> Answer:
        body = {"billLineId": self.lines[n]["id"], "resolution": resolution}
        return self.purchases.call("resolveMatchLine", self.group()["id"], json=body)

    def undo(self) -> Answer:
        path = {"billLineId": self.lines[0]["id"]}
        return self.purchases.call("undoMatchLineResolution", self.group()["id"], path=path)

    def submit(self) -> Answer:
        return self.purchases.call("submitBillForReview", self.bill)


@pytest.fixture
def matching(purchases: Purchases, expect: Expectations, clock: TargetClock) -> Matching:
    supplier = purchases.supplier()
    bill = purchases.read(clock, supplierId=supplier)
    return Matching(purchases, expect, supplier, bill, purchases.bill(bill)["lineItems"])


@pytest.mark.error_code("Mock.RecordNotFound", "getBillMatchGroup")
def test_a_group_is_there_once_there_is_something_to_match_with(matching: Matching, expect: Expectations) -> None:
    path = {"billId": matching.bill}
    answer = matching.purchases.call("getBillMatchGroup", path=path)
    expect.refusal(answer, "Mock.RecordNotFound", rule=LAZY)
    matching.document(ORDER, matching.line(ORDER, description=UNLIKE))
    answer = matching.purchases.call("getBillMatchGroup", path=path)
    group = expect.success(answer, 200, rule=LAZY)
    told = (group["billId"], group["status"], group["isClean"])
    expect.equal(answer, told, (matching.bill, "Open", False), LAZY)
    answer = matching.purchases.call("getMatchGroup", group["id"])
    expect.equal(answer, expect.success(answer, 200), group, "reference: the group by its own id")


@pytest.mark.about("getBillMatchGroup", "patchBill", "createPurchaseOrder", "createDeliveryNote")
@BOTH
@pytest.mark.parametrize("first", ["bill", "document"])
def test_equal_lines_are_allocated_whichever_came_first(
    kind: Kind, first: str, matching: Matching, expect: Expectations
) -> None:
    if first == "document":
        matching.link(None)
    made = matching.matched(kind)
    if first == "document":
        matching.link(matching.supplier)
    answer = matching.purchases.call("getBillMatchGroup", path={"billId": matching.bill})
    group = expect.success(answer, 200, rule=ORDERLESS)
    told = [(line["billLineId"], line["fullyAllocated"], amount(line["unallocatedNet"])) for line in group["lines"]]
    expect.equal(answer, told, [(line["id"], True, 0) for line in matching.lines], ORDERLESS)
    named = [each[kind.line] for line in group["lines"] for each in line["allocations"]]
    expect.equal(answer, named, [line["id"] for line in made["lines"]], "assumption: equal descriptions", assumed=True)
    expect.equal(answer, (group["status"], group["isClean"]), ("Resolved", True), "reference: clean", assumed=True)


@pytest.mark.about("getPurchaseOrder", "getDeliveryNote", "listPurchaseOrderBills", "listDeliveryNoteBills")
@BOTH
def test_a_document_tells_what_is_matched_with_it(kind: Kind, matching: Matching, expect: Expectations) -> None:
    more = matching.line(kind, less=-HALF)
    document = matching.document(kind, more)
    answer = matching.purchases.call(f"get{kind.noun}", document["id"])
    shown = expect.success(answer, 200)
    (line,) = shown["lines"]
    told = (shown["status"], amount(line["matchedQuantity"]), line["fullyMatched"])
    billed = amount(matching.lines[0]["quantity"])
    expect.equal(answer, told, ("PartiallyMatched", billed, False), "reference: the status follows from matching")
    matching.remove(matching.group()["lines"][0]["allocations"][0]["id"])
    answer = matching.allocate(billed, **{kind.line: line["id"]})
    group = expect.success(answer, 200)
    answer = matching.purchases.call(f"list{kind.noun}Bills", document["id"])
    (bill,) = expect.success(answer, 200)
    names = ("billId", "matchGroupId", "matchGroupStatus", "state")
    expected = [matching.bill, group["id"], group["status"], "PendingReview"]
    expect.equal(answer, [bill[name] for name in names], expected, "reference: the bills that are matched")


@pytest.mark.about("getPurchaseOrder", "getDeliveryNote")
@BOTH
def test_a_document_of_which_all_is_matched_says_so(kind: Kind, matching: Matching, expect: Expectations) -> None:
    document = matching.matched(kind)
    answer = matching.purchases.call(f"get{kind.noun}", document["id"])
    shown = expect.success(answer, 200)
    told = (shown["status"], all(line["fullyMatched"] for line in shown["lines"]))
    expect.equal(answer, told, ("FullyMatched", True), "reference: the status follows from matching")


@pytest.mark.about("getBillMatchGroup")
def test_a_similar_line_is_suggested_and_not_allocated(matching: Matching, expect: Expectations) -> None:
    text = f"{matching.lines[0]['description']} (new)"
    order = matching.document(ORDER, matching.line(ORDER, description=text), matching.line(ORDER, description=UNLIKE))
    answer = matching.purchases.call("getBillMatchGroup", path={"billId": matching.bill})
    group = expect.success(answer, 200)
    rule = "guide: similar descriptions become suggestions"
    expect.equal(answer, [line["allocations"] for line in group["lines"]], [[]] * len(matching.lines), rule)
    suggested = {each["billLineId"] for each in group["suggestions"]}
    expect.that(answer, matching.lines[0]["id"] in suggested, "the bill's line", f"{len(suggested)} lines", rule)
    named = {each.get("poLineId") for each in group["suggestions"]}
    expect.equal(answer, named, {order["lines"][0]["id"]}, "assumption: named like an allocation's", assumed=True)


def variances(line: dict[str, Any]) -> tuple[bool, bool, bool]:
    return line["hasPriceVariance"], line["hasQuantityVariance"], line["hasOverBillingVariance"]


@pytest.mark.about("getBillMatchGroup")
def test_a_higher_price_is_a_variance(matching: Matching, expect: Expectations) -> None:
    billed = matching.lines[0]
    price = amount(billed["unitPrice"]) - HALF
    matching.document(ORDER, matching.line(ORDER, unitPrice=str(price)))
    answer = matching.purchases.call("getBillMatchGroup", path={"billId": matching.bill})
    line = expect.success(answer, 200)["lines"][0]
    expect.equal(answer, variances(line), (True, False, False), VARIANCES)
    told = amounts(line, "priceVariancePerUnit", "priceVarianceTotal")
    expect.equal(answer, told, (HALF, HALF * amount(billed["quantity"])), VARIANCES)


@pytest.mark.about("getBillMatchGroup")
def test_a_short_delivery_is_a_variance(matching: Matching, expect: Expectations) -> None:
    billed = amount(matching.lines[0]["quantity"])
    matching.document(NOTE, matching.line(NOTE, less=HALF))
    answer = matching.purchases.call("getBillMatchGroup", path={"billId": matching.bill})
    line = expect.success(answer, 200)["lines"][0]
    expect.equal(answer, variances(line), (False, True, False), VARIANCES)
    told = amounts(line, "receivedQuantity", "quantityVariance")
    expect.equal(answer, told, (billed - HALF, HALF), VARIANCES)


@pytest.mark.about("getBillMatchGroup")
def test_more_than_was_ordered_is_a_variance(matching: Matching, expect: Expectations) -> None:
    billed = amount(matching.lines[0]["quantity"])
    matching.document(ORDER, matching.line(ORDER, less=HALF))
    answer = matching.purchases.call("getBillMatchGroup", path={"billId": matching.bill})
    line = expect.success(answer, 200)["lines"][0]
    expect.equal(answer, variances(line), (False, False, True), VARIANCES)
    told = amounts(line, "orderedQuantity", "quantityOverOrdered")
    expect.equal(answer, told, (billed - HALF, HALF), VARIANCES)


@pytest.mark.about("getBillMatchGroup")
def test_a_variance_is_gone_with_its_cause(matching: Matching, expect: Expectations) -> None:
    matching.document(NOTE, matching.line(NOTE, less=HALF))
    matching.document(NOTE, {**matching.line(NOTE), NOTE.quantity: str(HALF)})
    answer = matching.purchases.call("getBillMatchGroup", path={"billId": matching.bill})
    line = expect.success(answer, 200)["lines"][0]
    expect.equal(answer, variances(line), (False, False, False), "reference: variances are computed on reading")


@pytest.mark.error_code("Mock.MatchUnresolved", "submitBillForReview")
@pytest.mark.parametrize(
    ("kind", "members", "less"),
    [(ORDER, {"unitPrice": "0.01"}, 0), (NOTE, {}, HALF), (ORDER, {}, HALF)],
    ids=["price", "short delivery", "over-order"],
)
@pytest.mark.parametrize("resolution", ["Accept", "AcceptAndUpdateCatalog"])
def test_a_variance_keeps_the_bill_in_review_until_it_is_accepted(
    kind: Kind, members: dict[str, Any], less: Decimal, resolution: str, matching: Matching, expect: Expectations
) -> None:
    matching.document(kind, matching.line(kind, less=Decimal(less), **members))
    expect.refusal(matching.submit(), "Mock.MatchUnresolved", rule=BLOCKED)
    expect.equal(matching.submit(), matching.purchases.bill(matching.bill)["state"], "PendingReview", BLOCKED)
    answer = matching.decide(resolution)
    expect.equal(answer, expect.success(answer, 200, rule=SETTLED)["status"], "Resolved", SETTLED)
    state = matching.purchases.bill(matching.bill)["state"]
    expect.equal(answer, state, "PendingReview", "reference: resolving does not approve the bill")
    answer = matching.submit()
    expect.equal(answer, expect.success(answer, 200, rule=SETTLED)["state"], "NeedsApproval", SETTLED)


@pytest.mark.error_code("Mock.MatchUnresolved", "submitBillForReview")
@pytest.mark.parametrize("resolution", ["Dispute", "RequestCreditNote"])
def test_an_objection_keeps_the_bill_in_review(resolution: str, matching: Matching, expect: Expectations) -> None:
    matching.document(ORDER, matching.line(ORDER, unitPrice="0.01"))
    expect.success(matching.decide("Accept"), 200)
    answer = matching.decide(resolution)
    group = expect.success(answer, 200)
    told = (group["status"], group["lines"][0]["resolution"]["resolution"])
    expect.equal(answer, told, ("Variance", resolution), "reference: a later decision overrides")
    expect.refusal(matching.submit(), "Mock.MatchUnresolved", rule=KEPT)


@pytest.mark.about("undoMatchLineResolution")
def test_a_decision_can_be_undone_again_and_again(matching: Matching, expect: Expectations) -> None:
    matching.document(ORDER, matching.line(ORDER, unitPrice="0.01"))
    matching.decide("Accept")
    for _ in range(2):
        answer = matching.undo()
        group = expect.success(answer, 200, rule="reference: idempotent")
        told = (group["status"], group["lines"][0]["resolution"])
        expect.equal(answer, told, ("Variance", None), "reference: undone")


@pytest.mark.about("addMatchAllocation", "removeMatchAllocation")
@BOTH
def test_an_allocation_is_on_the_net_amount(kind: Kind, matching: Matching, expect: Expectations) -> None:
    document = matching.document(kind, matching.line(kind, description=UNLIKE))
    billed = matching.lines[0]
    answer = matching.allocate(billed["quantity"], **{kind.line: document["lines"][0]["id"]})
    line = expect.success(answer, 200)["lines"][0]
    told = (*amounts(line, "allocatedNet", "unallocatedNet"), line["fullyAllocated"])
    expect.equal(answer, told, (amount(billed["subTotal"]), Decimal(0), True), NET)
    (allocation,) = line["allocations"]
    expect.equal(answer, amount(allocation["matchedAmount"]), amount(billed["subTotal"]), NET)
    answer = matching.remove(allocation["id"])
    line = expect.success(answer, 200)["lines"][0]
    told = (line["allocations"], amount(line["unallocatedNet"]))
    expect.equal(answer, told, ([], amount(billed["subTotal"])), "reference: the whole group without it")


@pytest.mark.error_code("Mock.AmountExceedsOutstanding", "addMatchAllocation")
@BOTH
def test_no_more_is_allocated_than_was_billed_or_is_left(kind: Kind, matching: Matching, expect: Expectations) -> None:
    billed = amount(matching.lines[0]["quantity"])
    little = {**matching.line(kind, description=UNLIKE), kind.quantity: str(HALF)}
    much = matching.line(kind, description=UNLIKE, less=-HALF)
    document = matching.document(kind, little, much)
    few, many = ({kind.line: line["id"]} for line in document["lines"])
    expect.refusal(matching.allocate(HALF + Decimal("0.01"), **few), "Mock.AmountExceedsOutstanding", rule=LEFT)
    expect.refusal(matching.allocate(billed + HALF, **many), "Mock.AmountExceedsOutstanding", rule=LEFT)
    expect.success(matching.allocate(HALF, **few), 200)
    expect.refusal(matching.allocate(billed, **many), "Mock.AmountExceedsOutstanding", rule=LEFT)
    expect.refusal(matching.allocate("0.01", **few), "Mock.AmountExceedsOutstanding", rule=LEFT)


@pytest.mark.error_code("Mock.CurrencyMismatch", "addMatchAllocation")
def test_an_order_has_the_currency_of_the_bill(matching: Matching, expect: Expectations) -> None:
    order = matching.document(ORDER, matching.line(ORDER), currency="JPY")
    answer = matching.allocate(HALF, poLineId=order["lines"][0]["id"])
    expect.refusal(answer, "Mock.CurrencyMismatch")


OPERATIONS = ("addMatchAllocation", "removeMatchAllocation", "resolveMatchLine", "undoMatchLineResolution")


@pytest.mark.parametrize(
    "operation",
    [pytest.param(name, marks=pytest.mark.error_code("Mock.InvalidState", name), id=name) for name in OPERATIONS],
)
def test_nothing_is_matched_after_the_review(operation: str, matching: Matching, expect: Expectations) -> None:
    order = matching.document(ORDER, matching.line(ORDER), matching.line(ORDER, description=UNLIKE))
    allocation = matching.group()["lines"][0]["allocations"][0]["id"]
    expect.success(matching.submit(), 200)
    asked = {
        "addMatchAllocation": lambda: matching.allocate(HALF, poLineId=order["lines"][1]["id"]),
        "removeMatchAllocation": lambda: matching.remove(allocation),
        "resolveMatchLine": lambda: matching.decide("Accept"),
        "undoMatchLineResolution": matching.undo,
    }
    expect.refusal(asked[operation](), "Mock.InvalidState", rule="assumption: what was reviewed stays")


@pytest.mark.error_code("Mock.InvalidState", "addMatchAllocation")
@BOTH
@pytest.mark.parametrize("ending", ["close", "cancel"])
def test_an_ended_document_keeps_its_allocations_and_gets_no_more(
    kind: Kind, ending: str, matching: Matching, expect: Expectations
) -> None:
    document = matching.document(kind, matching.line(kind), matching.line(kind, description=UNLIKE))
    before = matching.group()["lines"][0]["allocations"]
    answer = matching.purchases.call(f"{ending}{kind.noun}", document["id"])
    expect.success(answer, 200)
    expect.equal(answer, matching.group()["lines"][0]["allocations"], before, ENDED)
    answer = matching.allocate(HALF, **{kind.line: document["lines"][1]["id"]})
    expect.refusal(answer, "Mock.InvalidState", rule=ENDED)


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(kind, marks=pytest.mark.error_code("Mock.LineMatched", f"replace{kind.noun}"), id=kind.noun)
        for kind in (ORDER, NOTE)
    ],
)
def test_a_replacement_keeps_what_is_matched(kind: Kind, matching: Matching, expect: Expectations) -> None:
    document = matching.document(kind, matching.line(kind))
    kept = matching.line(kind, id=document["lines"][0]["id"])
    less = matching.line(kind, less=HALF, id=document["lines"][0]["id"])
    replace = f"replace{kind.noun}"
    for lines in ([matching.line(kind)], [less]):
        answer = matching.purchases.call(replace, document["id"], json=matching.body(kind, *lines))
        expect.refusal(answer, "Mock.LineMatched", rule=STAYS)
    answer = matching.purchases.call(replace, document["id"], json=matching.body(kind, kept, supplierId=None))
    expect.refusal(answer, "Mock.LineMatched")
    answer = matching.purchases.call(replace, document["id"], json=matching.body(kind, kept))
    (line,) = expect.success(answer, 200)["lines"]
    expect.equal(answer, amount(line["matchedQuantity"]), amount(matching.lines[0]["quantity"]), STAYS)
