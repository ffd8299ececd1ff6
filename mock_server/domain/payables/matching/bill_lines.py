"""Lines of a bill, as they are matched."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from mock_server.domain.money import decimal
from mock_server.domain.payables.bills import Bill
from mock_server.domain.payables.matching.texts import plain
from mock_server.domain.rules.lines import require_known_line
from mock_server.json_value import Json, JsonObject


@dataclass(frozen=True, slots=True)
class BillLine:
    """`net` is what the line costs without tax."""

    id: str
    description: Json
    quantity: Decimal
    unit_price: Decimal
    net: Decimal

    @property
    def text(self) -> str:
        return plain(self.description)


def lines_of_bill(bill: Bill) -> Iterator[BillLine]:
    return (_read(line) for line in bill.lines if line.get("id") is not None)


def require_bill_line(bill: Bill, line_id: Json) -> BillLine:
    """Raises Violation where the bill has no such line."""
    named = str(line_id).lower()
    found = next((line for line in lines_of_bill(bill) if line.id == named), None)
    require_known_line(known=found is not None)
    assert found is not None
    return found


def _read(line: JsonObject) -> BillLine:
    """What was not read from the bill follows from the rest; a line of no quantity is one of one."""
    quantity, price, net = (_amount(line.get(name)) for name in ("quantity", "unitPrice", "subTotal"))
    quantity = Decimal(1) if quantity is None else quantity
    if price is None:
        price = net / quantity if net is not None and quantity else Decimal(0)
    return BillLine(
        id=str(line["id"]).lower(),
        description=line.get("description"),
        quantity=quantity,
        unit_price=price,
        net=quantity * price if net is None else net,
    )


def _amount(found: Json) -> Decimal | None:
    return None if found is None else decimal(found)
