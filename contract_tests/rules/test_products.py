"""Products of an organisation, each in one currency."""

from typing import Any

import pytest

from contract_tests.api_client import ApiClient, Caller
from contract_tests.checks.expect import Expectations
from contract_tests.provision import Provision

pytestmark = pytest.mark.needs("writes")

LEAST = {"name": "Call-out", "currency": "GBP"}


@pytest.fixture
def seller(client: Caller, provision: Provision) -> Caller:
    """A backend with an organisation that has no products yet."""
    return client.selecting(provision.organisation())


def created(api: ApiClient, expect: Expectations, seller: Caller, **sent: Any) -> dict[str, Any]:
    answer = api.call("createProduct", seller, json=LEAST | sent)
    product: dict[str, Any] = expect.success(answer, 201)
    return product


@pytest.mark.about("createProduct", "getProduct")
def test_a_product_is_read_as_it_was_created(api: ApiClient, expect: Expectations, seller: Caller) -> None:
    made = created(api, expect, seller, unitPrice=95.5, type="Service", description="First hour")
    answer = api.call("getProduct", seller, path={"id": made["id"]})
    product = expect.success(answer, 200)
    expect.equal(answer, product, made, "what was created is read")
    expect.equal(answer, float(product["unitPrice"]), 95.5, "what was created is read")


@pytest.mark.about("createProduct")
def test_a_product_of_which_little_is_said_is_a_product_for_nothing(
    api: ApiClient, expect: Expectations, seller: Caller
) -> None:
    answer = api.call("createProduct", seller, json=LEAST)
    product = expect.success(answer, 201)
    rule = "assumption: a product is a Product at no price unless it says otherwise"
    expect.equal(answer, (product["type"], float(product["unitPrice"])), ("Product", 0.0), rule, assumed=True)


@pytest.mark.error_code("Product.MissingName", "createProduct")
@pytest.mark.parametrize("sent", [{}, {"name": ""}, {"name": None}], ids=["absent", "empty", "null"])
def test_a_product_without_a_name_is_refused(
    sent: dict[str, Any], api: ApiClient, expect: Expectations, seller: Caller
) -> None:
    answer = api.call("createProduct", seller, json={"currency": "GBP", **sent})
    expect.refusal(answer, "Product.MissingName", rule="reference: a product has a name")


@pytest.mark.about("listProducts")
@pytest.mark.parametrize(
    ("query", "names"),
    [({"Currency": "EUR"}, ["Advice"]), ({"Type": "Service"}, ["Advice"]), ({"Name": "Pipe"}, ["Pipe"])],
    ids=["Currency", "Type", "Name"],
)
def test_products_can_be_narrowed(
    query: dict[str, str], names: list[str], api: ApiClient, expect: Expectations, seller: Caller
) -> None:
    created(api, expect, seller, name="Pipe")
    created(api, expect, seller, name="Advice", currency="EUR", type="Service")
    answer = api.call("listProducts", seller, query=query)
    shown = [product["name"] for product in expect.success(answer, 200)["data"]]
    expect.equal(answer, shown, names, f"reference: {next(iter(query))} narrows the list")
