"""Paying a bill by bank."""

import pytest

from tests.asgi import InProcess, refusal
from tests.operations.payables import MISSING, Payables

BODY = {"institutionId": "bank", "returnUrl": "https://shop.example/back"}


@pytest.fixture
def payables(mock: InProcess) -> Payables:
    return Payables(mock)


def test_attempts_are_listed_newest_first_and_read_alone(payables: Payables) -> None:
    bill = payables.approved_bill()
    first, second = (payables.made("POST", f"/bills/{bill}/pay/bank", json=BODY) for _ in range(2))
    assert first["expiresAt"] == "2025-06-01T12:15:30Z"
    assert first["billPaymentId"] in first["authorisationUrl"]
    listed = payables.made("GET", f"/bills/{bill}/payments")
    assert [each["id"] for each in listed] == [second["billPaymentId"], first["billPaymentId"]]
    assert payables.made("GET", f"/bank-payments/{first['billPaymentId']}") == listed[1]
    assert listed[1] == {"id": first["billPaymentId"], "billId": bill, "status": "AwaitingAuthorisation"}
    assert payables.bill(bill)["state"] == "Approved"


def test_only_an_approved_bill_is_paid(payables: Payables) -> None:
    bill = payables.read_bill()
    assert refusal(payables.call("POST", f"/bills/{bill}/pay/bank", json=BODY)) == (409, "Mock.InvalidState")
    assert payables.made("GET", f"/bills/{bill}/payments") == []


def test_what_is_asked_for_must_be_there(payables: Payables) -> None:
    assert refusal(payables.call("GET", f"/bills/{MISSING}/payments")) == (404, "Bill.NotFound")
    assert refusal(payables.call("GET", f"/bank-payments/{MISSING}")) == (404, "Mock.RecordNotFound")
