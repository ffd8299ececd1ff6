"""A bill's line beside what was ordered and what came, without a server."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from mock_server.domain.model import Document
from mock_server.domain.payables.bills import Bill
from mock_server.domain.payables.matching.allocations import Allocation
from mock_server.domain.payables.matching.bill_lines import BillLine, lines_of_bill
from mock_server.domain.payables.matching.document_lines import DocumentLine
from mock_server.domain.payables.matching.match_groups import MatchGroup
from mock_server.domain.payables.matching.match_lines import MatchLine
from mock_server.domain.payables.matching.sides import NOTES, ORDERS, Side
from mock_server.domain.payables.matching.texts import alike, plain
from mock_server.domain.payables.order_lines import status_after
from mock_server.json_value import JsonObject

PAPER = BillLine("b", "Paper", quantity=Decimal(3), unit_price=Decimal("3.34"), net=Decimal("10.01"))
GROUP = Document("match-groups", "g", "o", {})
ZERO, ONE, TWO, THREE, FOUR = map(Decimal, range(5))


def document_line(
    side: Side, quantity: float = 3, matched: float = 0, price: float | None = None, line_id: str = "l"
) -> DocumentLine:
    name = "quantityOrdered" if side is ORDERS else "quantityReceived"
    body: JsonObject = {
        "id": line_id,
        "description": "Paper",
        name: quantity,
        "matchedQuantity": matched,
        "unitPrice": price,
    }
    return DocumentLine(side, Document(side.collection.name, "d", "o", {}), body)


def allocation(quantity: float, *lines: DocumentLine) -> Allocation:
    body: JsonObject = {"billLineId": "b", "matchedQuantity": quantity, "matchConfidence": None}
    return Allocation(Document("match-groups.allocations", "a", "o", body), lines)


def line_of(*allocations: Allocation, equals: tuple[DocumentLine, ...] = (), decision: Any = None) -> MatchLine:
    return MatchLine(PAPER, allocations, equals, decision, "GBP")


def group_of(*lines: MatchLine) -> MatchGroup:
    return MatchGroup(GROUP, Bill(Document("bills", "b", "o", {})), lines, ())


def read(**members: Any) -> BillLine:
    (line,) = lines_of_bill(Bill(Document("bills", "b", "o", {"lineItems": [{"id": "L", **members}]})))
    return line


@pytest.mark.parametrize(
    ("members", "quantity", "price", "net"),
    [
        ({"quantity": 2, "unitPrice": "1.5", "subTotal": 3}, 2, "1.5", 3),
        ({"quantity": 2, "unitPrice": 1.5}, 2, "1.5", 3),
        ({"quantity": 2, "subTotal": 3, "unitPrice": None}, 2, "1.5", 3),
        ({"subTotal": 3}, 1, 3, 3),
        ({"quantity": 0, "subTotal": 3}, 0, 0, 3),
        ({}, 1, 0, 0),
    ],
)
def test_what_was_not_read_of_a_line_follows_from_the_rest(
    members: dict[str, Any], quantity: int, price: str, net: int
) -> None:
    line = read(**members)
    assert line == BillLine("l", None, Decimal(quantity), Decimal(price), Decimal(net))


def test_a_line_without_an_id_cannot_be_matched() -> None:
    assert list(lines_of_bill(Bill(Document("bills", "b", "o", {"lineItems": [{"description": "x"}]})))) == []


@pytest.mark.parametrize(("text", "expected"), [(None, ""), ("  A4\tPaper ", "a4 paper"), ("STRASSE ß", "strasse ss")])
def test_texts_are_compared_without_regard_to_case_and_spaces(text: str | None, expected: str) -> None:
    assert plain(text) == expected


def test_texts_are_more_or_less_alike() -> None:
    assert alike("a4 paper", "a4 paper") == 1
    assert alike("a4 paper, 5 reams", "a4 paper") > alike("a4 paper, 5 reams", "toner")
    assert alike("", "") == alike("a", "") == 0


def test_long_texts_are_compared_by_their_beginning() -> None:
    assert alike("ab" * 500_000, "ab" * 500_000 + "z") == 1
    assert alike("ab", "abz") < 1


def test_the_order_of_words_matters_little() -> None:
    assert 0.8 < alike("toner cartridge, black", "black toner cartridge") < 1
    assert alike("a", "b") == 0 < alike("a", "a b")


def test_nothing_is_compared_with_nothing() -> None:
    line = line_of()
    assert (line.available_on(ORDERS), line.missing_on(NOTES), line.price_variance) == (None, None, None)
    assert (line.allocated, line.is_fully_allocated, line.has_variance, line.is_open) == (ZERO, False, False, False)


def test_the_shares_of_allocations_add_up_to_the_cent() -> None:
    order = document_line(ORDERS)
    line = line_of(*(allocation(1, order) for _ in range(3)))
    assert line.amounts() == [Decimal("3.34"), Decimal("3.33"), Decimal("3.34")]
    assert sum(line.amounts()) == line.net_of(line.allocated) == PAPER.net


def test_each_side_has_shares_of_its_own() -> None:
    line = line_of(allocation(3, document_line(ORDERS)), allocation(3, document_line(NOTES)))
    assert line.amounts() == [PAPER.net, PAPER.net]
    assert (line.allocated, line.is_fully_allocated) == (THREE, True)


def test_the_larger_side_counts_as_allocated() -> None:
    line = line_of(allocation(1, document_line(ORDERS)), allocation(2, document_line(NOTES)))
    assert (line.allocated, line.net_of(line.allocated)) == (TWO, Decimal("6.67"))


def test_what_other_bills_have_is_not_there_for_this_one() -> None:
    line = line_of(allocation(1, document_line(ORDERS, quantity=5, matched=5)))
    assert (line.available_on(ORDERS), line.missing_on(ORDERS), line.has_over_billing) == (ONE, TWO, True)
    line = line_of(allocation(1, document_line(NOTES, quantity=5, matched=2)))
    assert (line.available_on(NOTES), line.missing_on(NOTES), line.has_short_delivery) == (FOUR, ZERO, False)


def test_two_allocations_to_a_line_count_what_is_left_of_it_once() -> None:
    order = document_line(ORDERS, quantity=4, matched=2)
    assert line_of(allocation(1, order), allocation(1, order)).available_on(ORDERS) == 4


def test_equal_lines_count_where_nothing_was_allocated() -> None:
    taken = document_line(ORDERS, matched=3)
    assert line_of(equals=(taken,)).missing_on(ORDERS) == 3
    assert line_of(equals=(taken,)).missing_on(NOTES) is None
    spare = document_line(ORDERS, line_id="other")
    line = line_of(allocation(3, taken), equals=(taken, spare))
    assert line.available_on(ORDERS) == 3


def test_prices_of_several_orders_are_weighed_by_their_quantities() -> None:
    cheap = document_line(ORDERS, price=3)
    dear = document_line(ORDERS, price=4, line_id="other")
    line = line_of(allocation(1, cheap), allocation(2, dear), allocation(2, document_line(NOTES, price=1)))
    assert (line.price_variance, line.has_price_variance) == (Decimal("0.34") - 2 * Decimal("0.66"), True)
    assert line_of(allocation(3, document_line(ORDERS, price=3.34))).has_price_variance is False


@pytest.mark.parametrize(
    ("resolution", "is_open"),
    [
        ("Accept", False),
        ("AcceptAndUpdateCatalog", False),
        ("Dispute", True),
        ("RequestCreditNote", True),
        (None, True),
    ],
)
def test_a_decision_settles_a_variance_of_any_kind(resolution: str | None, is_open: bool) -> None:
    decision = None if resolution is None else {"resolution": resolution}
    for line in (
        line_of(allocation(3, document_line(ORDERS, price=3)), decision=decision),
        line_of(allocation(1, document_line(ORDERS, quantity=1, matched=1)), decision=decision),
        line_of(allocation(1, document_line(NOTES, quantity=1, matched=1)), decision=decision),
    ):
        assert (line.has_variance, line.is_open) == (True, is_open)


ALLOCATED = line_of(allocation(3, document_line(ORDERS, matched=3)))
UNALLOCATED = line_of()
DEARER = line_of(allocation(3, document_line(ORDERS, matched=3, price=3)))
ACCEPTED = replace(DEARER, decision={"resolution": "Accept"})
DISPUTED = replace(UNALLOCATED, decision={"resolution": "Dispute"})
WAIVED = replace(UNALLOCATED, decision={"resolution": "Accept"})


@pytest.mark.parametrize(
    ("lines", "status", "is_clean"),
    [
        ([], "Resolved", True),
        ([ALLOCATED], "Resolved", True),
        ([UNALLOCATED], "Open", False),
        ([ALLOCATED, UNALLOCATED], "Open", False),
        ([ALLOCATED, DEARER], "Variance", False),
        ([ACCEPTED, DEARER], "Variance", False),
        ([ALLOCATED, ACCEPTED], "Resolved", True),
        ([UNALLOCATED, ACCEPTED], "Resolved", False),
        ([ALLOCATED, DISPUTED], "Variance", False),
        ([ALLOCATED, WAIVED], "Resolved", False),
        ([UNALLOCATED, WAIVED], "Open", False),
    ],
)
def test_the_status_follows_from_the_lines(lines: list[MatchLine], status: str, is_clean: bool) -> None:
    group = group_of(*lines)
    assert (group.status, group.is_clean, group.holds_up) == (status, is_clean, status == "Variance")


def matched(*quantities: int) -> list[Any]:
    return [{"quantityOrdered": 2, "matchedQuantity": n, "fullyMatched": n >= 2} for n in quantities]


@pytest.mark.parametrize(
    ("status", "quantities", "expected"),
    [
        ("Open", (0, 0), "Open"),
        ("Open", (1, 0), "PartiallyMatched"),
        ("Open", (2, 0), "PartiallyMatched"),
        ("Open", (2, 2), "FullyMatched"),
        ("FullyMatched", (0, 0), "Open"),
        ("PartiallyMatched", (), "Open"),
        ("Draft", (0, 0), "Draft"),
        ("Draft", (1, 0), "PartiallyMatched"),
        ("Closed", (2, 2), "Closed"),
        ("Cancelled", (1, 0), "Cancelled"),
    ],
)
def test_the_status_of_an_order_follows_from_its_lines(status: str, quantities: tuple[int, ...], expected: str) -> None:
    assert status_after(status, matched(*quantities)) == expected
