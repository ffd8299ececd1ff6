"""Approval policies: what is stored of them, and what they decide."""

from typing import Any

import pytest

from tests.asgi import ADAM, NORAH, InProcess, refusal
from tests.operations.payables import MISSING, Payables


@pytest.fixture
def payables(mock: InProcess) -> Payables:
    return Payables(mock)


def policy(payables: Payables, name: str = "P", action: str = "AutoApprove", **members: Any) -> str:
    body = {"name": name, "action": action, **members}
    return str(payables.made("POST", "/ap/approval-policies", json=body)["id"])


def submitted(payables: Payables, **members: Any) -> dict[str, Any]:
    """A bill that a user has submitted."""
    bill = payables.read_bill(**members)
    session = Payables(payables.mock, token=payables.mock.login(ADAM))
    shown: dict[str, Any] = session.made("POST", f"/bills/{bill}/submit-review")
    return shown


def test_what_is_not_sent_has_its_default(payables: Payables) -> None:
    made = payables.made("POST", "/ap/approval-policies", json={"name": "All", "action": "AlwaysReview"})
    assert {name: made[name] for name in made if name not in ("id", "createdAt", "updatedAt")} == {
        "name": "All",
        "priorityOrder": 0,
        "active": True,
        "supplierIds": [],
        "supplierStanding": "Any",
        "action": "AlwaysReview",
        "approverUserIds": [],
        "amountGte": None,
        "amountLte": None,
        "currency": None,
    }
    assert payables.made("GET", f"/ap/approval-policies/{made['id']}") == made


def test_the_lowest_priority_is_listed_first_active_or_not(payables: Payables) -> None:
    ids = [policy(payables, priorityOrder=order, active=order != 5) for order in (10, "5", 10.0, 0)]
    listed = payables.made("GET", "/ap/approval-policies")
    assert [each["id"] for each in listed] == [ids[3], ids[1], ids[0], ids[2]]


def test_a_replaced_policy_forgets_what_is_not_sent(payables: Payables) -> None:
    made = policy(payables, amountGte="5", currency="GBP", priorityOrder=7)
    body = {"name": "Q", "action": "AutoVoid"}
    replaced = payables.made("PUT", f"/ap/approval-policies/{made}", json=body)
    assert (replaced["id"], replaced["amountGte"], replaced["currency"], replaced["priorityOrder"]) == (
        made,
        None,
        None,
        0,
    )


def test_a_deleted_policy_is_gone(payables: Payables) -> None:
    made = policy(payables)
    assert payables.call("DELETE", f"/ap/approval-policies/{made}").status_code == 204
    for method in ("GET", "DELETE"):
        response = payables.call(method, f"/ap/approval-policies/{made}")
        assert refusal(response) == (404, "ApprovalPolicy.NotFound")


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"amountGte": 1}, (400, "Mock.CurrencyRequired")),
        ({"amountLte": "1", "currency": None}, (400, "Mock.CurrencyRequired")),
        ({"amountGte": "2", "amountLte": 1.99, "currency": "GBP"}, (400, "Mock.AmountsOutOfOrder")),
        ({"supplierIds": [MISSING]}, (404, "Supplier.NotFound")),
        ({"approverUserIds": [NORAH]}, (404, "Mock.RecordNotFound")),
        ({"priorityOrder": 1001}, (400, "Mock.InvalidRequest")),
        ({"priorityOrder": "1001"}, (400, "Mock.InvalidRequest")),
        ({"priorityOrder": -1}, (400, "Mock.InvalidRequest")),
        ({"amountGte": -1, "currency": "GBP"}, (400, "Mock.InvalidRequest")),
    ],
)
def test_a_policy_that_cannot_be_is_refused(
    payables: Payables, members: dict[str, Any], expected: tuple[int, str]
) -> None:
    made = policy(payables)
    body = {"name": "P", "action": "AutoVoid", **members}
    assert refusal(payables.call("POST", "/ap/approval-policies", json=body)) == expected
    assert refusal(payables.call("PUT", f"/ap/approval-policies/{made}", json=body)) == expected


def test_equal_bounds_and_ids_in_capitals_are_taken(payables: Payables) -> None:
    supplier = payables.supplier()
    made = policy(
        payables,
        amountGte="5.50",
        amountLte=5.5,
        currency="GBP",
        supplierIds=[supplier.upper(), supplier],
        approverUserIds=[ADAM.upper()],
    )
    shown = payables.made("GET", f"/ap/approval-policies/{made}")
    assert (shown["supplierIds"], shown["approverUserIds"], shown["amountGte"]) == ([supplier], [ADAM], 5.5)


def test_an_auto_approval_is_nobodys(payables: Payables) -> None:
    made = policy(payables, "Small change")
    bill = submitted(payables)
    assert (bill["state"], bill["approvedBy"], bill["approvedAt"]) == ("Approved", None, "2025-06-01T12:00:30Z")
    assert (bill["appliedApprovalPolicyId"], bill["appliedApprovalPolicyName"]) == (made, "Small change")


def test_an_auto_void_is_nobodys(payables: Payables) -> None:
    policy(payables, action="AutoVoid")
    bill = submitted(payables)
    assert (bill["state"], bill["voidedBy"], bill["voidedAt"]) == ("Voided", None, "2025-06-01T12:00:30Z")


def test_a_review_names_its_reviewers_while_it_lasts(payables: Payables) -> None:
    policy(payables, action="AlwaysReview", approverUserIds=[ADAM])
    bill = submitted(payables)
    assert (bill["state"], bill["resolvedApproverUserIds"]) == ("NeedsApproval", [ADAM])
    assert payables.made("POST", f"/bills/{bill['id']}/approve")["resolvedApproverUserIds"] == []


def test_a_bill_keeps_what_was_decided_whatever_becomes_of_the_policy(payables: Payables) -> None:
    made = policy(payables, "Before")
    bill = submitted(payables)["id"]
    payables.made("PUT", f"/ap/approval-policies/{made}", json={"name": "After", "action": "AutoVoid"})
    assert payables.bill(bill)["appliedApprovalPolicyName"] == "Before"


@pytest.mark.parametrize(
    ("members", "applies"),
    [
        ({"active": False}, False),
        ({"amountGte": "100", "currency": "GBP"}, True),
        ({"amountGte": "100.01", "currency": "GBP"}, False),
        ({"amountLte": 100, "currency": "GBP"}, True),
        ({"amountLte": "99.99", "currency": "GBP"}, False),
        ({"amountGte": "1", "currency": "EUR"}, False),
        ({"currency": "EUR"}, False),
        ({"supplierStanding": "New"}, True),
        ({"supplierStanding": "Established"}, False),
    ],
)
def test_a_policy_decides_about_the_bills_it_is_for(payables: Payables, members: dict[str, Any], applies: bool) -> None:
    policy(payables, **members)
    bill = submitted(payables, currency="GBP", totalAmount="100")
    assert bill["state"] == ("Approved" if applies else "NeedsApproval")
    assert (bill["appliedApprovalPolicyId"] is not None) == applies


def test_a_policy_can_be_for_certain_suppliers(payables: Payables) -> None:
    ours, other = payables.supplier("Ours"), payables.supplier("Other")
    policy(payables, supplierIds=[ours])
    states = [submitted(payables, supplierId=supplier)["state"] for supplier in (ours, other, None)]
    assert states == ["Approved", "NeedsApproval", "NeedsApproval"]


def test_a_supplier_is_established_once_a_bill_of_it_was_approved(payables: Payables) -> None:
    supplier = payables.supplier()
    policy(payables, supplierStanding="Established", action="AutoVoid")
    assert submitted(payables, supplierId=supplier)["state"] == "NeedsApproval"
    payables.approved_bill(supplierId=payables.supplier("Other"))
    bill = submitted(payables, supplierId=supplier)
    assert bill["state"] == "NeedsApproval"
    payables.made("POST", f"/bills/{bill['id']}/approve")
    assert submitted(payables, supplierId=supplier)["state"] == "Voided"


def test_the_first_policy_that_matches_decides(payables: Payables) -> None:
    policy(payables, "Last", "AutoVoid", priorityOrder=9)
    policy(payables, "First", "AutoApprove", priorityOrder=1)
    policy(payables, "Inactive", "AutoVoid", priorityOrder=0, active=False)
    assert submitted(payables)["appliedApprovalPolicyName"] == "First"
