"""Credit notes as answers show them; their rules are proved by the contract suite."""

from tests.asgi import ACME, BRIGHTSIDE, InProcess

INV_0002 = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4b02"
LINE = "2c1e7cde-ccfe-4c3e-8c6e-bc9eaccf5c02"


def test_a_line_of_a_scenario_without_a_frozen_rate_is_zero_rated(mock: InProcess) -> None:
    path = f"/invoices/{INV_0002}/credit-notes"
    headers = {"x-dolfin-organisation-id": ACME}
    sent = {"amount": "40.10", "invoiceLineItemId": LINE.upper(), "reason": "Goodwill"}
    made = mock.with_key("POST", path, headers=headers, json=sent).json()
    assert {name: made[name] for name in made.keys() - {"id", "createdAt", "updatedAt"}} == {
        "currency": "GBP",
        "organisationId": ACME,
        "invoiceId": INV_0002,
        "documentNumber": None,
        "amount": 40.1,
        "netAmount": 40.1,
        "taxAmount": 0,
        "taxRateId": None,
        "taxRateSnapshot": None,
        "invoiceLineItemId": LINE,
        "reason": "Goodwill",
        "status": "Draft",
        "issuedAt": None,
        "createdBy": None,
        "updatedBy": None,
    }
    issued = mock.with_key("POST", f"{path}/{made['id']}/issue", headers=headers).json()
    assert (issued["documentNumber"], issued["issuedAt"]) == ("CN-0001", "2025-06-01T12:00:00Z")
    assert mock.with_key("GET", path, headers=headers).json() == [issued]
    assert mock.with_key("GET", "/credit-notes", headers={"x-dolfin-organisation-id": BRIGHTSIDE}).json() == {
        "data": []
    }
