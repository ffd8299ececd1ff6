"""Reading changes nothing: the same question has the same answer, whatever was asked in between."""

from collections.abc import Callable

import pytest

from contract_tests.api_client import Answer, ApiClient, Caller
from contract_tests.checks.expect import Expectations
from contract_tests.provision import Provision

SAME = "RFC 9110: reading is safe, the same request has the same answer"


@pytest.mark.about("getMe", "listIndustries", "listInvoices")
@pytest.mark.needs("user", "organisation")
def test_answers_do_not_depend_on_their_order(
    api: ApiClient, expect: Expectations, session: Caller, organisation: str
) -> None:
    reads: list[Callable[[], Answer]] = [
        lambda: api.call("getMe", session),
        lambda: api.call("listIndustries", session),
        lambda: api.call("listInvoices", session.selecting(organisation)),
    ]
    forwards = [read() for read in reads]
    backwards = [read() for read in reversed(reads)]
    for first, again in zip(forwards, reversed(backwards), strict=True):
        expect.success(first, 200)
        expect.equal(again, again.response.text == first.response.text, True, SAME)


@pytest.mark.about("listOrganisationUsers")
@pytest.mark.needs("writes")
def test_a_list_of_users_is_the_same_each_time(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller
) -> None:
    organisation = provision.organisation()
    for _ in range(3):
        provision.user(organisation)
    answers = [api.call("listOrganisationUsers", client, path={"organisationId": organisation}) for _ in range(3)]
    first = expect.success(answers[0], 200)["data"]
    for answer in answers[1:]:
        expect.equal(answer, expect.success(answer, 200)["data"] == first, True, SAME)


@pytest.mark.about("listInvoices")
@pytest.mark.needs("api_key", "given_organisation")
def test_a_list_of_invoices_is_the_same_each_time(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller
) -> None:
    given = provision.target.credentials.organisation_id
    assert given is not None
    first = api.call("listInvoices", client.selecting(given))
    expect.success(first, 200)
    for _ in range(3):
        again = api.call("listInvoices", client.selecting(given))
        expect.equal(again, expect.success(again, 200)["data"] == first.json["data"], True, SAME)
