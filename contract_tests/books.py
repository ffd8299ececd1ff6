"""The receivables of one organisation, made through the documented API."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from contract_tests.api_client import Answer
from contract_tests.records import Records

DUE = "2100-01-31T00:00:00Z"


@dataclass(frozen=True)
class Books(Records):
    """Customers, products, rates and invoices of an organisation, in GBP unless told otherwise."""

    def customer(self, name: str | None = None) -> str:
        """The id of a new customer."""
        return self._id("createCustomer", {"name": name or self.provision.name("customer")})

    def product(self, price: object = "19.99", currency: str = "GBP", name: str | None = None) -> str:
        """The id of a new product."""
        called = name or self.provision.name("product")
        return self._id("createProduct", {"name": called, "currency": currency, "unitPrice": price, "type": "Service"})

    def tax_rate(self, per_cent: object = 20) -> str:
        """The id of a new tax rate."""
        name = self.provision.name("rate")
        return self._id("createTaxRate", {"code": name, "name": name, "rate": per_cent})

    def body(self, *lines: dict[str, Any], **members: Any) -> dict[str, Any]:
        """A request for an invoice: over 19.99 where no lines are given."""
        asked = list(lines) or [{"productId": self.product(), "quantity": 1}]
        customer = members.pop("customerId", None) or self.customer()
        return {"customerId": customer, "currency": "GBP", "dueDate": DUE, "lineItems": asked, **members}

    def draft(self, *lines: dict[str, Any], **members: Any) -> dict[str, Any]:
        invoice: dict[str, Any] = self.made("createInvoice", json=self.body(*lines, **members))
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

    def pay(self, invoice: dict[str, Any], amount: object, paid_at: str | None = None) -> dict[str, Any]:
        moment = {} if paid_at is None else {"paidAt": paid_at}
        answer = self.on("recordInvoicePayment", invoice, json={"amount": amount, **moment})
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
        path = {} if note is None else {"creditNoteId": note["id"]}
        return self.call(operation_id, invoice["id"], path=path, **parts)

    def token(self, invoice: dict[str, Any]) -> str:
        """What names a sent invoice in the address of its public page."""
        return str(invoice["paymentUrl"]).rpartition("/")[2]

    def _id(self, operation_id: str, body: dict[str, Any]) -> str:
        return str(self.made(operation_id, json=body)["id"])


def amount(shown: object) -> Decimal:
    """An amount in an answer, which may be a number or its text."""
    return Decimal(str(shown))


def amounts(record: dict[str, Any], *members: str) -> tuple[Decimal, ...]:
    return tuple(amount(record[member]) for member in members)
