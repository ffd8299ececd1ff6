"""Approval policies: in order of priority, and decisive when a bill is submitted."""

from typing import Any

import pytest

from contract_tests.api_client import Answer
from contract_tests.checks.expect import Expectations
from contract_tests.clock import TargetClock
from contract_tests.purchases import Purchases
from contract_tests.rules.cases import unknown_id

pytestmark = pytest.mark.needs("writes")
ORDERED = "reference: active and inactive, the lowest priority first"
DECIDED = "changelog: the first policy that matches decides when a bill is submitted"
CONDITION = "reference: an amount condition needs a currency"
BOTH = ("createApprovalPolicy", "replaceApprovalPolicy")


def policy(purchases: Purchases, action: str = "AutoApprove", **members: Any) -> str:
    body = {"name": "P", "action": action, **members}
    return str(purchases.made("createApprovalPolicy", json=body)["id"])


def asked(purchases: Purchases, operation: str, **members: Any) -> Answer:
    body = {"name": "P", "action": "AutoVoid", **members}
    record = policy(purchases) if operation.startswith("replace") else None
    return purchases.call(operation, record, json=body)


def refusing(code: str) -> pytest.MarkDecorator:
    cases = [pytest.param(name, marks=pytest.mark.error_code(code, name), id=name) for name in BOTH]
    return pytest.mark.parametrize("operation", cases)


@pytest.mark.about("listApprovalPolicies")
def test_the_lowest_priority_is_listed_first(purchases: Purchases, expect: Expectations) -> None:
    made = {order: policy(purchases, priorityOrder=order, active=order != 5) for order in (9, 5, 7)}
    answer = purchases.call("listApprovalPolicies")
    listed = [each["id"] for each in expect.success(answer, 200)]
    expect.equal(answer, listed, [made[5], made[7], made[9]], ORDERED)


@pytest.mark.about("replaceApprovalPolicy", "getApprovalPolicy")
def test_a_replaced_policy_is_another(purchases: Purchases, expect: Expectations) -> None:
    made = policy(purchases, amountGte=5, currency="GBP")
    purchases.made("replaceApprovalPolicy", made, status=200, json={"name": "Q", "action": "AutoVoid"})
    answer = purchases.call("getApprovalPolicy", made)
    shown = expect.success(answer, 200)
    expect.equal(answer, (shown["name"], shown["action"], shown["amountGte"]), ("Q", "AutoVoid", None), "reference")


@pytest.mark.about("deleteApprovalPolicy")
def test_a_deleted_policy_is_gone(purchases: Purchases, expect: Expectations) -> None:
    made = policy(purchases)
    expect.success(purchases.call("deleteApprovalPolicy", made), 204)
    expect.refusal(purchases.call("getApprovalPolicy", made), "ApprovalPolicy.NotFound")


@refusing("Mock.CurrencyRequired")
def test_an_amount_condition_needs_a_currency(operation: str, purchases: Purchases, expect: Expectations) -> None:
    expect.refusal(asked(purchases, operation, amountGte=1), "Mock.CurrencyRequired", rule=CONDITION)


@refusing("Mock.AmountsOutOfOrder")
def test_the_least_amount_is_not_above_the_largest(operation: str, purchases: Purchases, expect: Expectations) -> None:
    answer = asked(purchases, operation, amountGte="2", amountLte="1.99", currency="GBP")
    expect.refusal(answer, "Mock.AmountsOutOfOrder")


@refusing("Supplier.NotFound")
def test_only_suppliers_that_are_there_can_be_named(operation: str, purchases: Purchases, expect: Expectations) -> None:
    expect.refusal(asked(purchases, operation, supplierIds=[unknown_id()]), "Supplier.NotFound")


@refusing("Mock.RecordNotFound")
def test_only_members_can_be_approvers(operation: str, purchases: Purchases, expect: Expectations) -> None:
    expect.refusal(asked(purchases, operation, approverUserIds=[unknown_id()]), "Mock.RecordNotFound")


@pytest.mark.about("submitBillForReview")
@pytest.mark.needs("clock")
@pytest.mark.parametrize(
    ("action", "state"), [("AutoApprove", "Approved"), ("AlwaysReview", "NeedsApproval"), ("AutoVoid", "Voided")]
)
def test_the_first_policy_that_matches_decides(
    action: str, state: str, purchases: Purchases, expect: Expectations, clock: TargetClock
) -> None:
    policy(purchases, "AutoVoid" if action != "AutoVoid" else "AutoApprove", priorityOrder=2)
    made = policy(purchases, action, priorityOrder=1, amountLte=100, currency="GBP")
    bill = purchases.read(clock, currency="GBP", totalAmount=100)
    answer = purchases.call("submitBillForReview", bill)
    shown = expect.success(answer, 200)
    expect.equal(answer, (shown["state"], shown["appliedApprovalPolicyId"]), (state, made), DECIDED)
    expect.equal(answer, (shown["approvedBy"], shown["voidedBy"]), (None, None), "reference: a policy is nobody")
