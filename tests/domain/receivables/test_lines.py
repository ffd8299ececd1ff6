"""What lines come to: exact, rounded once per line."""

from decimal import Decimal

import pytest

from mock_server.domain import documents
from mock_server.domain.collections import PRODUCTS
from mock_server.domain.receivables.lines import totals_of
from mock_server.domain.taxes import tax_on, tax_within
from mock_server.domain.violations import Violation
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject
from tests.domain.receivables.ledger import draft, lines, product, tax_rate


@pytest.mark.parametrize(
    ("quantity", "price", "currency", "sub_total"),
    [
        (3, "19.99", "GBP", 59.97),
        ("0.5", 19.99, "GBP", 10),
        (1, "0.005", "GBP", 0.01),
        ("0.333333", "0.014999", "GBP", 0),
        (3, 0.1, "GBP", 0.3),
        (7, "99999999999.99", "EUR", 699999999999.93),
        (1, "0.5", "JPY", 1),
        (1, "0.0005", "KWD", 0.001),
    ],
)
def test_a_line_is_rounded_half_up_to_the_minor_unit(
    world: World, quantity: Json, price: Json, currency: str, sub_total: Json
) -> None:
    line = {"productId": product(world, price, currency).id, "quantity": quantity}
    assert draft(world, line, currency=currency).body["subTotal"] == sub_total


def test_tax_is_rounded_line_by_line(world: World) -> None:
    line = {"productId": product(world, "0.12").id, "quantity": 1, "taxRateId": tax_rate(world).id}
    assert draft(world, line, line, line).body["taxAmount"] == 0.06  # of the sum it would be 0.07


def test_totals_are_the_sums_of_the_lines() -> None:
    line: JsonObject = {"subTotal": 0.1, "taxAmount": "0.2"}
    totals = totals_of([line, line, line])
    assert (totals.sub_total, totals.tax_amount, totals.total) == (Decimal("0.3"), Decimal("0.6"), Decimal("0.9"))


def test_a_total_can_be_as_large_as_can_be_written_and_no_larger() -> None:
    largest: JsonObject = {"subTotal": 999999999999.99, "taxAmount": 0}
    assert totals_of([largest]).total == Decimal("999999999999.99")
    with pytest.raises(Violation) as caught:
        totals_of([largest, {"subTotal": 0, "taxAmount": 0.01}])
    assert caught.value.code.code == "Mock.AmountTooLarge"


@pytest.mark.parametrize(
    ("gross", "rate", "tax"), [("120", "20", "20.00"), ("50", "20", "8.33"), ("1", "5.5", "0.05"), ("10", "0", "0.00")]
)
def test_a_gross_amount_holds_its_tax(gross: str, rate: str, tax: str) -> None:
    assert tax_within(Decimal(gross), Decimal(rate), "GBP") == Decimal(tax)


def test_a_net_amount_bears_its_tax() -> None:
    assert tax_on(Decimal("269.85"), Decimal("17.5"), "GBP") == Decimal("47.22")


def test_a_product_without_price_or_description_makes_a_line_of_its_name_that_costs_nothing(world: World) -> None:
    line = {"productId": product(world, None, description=None).id, "quantity": 2}
    (made,) = lines(draft(world, line))
    assert (made["description"], made["productName"], made["unitPrice"], made["subTotal"]) == (
        "Service",
        "Service",
        0,
        0,
    )


def test_a_price_can_be_given_in_the_place_of_the_products(world: World) -> None:
    line = {"productId": product(world).id, "quantity": 2, "unitPriceOverride": "12.34"}
    assert draft(world, line).body["totalAmount"] == 24.68


def test_what_a_line_was_made_of_stays_when_the_product_changes(world: World) -> None:
    thing = product(world)
    invoice = draft(world, {"productId": thing.id, "quantity": 1})
    documents.change(world, PRODUCTS, thing, {"unitPrice": 1, "name": "Other"})
    (line,) = lines(invoice)
    assert (line["unitPrice"], line["productName"]) == (100, "Service")
