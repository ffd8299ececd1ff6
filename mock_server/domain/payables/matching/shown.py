"""A match group as answers show it."""

from decimal import Decimal

from mock_server.domain.model import Document
from mock_server.domain.money import rounded, written
from mock_server.domain.payables.matching.allocations import Allocation
from mock_server.domain.payables.matching.match_groups import MatchGroup, match_group
from mock_server.domain.payables.matching.match_lines import MatchLine
from mock_server.domain.payables.matching.sides import NOTES, ORDERS, SIDES, Side
from mock_server.domain.payables.matching.suggestions import suggestions
from mock_server.domain.policy import MATCH_TOLERANCE
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject

_PRICE_DIGITS = Decimal("0.000001")


def shown(world: World, document: Document) -> JsonObject:
    """A `MatchGroupResponse`."""
    return shown_group(match_group(world, document))


def shown_group(group: MatchGroup) -> JsonObject:
    return {
        "id": group.document.id,
        "billId": group.bill.document.id,
        "status": group.status,
        "tolerance": written(MATCH_TOLERANCE),
        "isClean": group.is_clean,
        "lines": [_line(line) for line in group.lines],
        "suggestions": suggestions(group, ORDERS),
        "deliveryNoteSuggestions": suggestions(group, NOTES),
    }


def _line(line: MatchLine) -> JsonObject:
    return {
        "billLineId": line.billed.id,
        "description": line.billed.description,
        "billedQuantity": written(line.billed.quantity),
        "billedUnitPrice": written(line.billed.unit_price),
        "billedNet": written(line.billed.net),
        **_allocated(line),
        **_price(line),
        "hasQuantityVariance": line.has_short_delivery,
        "receivedQuantity": _written(line.available_on(NOTES)),
        "quantityVariance": _written(line.missing_on(NOTES)),
        "hasOverBillingVariance": line.has_over_billing,
        "orderedQuantity": _written(line.available_on(ORDERS)),
        "quantityOverOrdered": _written(line.missing_on(ORDERS)),
        "resolution": line.decision,
    }


def _allocated(line: MatchLine) -> JsonObject:
    net = line.net_of(line.allocated)
    return {
        "allocatedQuantity": written(line.allocated),
        "allocatedNet": written(net),
        "unallocatedNet": written(line.billed.net - net),
        "fullyAllocated": line.is_fully_allocated,
        "allocations": [
            _allocation(each, amount) for each, amount in zip(line.allocations, line.amounts(), strict=True)
        ],
    }


def _price(line: MatchLine) -> JsonObject:
    total = line.price_variance
    quantity = sum((quantity for quantity, _ in line.priced), Decimal(0))
    return {
        "hasPriceVariance": line.has_price_variance,
        "priceVariancePerUnit": None if total is None else written((total / quantity).quantize(_PRICE_DIGITS)),
        "priceVarianceTotal": None if total is None else written(rounded(total, line.currency)),
    }


def _allocation(allocation: Allocation, amount: Decimal) -> JsonObject:
    ordered, received = allocation.line_on(ORDERS), allocation.line_on(NOTES)
    return {
        "id": allocation.document.id,
        "matchedQuantity": written(allocation.quantity),
        "matchedAmount": written(amount),
        **{name: value for side in SIDES for name, value in _named(allocation, side).items()},
        "poSku": None if ordered is None else ordered.body.get("sku"),
        "orderedUnitPrice": None if ordered is None else _written(ordered.unit_price),
        "quantityReceived": None if received is None else written(received.quantity),
        "matchConfidence": allocation.confidence,
    }


def _named(allocation: Allocation, side: Side) -> JsonObject:
    line = allocation.line_on(side)
    if line is None:
        return dict.fromkeys((side.line, side.document, side.number, side.description))
    return {
        side.line: line.id,
        side.document: line.document.id,
        side.number: line.document.body.get(side.number),
        side.description: line.description,
    }


def _written(amount: Decimal | None) -> Json:
    return None if amount is None else written(amount)
