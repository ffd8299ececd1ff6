"""The receivables of one organisation, made through the documented API."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from contract_tests.api_client import Answer, ApiClient, Caller
from contract_tests.checks.expect import Expectations
from contract_tests.provision import Provision

DUE = "2100-01-31T00:00:00Z"


@dataclass(frozen=True)
class Books:
    """Customers, products, rates and invoices of an organisation, in GBP unless told otherwise."""

    api: ApiClient
    expect: Expectations
    provision: Provision
    caller: Caller

    def customer(self) -> str:
        """The id of a new customer."""
        return self._made("createCustomer", {"name": self.provision.name("customer")})

    def product(self, price: object = "19.99", currency: str = "GBP") -> str:
        """The id of a new product."""
        body = {"name": self.provision.name("product"), "currency": currency, "unitPrice": price, "type": "Service"}
        return self._made("createProduct", body)

    def tax_rate(self, per_cent: object = 20) -> str:
        """The id of a new tax rate."""
        name = self.provision.name("rate")
        return self._made("createTaxRate", {"code": name, "name": name, "rate": per_cent})

    def body(self, *lines: dict[str, Any], **members: Any) -> dict[str, Any]:
        """A request for an invoice: over 19.99 where no lines are given."""
        asked = list(lines) or [{"productId": self.product(), "quantity": 1}]
        return {"customerId": self.customer(), "currency": "GBP", "dueDate": DUE, "lineItems": asked, **members}

    def draft(self, *lines: dict[str, Any], **members: Any) -> dict[str, Any]:
        answer = self.api.call("createInvoice", self.caller, json=self.body(*lines, **members))
        invoice: dict[str, Any] = self.expect.success(answer, 201)
        return invoice

    def sent(self, *lines: dict[str, Any], reminders: tuple[str, ...] = (), **members: Any) -> dict[str, Any]:
        invoice = self.draft(*lines, **members)
        answer = self.on("sendInvoice", invoice, json={"reminders": list(reminders)} if reminders else None)
        sent: dict[str, Any] = self.expect.success(answer, 200)
        return sent

    def paid(self) -> dict[str, Any]:
        """An invoice that was paid in full."""
        invoice = self.sent()
        self.pay(invoice, invoice["outstanding"])
        return self.read(invoice)

    def void(self) -> dict[str, Any]:
        invoice = self.draft()
        self.expect.success(self.on("voidInvoice", invoice), 204)
        return self.read(invoice)

    def pay(self, invoice: dict[str, Any], amount: object) -> dict[str, Any]:
        answer = self.on("recordInvoicePayment", invoice, json={"amount": amount})
        payment: dict[str, Any] = self.expect.success(answer, 201)
        return payment

    def credit(self, invoice: dict[str, Any], amount: object, **members: Any) -> dict[str, Any]:
        """A credit note in draft."""
        answer = self.on("createInvoiceCreditNote", invoice, json={"amount": amount, **members})
        note: dict[str, Any] = self.expect.success(answer, 201)
        return note

    def read(self, invoice: dict[str, Any]) -> dict[str, Any]:
        shown: dict[str, Any] = self.expect.success(self.on("getInvoice", invoice), 200)
        return shown

    def on(
        self, operation_id: str, invoice: dict[str, Any], note: dict[str, Any] | None = None, **parts: Any
    ) -> Answer:
        """An operation on an invoice, or on one of its credit notes."""
        path = {"id": invoice["id"], "invoiceId": invoice["id"], **({"creditNoteId": note["id"]} if note else {})}
        return self.api.call(operation_id, self.caller, path=path, **parts)

    def token(self, invoice: dict[str, Any]) -> str:
        """What names a sent invoice in the address of its public page."""
        return str(invoice["paymentUrl"]).rpartition("/")[2]

    def _made(self, operation_id: str, body: dict[str, Any]) -> str:
        return str(self.expect.success(self.api.call(operation_id, self.caller, json=body), 201)["id"])


def amount(shown: object) -> Decimal:
    """An amount in an answer, which may be a number or its text."""
    return Decimal(str(shown))


def amounts(record: dict[str, Any], *members: str) -> tuple[Decimal, ...]:
    return tuple(amount(record[member]) for member in members)
