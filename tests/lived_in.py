"""A world in which things have happened: records of every kind, made by the documented calls."""

from typing import Any

from tests.asgi import InProcess

ACME_PLATFORM = "c1234567-abcd-ef01-2345-6789abcdef01"


class LivedIn:
    """Makes records of one organisation, as its client's backend."""

    def __init__(self, mock: InProcess, organisation: str) -> None:
        self._mock = mock
        self._organisation = organisation
        self._receivables()
        self._payables()
        self._administration()

    def _call(self, method: str, path: str, **options: Any) -> Any:
        headers = {"x-dolfin-organisation-id": self._organisation}
        response = self._mock.with_key(method, path, headers=headers, **options)
        assert response.is_success, f"{method} {path}: {response.status_code} {response.text}"
        return response.json() if "json" in response.headers.get("content-type", "") else None

    def _receivables(self) -> None:
        customer = self._call("POST", "/customers", json={"name": "Riverside Cafe"})["id"]
        service = {"name": "Boiler service", "currency": "GBP", "unitPrice": "120.50"}
        product = self._call("POST", "/products", json=service)["id"]
        lines = [{"productId": product, "quantity": 2}]
        invoice = {"customerId": customer, "currency": "GBP", "lineItems": lines}
        self._call("POST", "/invoices", json=invoice)
        sent, partly = (self._call("POST", "/invoices", json=invoice)["id"] for _ in range(2))
        for each in (sent, partly):
            self._call("POST", f"/invoices/{each}/send", json={})
        self._call("POST", f"/invoices/{partly}/payments", json={"amount": 10})
        for _ in range(2):
            credit = self._call("POST", f"/invoices/{sent}/credit-notes", json={"amount": 5})["id"]
        self._call("POST", f"/invoices/{sent}/credit-notes/{credit}/issue")
        self._call("POST", f"/invoices/{sent}/reminders", json={})
        for start in ("2024-12-31", "2030-01-31"):
            schedule = {**invoice, "cadence": "Monthly", "startDate": f"{start}T00:00:00Z"}
            self._call("POST", "/recurring-invoices", json=schedule)

    def _payables(self) -> None:
        supplier = self._call("POST", "/suppliers", json={"name": "Copper Pipes Ltd"})["id"]
        *bills, _ = (self._upload() for _ in range(4))
        self._mock.advance(60)
        for bill in bills:
            self._call("PATCH", f"/bills/{bill}", json={"supplierId": supplier, "currency": "GBP"})
        for bill in bills[1:]:
            self._call("POST", f"/bills/{bill}/submit-review")
        self._call("POST", f"/bills/{bills[2]}/approve")
        received = {"description": self._line_of(bills[0])["description"], "quantityReceived": "0.5"}
        self._orders(supplier, received)
        credit = {"currency": "GBP", "amount": 30}
        for _ in range(2):
            note = self._call("POST", f"/suppliers/{supplier}/credit-notes", json=credit)["id"]
        self._call("POST", f"/supplier-credit-notes/{note}/issue")
        applied = {"billId": bills[2], "amount": 1}
        self._call("POST", f"/supplier-credit-notes/{note}/applications", json=applied)

    def _line_of(self, bill: str) -> Any:
        return self._call("GET", f"/bills/{bill}")["lineItems"][0]

    def _orders(self, supplier: str, received: dict[str, str]) -> None:
        """Half of what the first bill is for came: it is matched with that."""
        ordered = [{"description": "Pipe", "quantityOrdered": 3, "unitPrice": 4}]
        order = {"supplierId": supplier, "poNumber": "PO-1", "lines": ordered}
        self._call("POST", "/purchase-orders", json=order)
        lines = [received, {"description": "Pipe", "quantityReceived": 3}]
        note = {"supplierId": supplier, "dnNumber": "DN-1", "lines": lines}
        self._call("POST", "/delivery-notes", json=note)
        self._call("POST", "/delivery-notes", json={"dnNumber": "DN-2", "lines": lines})
        policy = {"name": "Small bills", "action": "AlwaysReview", "priorityOrder": 5}
        self._call("POST", "/ap/approval-policies", json=policy)

    def _administration(self) -> None:
        self._call("POST", "/gmail-connections", json={"returnUrl": "https://app.example/done"})
        hook = {"url": "http://127.0.0.1:9/hook", "eventTypes": ["invoice.created"]}
        self._call("POST", "/webhook-subscriptions", json=hook)
        self._call(
            "POST", f"/clients/{ACME_PLATFORM}/spend-categories", json={"key": "van_hire", "displayName": "Van hire"}
        )
        self._call("POST", f"/organisations/{self._organisation}/payment-account/enable")
        self._call("POST", "/tax-rates", json={"code": "REDUCED", "name": "Reduced", "rate": 5})
        self._call("POST", "/agent/ar", json={"message": "What is outstanding?"})

    def _upload(self) -> str:
        file = ("bill.pdf", b"%PDF-1.4", "application/pdf")
        return str(self._call("POST", "/bills", files={"file": file})["id"])
