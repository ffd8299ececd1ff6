"""Invoice lines: the price from the product, the tax from the rate, and what they come to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from mock_server.domain import documents, money
from mock_server.domain.collections import PRODUCTS
from mock_server.domain.model import Document, Organisation
from mock_server.domain.receivables.tax_rates import require_tax_rate, snapshot
from mock_server.domain.rules.amounts import require_same_currency, require_writable
from mock_server.domain.taxes import EXACT, tax_on
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject

_UNTAXED: JsonObject = {"taxRateId": None, "taxRateSnapshot": None}
_ZERO_RATE = Decimal(0)
_OF_PRODUCT = ("productName", "description", "unitPrice")


class Totals(NamedTuple):
    """The sums of an invoice's lines."""

    sub_total: Decimal
    tax_amount: Decimal
    total: Decimal


def totals_of(lines: Sequence[JsonObject]) -> Totals:
    """The sums. Raises Violation(Mock.AmountTooLarge) where they are too large to be written."""
    sub_total = tax_amount = Decimal(0)
    for line in lines:
        sub_total += money.decimal(line["subTotal"])
        tax_amount += money.decimal(line["taxAmount"])
    return Totals(sub_total, tax_amount, require_writable(sub_total + tax_amount, "total of the invoice"))


@dataclass
class LineMaker:
    """Makes the lines of one invoice. A line that is `present` keeps its id and, with its product, its price and text,
    and with its tax rate what was frozen of that.
    """

    world: World
    organisation: Organisation
    currency: str
    present: dict[str, JsonObject] = field(default_factory=dict)
    _products: dict[str, Document] = field(default_factory=dict)
    _taxes: dict[str, JsonObject] = field(default_factory=dict)

    def line(self, sent: JsonObject) -> JsonObject:
        before = self.present.pop(str(sent.get("id")).lower(), {}) if self.present else {}
        priced = self._priced(sent, before)
        taxed = self._taxed(sent, before)
        quantity = money.decimal(sent["quantity"])
        unit_price = money.decimal(priced["unitPrice"])
        sub_total = money.rounded(EXACT.multiply(quantity, unit_price), self.currency)
        require_writable(sub_total, "amount of a line")
        return {
            "id": before.get("id") or self.world.ids.uuid(),
            **priced,
            **taxed,
            "quantity": money.number(sent["quantity"]),
            "taxAmount": money.written(tax_on(sub_total, rate_of(taxed), self.currency)),
            "subTotal": money.written(sub_total),
        }

    def _priced(self, sent: JsonObject, before: JsonObject) -> JsonObject:
        product = self._product(str(sent["productId"]).lower())
        own = {
            "productId": product.id,
            "productName": product.body["name"],
            "description": product.body.get("description") or product.body["name"],
            "unitPrice": money.number(product.body.get("unitPrice") or 0),
        }
        if before.get("productId") == product.id:
            own |= {name: before[name] for name in _OF_PRODUCT}
        if sent.get("unitPriceOverride") is not None:
            own["unitPrice"] = money.number(sent["unitPriceOverride"])
        return own

    def _taxed(self, sent: JsonObject, before: JsonObject) -> JsonObject:
        if sent.get("taxRateId") is None:
            return _UNTAXED
        tax_rate_id = str(sent["taxRateId"]).lower()
        if before.get("taxRateId") == tax_rate_id:
            return {"taxRateId": tax_rate_id, "taxRateSnapshot": before["taxRateSnapshot"]}
        if tax_rate_id not in self._taxes:
            self._taxes[tax_rate_id] = frozen_rate(self.world, self.organisation, tax_rate_id)
        return self._taxes[tax_rate_id]

    def _product(self, product_id: str) -> Document:
        product = self._products.get(product_id)
        if product is None:
            product = documents.require(self.world, PRODUCTS, self.organisation.id, product_id)
            require_same_currency(
                product.body["currency"], self.currency, what="the product of a line", other="the invoice"
            )
            self._products[product_id] = product
        return product


def frozen_rate(world: World, organisation: Organisation, tax_rate_id: Json) -> JsonObject:
    """A tax rate as lines and credit notes keep it. Raises Violation(Mock.RecordNotFound)."""
    tax_rate = require_tax_rate(world, organisation, tax_rate_id)
    return {"taxRateId": tax_rate.id, "taxRateSnapshot": snapshot(world, tax_rate)}


def rate_of(taxed: JsonObject) -> Decimal:
    """The per cent of what is frozen in a line or a credit note; none is zero-rated."""
    frozen = taxed.get("taxRateSnapshot")
    return money.decimal(frozen["rate"]) if isinstance(frozen, dict) else _ZERO_RATE
