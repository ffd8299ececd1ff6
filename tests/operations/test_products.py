"""The products of the selected organisation, each in one currency."""

from typing import Any

import httpx
import pytest

from tests.asgi import ACME, BRIGHTSIDE, InProcess, refusal
from tests.operations.callers import MISSING

IN_BRIGHTSIDE = {"x-dolfin-organisation-id": BRIGHTSIDE}
LEAST = {"name": "Call-out", "currency": "GBP"}


def create(mock: InProcess, **body: Any) -> httpx.Response:
    return mock.with_key("POST", "/products", headers=IN_BRIGHTSIDE, json=body)


def names(mock: InProcess, **query: Any) -> list[str]:
    response = mock.with_key("GET", "/products", headers=IN_BRIGHTSIDE, params=query)
    assert response.status_code == 200, response.text
    return [product["name"] for product in response.json()["data"]]


def test_a_product_is_made_of_what_was_sent(mock: InProcess) -> None:
    sent = {**LEAST, "description": "First hour", "unitPrice": 95.5, "type": "Service"}
    response = create(mock, **sent)
    assert response.status_code == 201
    made, at = response.json(), "2025-06-01T12:00:00Z"
    stamps = {"createdAt": at, "createdBy": None, "updatedAt": at, "updatedBy": None}
    assert made == {**sent, "id": made["id"], "organisationId": BRIGHTSIDE, **stamps}
    assert mock.with_key("GET", f"/products/{made['id'].upper()}", headers=IN_BRIGHTSIDE).json() == made


def test_a_product_of_which_little_is_said_is_a_product_for_nothing(mock: InProcess) -> None:
    made = create(mock, **LEAST).json()
    assert (made["type"], made["unitPrice"], made["description"]) == ("Product", 0, None)


@pytest.mark.parametrize(("sent", "shown"), [("12.50", 12.5), ("0", 0), (12.005, 12.005), ("999999999999", 10**12 - 1)])
def test_a_price_is_a_number_or_its_text(mock: InProcess, sent: object, shown: float) -> None:
    assert create(mock, **LEAST, unitPrice=sent).json()["unitPrice"] == shown


def test_products_are_listed_newest_first(mock: InProcess) -> None:
    for name in ("first", "second"):
        create(mock, name=name, currency="GBP")
    assert names(mock) == ["second", "first"]
    assert names(mock, Limit=1) == ["second"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"Currency": "EUR"}, ["Advice"]),
        ({"Currency": "eur"}, ["Advice"]),
        ({"Currency": "USD"}, []),
        ({"Type": "Service"}, ["Advice", "Call-out"]),
        ({"Type": "Service", "Currency": "GBP"}, ["Call-out"]),
        ({"Name": "pipe"}, ["Pipe"]),
        ({"Name": "pip"}, []),
    ],
    ids=str,
)
def test_products_are_filtered(mock: InProcess, query: dict[str, str], found: list[str]) -> None:
    create(mock, name="Pipe", currency="GBP")
    create(mock, name="Call-out", currency="GBP", type="Service")
    create(mock, name="Advice", currency="EUR", type="Service")
    assert names(mock, **query) == found


@pytest.mark.parametrize("sent", [{}, {"name": ""}, {"name": None}], ids=str)
def test_a_product_without_a_name_is_refused_as_documented(mock: InProcess, sent: dict[str, Any]) -> None:
    assert refusal(create(mock, currency="GBP", **sent)) == (400, "Product.MissingName")
    assert names(mock) == []


@pytest.mark.parametrize(
    "sent",
    [
        {"currency": None},
        {"currency": ""},
        {"currency": "gbp"},
        {"currency": "POUND"},
        {"unitPrice": -1},
        {"unitPrice": "-1"},
        {"unitPrice": "1,50"},
        {"unitPrice": 1e300},
        {"unitPrice": None},
        {"type": "Thing"},
        {"type": "service"},
        {"name": 7},
    ],
    ids=str,
)
def test_a_product_must_match_the_contract(mock: InProcess, sent: dict[str, Any]) -> None:
    assert refusal(create(mock, **{**LEAST, **sent})) == (400, "Mock.InvalidRequest")
    assert names(mock) == []


def test_another_organisations_product_is_missing(mock: InProcess) -> None:
    made = create(mock, **LEAST).json()
    elsewhere = mock.with_key("GET", f"/products/{made['id']}", headers={"x-dolfin-organisation-id": ACME})
    assert refusal(elsewhere) == (404, "Product.NotFound")
    missing = mock.with_key("GET", f"/products/{MISSING}", headers=IN_BRIGHTSIDE)
    assert refusal(missing) == (404, "Product.NotFound")


@pytest.mark.parametrize("name", ["Name", "Currency"])
def test_a_filter_with_nul_is_refused(mock: InProcess, name: str) -> None:
    response = mock.with_key("GET", f"/products?{name}=%00", headers=IN_BRIGHTSIDE)
    assert refusal(response) == (400, "Mock.InvalidRequest")
