"""Invoices: of the selected organisation alone, newest first, page by page."""

from typing import Any

import pytest

from contract_tests.api_client import ApiClient, Caller
from contract_tests.checks.expect import Expectations
from contract_tests.checks.times import moment
from contract_tests.provision import Provision
from contract_tests.rules.cases import unknown_id

SELECTED = "guide, step 5: x-dolfin-organisation-id selects the organisation of a call"
pytestmark = pytest.mark.about("listInvoices")


@pytest.fixture
def reader(provision: Provision) -> Caller:
    """Whoever may read the organisation that was given to the run."""
    caller = provision.client if provision.client.api_key else provision.shared_session()
    assert provision.target.credentials.organisation_id is not None
    return caller.selecting(provision.target.credentials.organisation_id)


@pytest.mark.error_code("Mock.MissingOrganisationHeader", "listInvoices")
@pytest.mark.needs("user")
def test_an_organisation_must_be_selected(api: ApiClient, expect: Expectations, session: Caller) -> None:
    expect.refusal(api.call("listInvoices", session), "Mock.MissingOrganisationHeader", rule=SELECTED)


@pytest.mark.error_code("Mock.MissingOrganisationHeader", "listInvoices")
@pytest.mark.needs("api_key")
def test_a_client_must_select_an_organisation_too(api: ApiClient, expect: Expectations, client: Caller) -> None:
    expect.refusal(api.call("listInvoices", client), "Mock.MissingOrganisationHeader", rule=SELECTED)


@pytest.mark.error_code("Mock.InvalidRequest", "listInvoices")
@pytest.mark.needs("user")
def test_the_selected_organisation_must_be_an_id(api: ApiClient, expect: Expectations, session: Caller) -> None:
    expect.refusal(api.call("listInvoices", session.selecting("no-uuid")), "Mock.InvalidRequest", rule=SELECTED)


@pytest.mark.error_code("Mock.OrganisationNotAccessible", "listInvoices")
@pytest.mark.needs("user")
def test_an_organisation_that_does_not_exist_cannot_be_selected(
    api: ApiClient, expect: Expectations, session: Caller
) -> None:
    answer = api.call("listInvoices", session.selecting(unknown_id()))
    expect.refusal(answer, "Mock.OrganisationNotAccessible", rule=SELECTED)


@pytest.mark.error_code("Mock.OrganisationNotAccessible", "listInvoices")
@pytest.mark.needs("writes")
def test_a_user_cannot_select_an_organisation_without_membership(
    api: ApiClient, expect: Expectations, provision: Provision, session: Caller
) -> None:
    answer = api.call("listInvoices", session.selecting(provision.organisation()))
    expect.refusal(answer, "Mock.OrganisationNotAccessible", rule=SELECTED)


@pytest.mark.error_code("Mock.InvalidCursor", "listInvoices")
@pytest.mark.needs("user", "organisation")
def test_a_cursor_that_no_list_of_invoices_gave_is_refused(
    api: ApiClient, expect: Expectations, session: Caller, organisation: str
) -> None:
    answer = api.call("listInvoices", session.selecting(organisation), query={"Cursor": "no-such-cursor"})
    expect.refusal(answer, "Mock.InvalidCursor")


@pytest.mark.needs("user", "organisation")
def test_a_member_lists_the_invoices_of_the_organisation(
    api: ApiClient, expect: Expectations, session: Caller, organisation: str
) -> None:
    answer = api.call("listInvoices", session.selecting(organisation))
    data = expect.success(answer, 200, rule="guide, step 5: the invoices of the organisation")["data"]
    foreign = {invoice.get("organisationId", organisation) for invoice in data} - {organisation}
    expect.equal(answer, foreign, set(), SELECTED)


@pytest.mark.needs("api_key", "organisation")
def test_a_client_lists_the_invoices_of_its_organisation(
    api: ApiClient, expect: Expectations, client: Caller, organisation: str
) -> None:
    answer = api.call("listInvoices", client.selecting(organisation))
    expect.success(answer, 200, rule="reference: an API key and the organisation header will do")


@pytest.mark.needs("given_organisation")
def test_invoices_are_listed_newest_first(api: ApiClient, expect: Expectations, reader: Caller) -> None:
    answer = api.call("listInvoices", reader)
    made = [moment(i["createdAt"]) for i in expect.success(answer, 200)["data"] if "createdAt" in i]
    told = ", ".join(each.isoformat() for each in made)
    newest_first = sorted(made, reverse=True)
    expect.that(
        answer, made == newest_first, "createdAt, falling", told, "assumption: lists are newest first", assumed=True
    )


@pytest.mark.needs("given_organisation")
def test_the_pages_of_the_invoices_make_up_the_whole_list(api: ApiClient, expect: Expectations, reader: Caller) -> None:
    answer = api.call("listInvoices", reader, query={"Limit": 5})
    whole = [invoice["id"] for invoice in expect.success(answer, 200)["data"]]
    if not whole:
        pytest.skip("the organisation has no invoices")
    shown: list[str] = []
    query: dict[str, Any] = {"Limit": 1}
    rule = "reference: meta.cursors lead through a list"
    for _ in whole:
        answer = api.call("listInvoices", reader, query=query)
        page = expect.success(answer, 200)
        shown += [invoice["id"] for invoice in page["data"]]
        query = {"Limit": 1, "Cursor": (page.get("meta") or {}).get("cursors", {}).get("next")}
    expect.equal(answer, shown, whole, rule)


@pytest.mark.needs("given_organisation")
@pytest.mark.parametrize("member", ["status", "customerId"])
def test_invoices_can_be_narrowed_by_what_they_show(
    member: str, api: ApiClient, expect: Expectations, reader: Caller
) -> None:
    answer = api.call("listInvoices", reader)
    data = expect.success(answer, 200)["data"]
    if not data or member not in data[0]:
        pytest.skip(f"the organisation has no invoice with {member}")
    wanted = data[0][member]
    parameter = member[0].upper() + member[1:]
    answer = api.call("listInvoices", reader, query={parameter: wanted})
    shown = {invoice[member] for invoice in expect.success(answer, 200)["data"]}
    expect.equal(answer, shown, {wanted}, f"reference: {parameter} narrows the list")


@pytest.mark.needs("given_organisation")
def test_invoices_can_be_narrowed_to_a_time(api: ApiClient, expect: Expectations, reader: Caller) -> None:
    rule = "reference: IssueDateFrom narrows the list"
    answer = api.call("listInvoices", reader, query={"IssueDateFrom": "9000-01-01T00:00:00Z"})
    expect.equal(answer, expect.success(answer, 200)["data"], [], rule)
