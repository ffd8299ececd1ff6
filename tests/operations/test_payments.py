"""The public side of an invoice and the payment account as answers show them."""

from typing import Any

from tests.asgi import ACME, ALICE, BRIGHTSIDE, CORNER_KEY, InProcess, refusal

INV_0002 = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4b02"


def token(mock: InProcess) -> str:
    headers = {"x-dolfin-organisation-id": ACME}
    url = mock.with_key("GET", f"/invoices/{INV_0002}", headers=headers).json()["paymentUrl"]
    assert url.startswith("http://127.0.0.1:4010/i/")
    return str(url.rpartition("/")[2])


def account(mock: InProcess, method: str, action: str, **options: Any) -> Any:
    return mock.with_key(method, f"/organisations/{ACME}/payment-account/{action}", **options).json()


def test_the_link_of_an_invoice_needs_no_login(mock: InProcess) -> None:
    assert mock.request("GET", f"/i/{token(mock)}").json() == {
        "documentNumber": "INV-0002",
        "currency": "GBP",
        "customerName": "Harbour Hotel",
        "organisationName": "Acme Plumbing Ltd",
        "totalAmount": 540,
        "amountPaid": 0,
        "amountDue": 540,
        "issueDate": "2025-02-03T00:00:00Z",
        "dueDate": "2025-03-05T00:00:00Z",
        "status": "Sent",
        "memo": None,
        "organisationLogoUrl": None,
        "organisationPrimaryColour": None,
    }


def test_a_link_works_in_its_own_world_alone() -> None:
    ours, theirs = InProcess(seed=1), InProcess(seed=2)
    assert token(ours) == token(InProcess(seed=1))
    assert refusal(theirs.request("GET", f"/i/{token(ours)}")) == (404, "Mock.RecordNotFound")


def test_a_checkout_is_the_same_until_the_amount_due_changes(mock: InProcess) -> None:
    path = f"/i/{token(mock)}/checkout-session"
    first = mock.request("POST", path).json()
    assert mock.request("POST", path).json() == first
    headers = {"x-dolfin-organisation-id": ACME}
    mock.with_key("POST", f"/invoices/{INV_0002}/payments", headers=headers, json={"amount": 40})
    second = mock.request("POST", path).json()
    assert (first["amount"], second["amount"]) == (540, 500)
    assert first["clientSecret"] != second["clientSecret"]
    assert first["connectedAccountId"] == second["connectedAccountId"]


def test_the_first_onboarding_counts(mock: InProcess) -> None:
    account(mock, "POST", "enable")
    link = account(mock, "POST", "link", json={"returnUrl": "https://acme.example"})
    assert link["expiresAt"] == "2025-06-01T12:05:00Z"
    mock.advance(30)
    assert account(mock, "POST", "session")["clientSecret"]
    mock.advance(30)
    shown = account(mock, "GET", "status")
    assert (shown["status"], shown["enabledAt"]) == ("Active", "2025-06-01T12:00:00Z")
    account(mock, "POST", "link", json={})
    assert account(mock, "POST", "enable") == shown


def test_an_account_is_for_those_who_can_select_the_organisation(mock: InProcess) -> None:
    path = f"/organisations/{BRIGHTSIDE}/payment-account/status"
    assert mock.with_key("GET", path).status_code == 200
    assert refusal(mock.with_key("GET", path, key=CORNER_KEY)) == (404, "Organisation.NotFound")
    assert refusal(mock.with_token(mock.login(ALICE), "GET", path)) == (404, "Organisation.NotFound")
