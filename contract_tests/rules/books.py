"""The receivables of one organisation, made by the documented operations."""

from dataclasses import dataclass
from typing import Any

from contract_tests.api_client import Answer, ApiClient, Caller
from contract_tests.checks.expect import Expectations


@dataclass(frozen=True, slots=True)
class Books:
    """Of the organisation that the caller selects."""

    api: ApiClient
    expect: Expectations
    caller: Caller

    def call(self, operation_id: str, record: str | None = None, **options: Any) -> Answer:
        """The answer of an operation on a record, where it is on one."""
        path = {} if record is None else {"id": record}
        return self.api.call(operation_id, self.caller, path=path, **options)

    def made(self, operation_id: str, record: str | None = None, *, status: int = 200, **options: Any) -> Any:
        return self.expect.success(self.call(operation_id, record, **options), status)

    def customer(self, name: str = "Harbour Hotel") -> str:
        return str(self.made("createCustomer", status=201, json={"name": name})["id"])

    def product(self, price: str = "100", currency: str = "GBP") -> str:
        body = {"name": "Boiler service", "currency": currency, "unitPrice": price}
        return str(self.made("createProduct", status=201, json=body)["id"])

    def sent_invoice(self, customer: str, price: str, *, issued: str, due: str | None, currency: str = "GBP") -> str:
        """The id of a sent invoice over one piece; its moments are given."""
        lines = [{"productId": self.product(price, currency), "quantity": 1}]
        body = {"customerId": customer, "currency": currency, "issueDate": issued, "dueDate": due, "lineItems": lines}
        invoice = str(self.made("createInvoice", status=201, json=body)["id"])
        self.made("sendInvoice", invoice, json={})
        return invoice

    def pay(self, invoice: str, amount: str, paid: str | None = None) -> None:
        self.made("recordInvoicePayment", invoice, status=201, json={"amount": amount, "paidAt": paid})
