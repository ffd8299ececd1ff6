"""Purchase orders: what was ordered."""

from decimal import Decimal

from mock_server.domain.members import whole
from mock_server.domain.money import decimal, rounded, written
from mock_server.domain.payables.suppliers import linked_id
from mock_server.domain.rules.amounts import require_writable
from mock_server.domain.rules.dates import require_in_order
from mock_server.domain.taxes import tax_on
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject

_DEFAULT_CURRENCY = "GBP"
_HEADER = ("poNumber", "externalRef", "orderDate", "expectedDeliveryDate")


def header_of(world: World, owner_id: str, sent: JsonObject) -> JsonObject:
    """The order without its lines. Raises Violation for a supplier that is not there and for dates out of order."""
    names = ("order date", "expected delivery date")
    require_in_order(sent.get("orderDate"), sent.get("expectedDeliveryDate"), names=names)
    supplier_id = linked_id(world, owner_id, sent.get("supplierId"))
    return {**whole(_HEADER, sent), "supplierId": supplier_id, "currency": sent.get("currency") or _DEFAULT_CURRENCY}


def line_of(currency: str, sent: JsonObject, n: int) -> JsonObject:
    """A whole line: what it costs follows from quantity, price and rate where it was not sent."""
    quantity = decimal(sent["quantityOrdered"])
    price, rate, tax, net = (_optional(sent, name) for name in ("unitPrice", "taxRate", "taxAmount", "subTotal"))
    if net is None:
        net = require_writable(rounded(quantity * (price or Decimal(0)), currency), "line's subTotal")
    if tax is None and rate is not None:
        tax = tax_on(net, rate, currency)
    return {
        **whole(("description", "sku", "unit"), sent),
        "quantityOrdered": written(quantity),
        "unitPrice": _written(price),
        "taxRate": _written(rate),
        "taxAmount": _written(tax),
        "subTotal": written(net),
        "sortOrder": n if sent.get("sortOrder") is None else sent["sortOrder"],
    }


def _optional(sent: JsonObject, name: str) -> Decimal | None:
    return None if sent.get(name) is None else decimal(sent[name])


def _written(amount: Decimal | None) -> Json:
    return None if amount is None else written(amount)
