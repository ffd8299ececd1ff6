"""The two sides that a bill is compared with: what was ordered, and what came."""

from dataclasses import dataclass

from mock_server.domain.collections import DELIVERY_NOTES, PURCHASE_ORDERS
from mock_server.domain.documents import Collection


@dataclass(frozen=True, slots=True)
class Side:
    """`prefix` begins the names of its members in allocations: `poId`, `poLineId`, `poNumber`."""

    collection: Collection
    prefix: str

    @property
    def document(self) -> str:
        return f"{self.prefix}Id"

    @property
    def line(self) -> str:
        return f"{self.prefix}LineId"

    @property
    def number(self) -> str:
        """Here the documents name their member as allocations do."""
        return f"{self.prefix}Number"

    @property
    def description(self) -> str:
        return f"{self.prefix}LineDescription"


ORDERS = Side(PURCHASE_ORDERS, "po")
NOTES = Side(DELIVERY_NOTES, "dn")
SIDES = (ORDERS, NOTES)
