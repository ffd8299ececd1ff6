"""Industries: what an organisation can be."""

import pytest

from contract_tests.api_client import ApiClient, Caller
from contract_tests.checks.expect import Expectations

pytestmark = pytest.mark.about("listIndustries")


@pytest.mark.needs("api_key")
def test_the_industries_have_ids_and_names(api: ApiClient, expect: Expectations, client: Caller) -> None:
    answer = api.call("listIndustries", client)
    data = expect.success(answer, 200, rule="guide, step 1: the industries are listed")["data"]
    expect.that(answer, bool(data), "at least one industry", "none", "guide, step 1: an organisation has an industry")
    ids = {entry["id"] for entry in data}
    expect.equal(answer, len(ids), len(data), "an id names one industry")
    expect.equal(answer, [entry for entry in data if not entry["name"]], [], "guide, step 1: industries have names")


@pytest.mark.needs("user")
def test_a_session_user_may_list_the_industries(api: ApiClient, expect: Expectations, session: Caller) -> None:
    answer = api.call("listIndustries", session)
    expect.success(answer, 200, rule="assumption: either credential lists industries", assumed=True)


@pytest.mark.needs("api_key", "two_clients")
def test_every_client_has_the_same_industries(
    api: ApiClient, expect: Expectations, client: Caller, second_client: Caller
) -> None:
    first, second = api.call("listIndustries", client), api.call("listIndustries", second_client)
    expect.equal(
        second,
        expect.success(second, 200),
        expect.success(first, 200),
        "assumption: industries belong to no client",
        assumed=True,
    )
