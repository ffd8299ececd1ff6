"""Customers of an organisation: made, read, replaced."""

from typing import Any

import pytest

from contract_tests.api_client import ApiClient, Caller
from contract_tests.checks.expect import Expectations
from contract_tests.provision import Provision

pytestmark = [pytest.mark.needs("writes"), pytest.mark.about("createCustomer", "replaceCustomer", "listCustomers")]

REPLACES = "reference: PUT replaces every mutable member of a customer"


@pytest.fixture
def seller(client: Caller, provision: Provision) -> Caller:
    """A backend with an organisation that has no customers yet."""
    return client.selecting(provision.organisation())


def created(api: ApiClient, expect: Expectations, seller: Caller, **sent: str) -> dict[str, Any]:
    answer = api.call("createCustomer", seller, json=sent)
    customer: dict[str, Any] = expect.success(answer, 201, rule="guide: a customer is created")
    for name, value in sent.items():
        expect.equal(answer, customer[name], value, "guide: the answer repeats what was sent")
    return customer


@pytest.mark.about("getCustomer")
def test_a_customer_is_read_as_it_was_created(api: ApiClient, expect: Expectations, seller: Caller) -> None:
    made = created(api, expect, seller, name="Harbour Hotel", email="accounts@harbour.example", country="GB")
    answer = api.call("getCustomer", seller, path={"id": made["id"]})
    expect.equal(answer, expect.success(answer, 200), made, "what was created is read")


def test_a_replacement_leaves_nothing_of_the_old_members(api: ApiClient, expect: Expectations, seller: Caller) -> None:
    made = created(api, expect, seller, name="Harbour Hotel", email="accounts@harbour.example", city="Bristol")
    answer = api.call("replaceCustomer", seller, path={"id": made["id"]}, json={"name": "Harbour Inn", "city": "Bath"})
    replaced = expect.success(answer, 200, rule=REPLACES)
    shown = {name: replaced.get(name) for name in ("id", "name", "email", "city")}
    expect.equal(answer, shown, {"id": made["id"], "name": "Harbour Inn", "email": None, "city": "Bath"}, REPLACES)


def test_customers_are_listed_newest_first(api: ApiClient, expect: Expectations, seller: Caller) -> None:
    ids = [created(api, expect, seller, name=f"Customer {number}")["id"] for number in range(2)]
    answer = api.call("listCustomers", seller)
    shown = [customer["id"] for customer in expect.success(answer, 200)["data"]]
    expect.equal(answer, sorted(shown), sorted(ids), "the list shows the organisation's customers, and no others")
    expect.equal(answer, shown, ids[::-1], "assumption: lists are newest first", assumed=True)
