"""The receivables of one organisation, by the documented calls."""

from dataclasses import dataclass
from typing import Any

import httpx

from tests.asgi import ACME_KEY, BRIGHTSIDE, InProcess


@dataclass
class Books:
    """Of Brightside, which has none in the scenario."""

    mock: InProcess
    organisation: str = BRIGHTSIDE
    key: str = ACME_KEY

    def call(self, method: str, path: str, **options: Any) -> httpx.Response:
        headers = {"x-dolfin-organisation-id": self.organisation}
        return self.mock.with_key(method, path, key=self.key, headers=headers, **options)

    def made(self, method: str, path: str, **options: Any) -> Any:
        response = self.call(method, path, **options)
        assert response.status_code in (200, 201), response.text
        return response.json()

    def customer(self, name: str = "Harbour Hotel") -> str:
        return str(self.made("POST", "/customers", json={"name": name})["id"])

    def product(self, price: str = "100", currency: str = "GBP") -> str:
        body = {"name": "Boiler service", "currency": currency, "unitPrice": price}
        return str(self.made("POST", "/products", json=body)["id"])

    def sent_invoice(
        self, customer: str, price: str, *, currency: str = "GBP", issued: str = "2025-01-01", due: str | None = None
    ) -> str:
        """The id of a sent invoice over one piece; its days are given."""
        body = {
            "customerId": customer,
            "currency": currency,
            "issueDate": f"{issued}T00:00:00Z",
            "dueDate": due and f"{due}T00:00:00Z",
            "lineItems": [{"productId": self.product(price, currency), "quantity": 1}],
        }
        invoice = str(self.made("POST", "/invoices", json=body)["id"])
        self.made("POST", f"/invoices/{invoice}/send")
        return invoice

    def pay(self, invoice: str, amount: str, day: str | None = None) -> None:
        body = {"amount": amount, "paidAt": day and f"{day}T09:00:00Z"}
        self.made("POST", f"/invoices/{invoice}/payments", json=body)

    def credit(self, invoice: str, amount: str) -> None:
        note = self.made("POST", f"/invoices/{invoice}/credit-notes", json={"amount": amount})
        self.made("POST", f"/invoices/{invoice}/credit-notes/{note['id']}/issue")
