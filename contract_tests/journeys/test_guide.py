"""The integration guide's five steps, in order."""

import pytest

from contract_tests.api_client import ApiClient, Caller
from contract_tests.checks.expect import Expectations
from contract_tests.provision import Provision

pytestmark = pytest.mark.needs("writes")


def test_the_five_steps_of_the_guide_lead_to_the_invoices(
    api: ApiClient, expect: Expectations, provision: Provision
) -> None:
    organisation = provision.organisation()
    alice = provision.user(organisation)
    bob = provision.user(organisation)
    assert alice.id != bob.id
    session = provision.exchange(provision.code(alice.id))
    assert session["userId"] == alice.id
    assert organisation in {entry["organisationId"] for entry in session["organisations"]}
    answer = api.call("listInvoices", Caller(token=session["token"], organisation=organisation))
    expect.equal(answer, expect.success(answer, 200)["data"], [], "a new organisation has no invoices")
