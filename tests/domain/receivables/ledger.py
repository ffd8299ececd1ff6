"""What tests of receivables write down first."""

from typing import Any

from mock_server.domain import documents
from mock_server.domain.collections import CUSTOMERS, PRODUCTS, TAX_RATES
from mock_server.domain.documents import Author
from mock_server.domain.model import Document
from mock_server.domain.receivables.invoices import draft_invoice, send_invoice
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject
from tests.asgi import ACME

AUTHOR = Author(ACME)


def customer(world: World, name: str = "Harbour Hotel") -> Document:
    return documents.create(world, CUSTOMERS, AUTHOR, {"name": name})


def product(world: World, price: Json = 100, currency: str = "GBP", **members: Json) -> Document:
    return documents.create(
        world, PRODUCTS, AUTHOR, {"name": "Service", "currency": currency, "unitPrice": price, **members}
    )


def tax_rate(world: World, per_cent: Json = 20) -> Document:
    members: JsonObject = {"code": "OURS", "name": "Ours", "rate": per_cent, "isDefault": False}
    return documents.create(world, TAX_RATES, AUTHOR, members)


def draft(world: World, *lines: dict[str, Any], **members: Any) -> Document:
    """Over 100 without tax where no lines are given."""
    asked = list(lines) or [{"productId": product(world).id, "quantity": 1}]
    whole = {"customerId": customer(world).id, "currency": "GBP", "lineItems": asked, **members}
    return draft_invoice(world, AUTHOR, whole)


def lines(invoice: Document) -> Any:
    """The lines of an invoice."""
    return invoice.body["lineItems"]


def sent(world: World, *lines: dict[str, Any], reminders: tuple[str, ...] = (), **members: Any) -> Document:
    return send_invoice(world, draft(world, *lines, **members), None, reminders)
