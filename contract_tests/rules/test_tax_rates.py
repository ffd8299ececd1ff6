"""Tax rates: the defaults of the country and the organisation's own."""

from typing import Any

import pytest

from contract_tests.api_client import ApiClient, Caller
from contract_tests.checks.expect import Expectations
from contract_tests.provision import Provision

MERGES = "reference: the list merges the country's defaults with the organisation's own"


@pytest.fixture
def seller(client: Caller, provision: Provision) -> Caller:
    """A backend with an organisation that has no tax rates of its own yet."""
    return client.selecting(provision.organisation())


def created(api: ApiClient, expect: Expectations, seller: Caller, **sent: Any) -> dict[str, Any]:
    answer = api.call("createTaxRate", seller, json={"code": "LOCAL", "name": "Local levy", "rate": 2.5} | sent)
    rate: dict[str, Any] = expect.success(answer, 201)
    return rate


@pytest.mark.about("listTaxRates", "createTaxRate")
@pytest.mark.needs("writes")
def test_the_list_has_the_organisations_own_rates_and_the_defaults(
    api: ApiClient, expect: Expectations, seller: Caller
) -> None:
    before = expect.success(api.call("listTaxRates", seller), 200)["data"]
    made = created(api, expect, seller)
    answer = api.call("listTaxRates", seller)
    shown = {rate["code"] for rate in expect.success(answer, 200)["data"]}
    expect.equal(answer, shown, {made["code"], *(rate["code"] for rate in before)}, MERGES)
    expect.that(answer, bool(before), "defaults of the country", "none", MERGES)


@pytest.mark.about("listTaxRates")
@pytest.mark.needs("writes")
def test_another_organisation_does_not_see_a_rate(
    api: ApiClient, expect: Expectations, seller: Caller, provision: Provision
) -> None:
    created(api, expect, seller)
    answer = api.call("listTaxRates", seller.selecting(provision.organisation()), query={"Code": "LOCAL"})
    expect.equal(answer, expect.success(answer, 200)["data"], [], MERGES)


@pytest.mark.about("listTaxRates")
@pytest.mark.needs("writes")
def test_the_list_can_be_narrowed_to_one_code(api: ApiClient, expect: Expectations, seller: Caller) -> None:
    for code in ("LOCAL", "OTHER"):
        created(api, expect, seller, code=code)
    answer = api.call("listTaxRates", seller, query={"Code": "LOCAL"})
    shown = [rate["code"] for rate in expect.success(answer, 200)["data"]]
    expect.equal(answer, shown, ["LOCAL"], "reference: Code narrows the list")


@pytest.mark.error_code("TaxRate.MissingCode", "createTaxRate")
@pytest.mark.error_code("TaxRate.MissingName", "createTaxRate")
@pytest.mark.needs("writes")
@pytest.mark.parametrize("missing", ["code", "name"])
@pytest.mark.parametrize("sent", [(), ("",), (None,)], ids=["absent", "empty", "null"])
def test_a_rate_needs_its_code_and_its_name(
    missing: str, sent: tuple[str | None, ...], api: ApiClient, expect: Expectations, seller: Caller
) -> None:
    body: dict[str, Any] = {"code": "LOCAL", "name": "Local levy", "rate": 5}
    del body[missing]
    if sent:
        body[missing] = sent[0]
    answer = api.call("createTaxRate", seller, json=body)
    expect.refusal(answer, f"TaxRate.Missing{missing.title()}", rule="reference: a tax rate has a code and a name")


@pytest.mark.error_code("Mock.NumberTaken", "createTaxRate")
@pytest.mark.needs("writes")
def test_a_code_stands_for_one_rate(api: ApiClient, expect: Expectations, seller: Caller) -> None:
    made = created(api, expect, seller)
    answer = api.call("createTaxRate", seller, json={"code": made["code"], "name": "Another", "rate": 1})
    expect.refusal(answer, "Mock.NumberTaken")
