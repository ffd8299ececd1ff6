"""Faults of bills, supplier credit, orders and matching."""

from typing import Any

from contract_tests.selftests.breaking import Change, changed, member, where
from contract_tests.selftests.faults.fault import Fault
from contract_tests.selftests.messages import Answer, json_answer


def _done(status_of_success: int) -> Change:
    """As if it had been performed."""
    return lambda _: json_answer(status_of_success, {})


def _lines(**members: Any) -> Change:
    """The lines of a match group, or of an order, with those members."""

    def change(answer: Answer) -> Answer:
        return answer.with_members(lines=[{**line, **members} for line in answer.member("lines")])

    return change


_NO_VARIANCE = {"hasPriceVariance": False, "hasQuantityVariance": False, "hasOverBillingVariance": False}

FAULTS = (
    Fault(
        "a bill that is still being read is changed",
        changed(where("patchBill", code="Mock.InvalidState"), _done(200)),
        ("rules::test_a_state_does_not_allow_everything",),
    ),
    Fault(
        "a bill that contradicts itself is valid",
        changed(where("validateBill", code="Mock.BillInvalid"), lambda _: json_answer(200, {"valid": True})),
        ("rules::test_every_issue_of_a_bill_is_told",),
    ),
    Fault(
        "more is applied than a credit note has left",
        changed(where("applySupplierCreditNote", code="Mock.AmountExceedsOutstanding"), _done(201)),
        ("rules::test_neither_note_nor_bill_goes_below_zero",),
    ),
    Fault(
        "a closed order is changed",
        changed(where("replacePurchaseOrder", code="Mock.InvalidState"), _done(200)),
        ("rules::test_what_was_ended_is_never_changed",),
    ),
    Fault(
        "a bill that costs more than was ordered is submitted",
        changed(where("submitBillForReview", code="Mock.MatchUnresolved"), _done(200)),
        ("rules::test_a_variance_keeps_the_bill_in_review_until_it_is_accepted",),
    ),
    Fault(
        "a match group tells no variances",
        changed(where("getBillMatchGroup", 200), _lines(**_NO_VARIANCE)),
        ("rules::test_a_higher_price_is_a_variance",),
    ),
    Fault(
        "a match group has no allocations of its own making",
        changed(where("getBillMatchGroup", 200), _lines(allocations=[], fullyAllocated=False)),
        ("rules::test_equal_lines_are_allocated_whichever_came_first",),
    ),
    Fault(
        "a dispute settles a variance",
        changed(where("resolveMatchLine", 200), member("status", "Resolved")),
        ("rules::test_an_objection_keeps_the_bill_in_review",),
    ),
    Fault(
        "accepting a variance settles nothing",
        changed(where("resolveMatchLine", 200), member("status", "Variance")),
        ("rules::test_a_variance_keeps_the_bill_in_review_until_it_is_accepted",),
    ),
    Fault(
        "a decision that was undone stays",
        changed(where("undoMatchLineResolution", 200), member("status", "Resolved")),
        ("rules::test_a_decision_can_be_undone_again_and_again",),
    ),
    Fault(
        "more is allocated than is left",
        changed(where("addMatchAllocation", code="Mock.AmountExceedsOutstanding"), _done(200)),
        ("rules::test_no_more_is_allocated_than_was_billed_or_is_left",),
    ),
    Fault(
        "a closed order is matched",
        changed(where("addMatchAllocation", code="Mock.InvalidState"), _done(200)),
        ("rules::test_an_ended_document_keeps_its_allocations_and_gets_no_more",),
    ),
    Fault(
        "a matched line is removed",
        changed(where("replacePurchaseOrder", code="Mock.LineMatched"), _done(200)),
        ("rules::test_a_replacement_keeps_what_is_matched",),
    ),
    Fault(
        "an order does not know what is matched of it",
        changed(where("getPurchaseOrder", 200), _lines(matchedQuantity=0)),
        ("rules::test_a_document_tells_what_is_matched_with_it",),
    ),
    Fault(
        "no bill is listed as matched with an order",
        changed(where("listPurchaseOrderBills", 200), lambda answer: answer.with_json([])),
        ("rules::test_a_document_tells_what_is_matched_with_it",),
    ),
)
