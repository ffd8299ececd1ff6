"""A bill's line beside what was ordered and what came: every difference is computed when it is looked at."""

from dataclasses import dataclass
from decimal import Decimal

from mock_server.domain.money import rounded
from mock_server.domain.payables.matching.allocations import Allocation
from mock_server.domain.payables.matching.bill_lines import BillLine
from mock_server.domain.payables.matching.document_lines import DocumentLine
from mock_server.domain.payables.matching.sides import NOTES, ORDERS, SIDES, Side
from mock_server.domain.policy import MATCH_TOLERANCE
from mock_server.json_value import Json, JsonObject

_ACCEPTING = frozenset({"Accept", "AcceptAndUpdateCatalog"})
_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class MatchLine:
    """`equals` are open lines of equal texts, on which the line may find nothing left."""

    billed: BillLine
    allocations: tuple[Allocation, ...]
    equals: tuple[DocumentLine, ...]
    decision: JsonObject | None
    currency: str

    def allocated_on(self, side: Side) -> Decimal:
        return sum((each.quantity for each in self.allocations if each.line_on(side)), _NOTHING)

    @property
    def allocated(self) -> Decimal:
        """An order and its delivery are two views of the same goods: the larger of the two counts (assumed)."""
        return max(map(self.allocated_on, SIDES))

    @property
    def is_fully_allocated(self) -> bool:
        return self.allocated >= self.billed.quantity

    def net_of(self, quantity: Decimal) -> Decimal:
        """The share of the line's net amount."""
        if quantity >= self.billed.quantity:
            return self.billed.net
        return rounded(self.billed.net * quantity / self.billed.quantity, self.currency)

    def amounts(self) -> list[Decimal]:
        """The share of each allocation: together they are exactly what the allocated quantity is."""
        counted: dict[Side, Decimal] = dict.fromkeys(SIDES, _NOTHING)
        amounts = []
        for each in self.allocations:
            side = ORDERS if each.line_on(ORDERS) else NOTES
            before = counted[side]
            counted[side] += each.quantity
            amounts.append(self.net_of(counted[side]) - self.net_of(before))
        return amounts

    def available_on(self, side: Side) -> Decimal | None:
        """What was ordered, or came, and no other bill has; None where there is nothing to compare with."""
        ours = {line.id: line for each in self.allocations if (line := each.line_on(side))}
        compared = ours or {line.id: line for line in self.equals if line.side is side}
        if not compared:
            return None
        return self.allocated_on(side) + sum((line.left for line in compared.values()), _NOTHING)

    def missing_on(self, side: Side) -> Decimal | None:
        """How much more was billed than that."""
        available = self.available_on(side)
        return None if available is None else max(_NOTHING, self.billed.quantity - available)

    @property
    def priced(self) -> list[tuple[Decimal, Decimal]]:
        """How many were ordered for which price."""
        found = ((each.quantity, each.line_on(ORDERS)) for each in self.allocations)
        return [(quantity, line.unit_price) for quantity, line in found if line and line.unit_price is not None]

    @property
    def price_variance(self) -> Decimal | None:
        """How much dearer the allocated quantity is than it was ordered for."""
        if not self.priced:
            return None
        return sum((quantity * (self.billed.unit_price - price) for quantity, price in self.priced), _NOTHING)

    @property
    def has_price_variance(self) -> bool:
        return abs(self.price_variance or _NOTHING) > MATCH_TOLERANCE

    @property
    def has_short_delivery(self) -> bool:
        return bool(self.missing_on(NOTES))

    @property
    def has_over_billing(self) -> bool:
        return bool(self.missing_on(ORDERS))

    @property
    def has_variance(self) -> bool:
        return self.has_price_variance or self.has_short_delivery or self.has_over_billing

    @property
    def is_accepted(self) -> bool:
        return self._decided in _ACCEPTING

    @property
    def is_open(self) -> bool:
        """Whether it holds the bill up: a variance that nobody accepted, or a line that somebody objects to."""
        return not self.is_accepted and (self.has_variance or self._decided is not None)

    @property
    def _decided(self) -> Json:
        return None if self.decision is None else self.decision["resolution"]
