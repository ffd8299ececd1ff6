"""The lines of a recurring schedule: what its invoices are made of."""

from mock_server.domain import money
from mock_server.domain.announcing import organisation_with
from mock_server.domain.receivables.lines import LineMaker, totals_of
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject

_KEPT = ("id", "productId", "productName", "quantity", "taxRateId")


def recurring_lines(world: World, owner_id: str, currency: str, sent: Json) -> list[JsonObject]:
    """The lines, each with an id. An invoice could be made of them now: raises Violation as for an invoice."""
    assert isinstance(sent, list)
    maker = LineMaker(world, organisation_with(world, owner_id), currency)
    priced = [maker.line(line) for line in sent]
    totals_of(priced)
    return [
        {**{name: line[name] for name in _KEPT}, "unitPriceOverride": _price(asked)}
        for line, asked in zip(priced, sent, strict=True)
    ]


def _price(asked: JsonObject) -> Json:
    """What a line shall cost instead of the product's price; null where that holds."""
    price = asked.get("unitPriceOverride")
    return None if price is None else money.written(money.decimal(price))
