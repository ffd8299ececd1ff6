"""createdAt is the moment at which something was made."""

import pytest

from contract_tests.api_client import ApiClient, Caller
from contract_tests.checks.expect import Expectations
from contract_tests.checks.times import moment
from contract_tests.clock import TargetClock
from contract_tests.provision import Provision

THE_MOMENT = "contract: createdAt is when it was created"
_WHILE = 90

pytestmark = pytest.mark.needs("clock", "writes")


@pytest.mark.about("createOrganisation")
def test_an_organisation_says_when_it_was_created(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller, clock: TargetClock
) -> None:
    body = {"name": provision.name("organisation"), "industryId": provision.industry()}
    now = clock.now
    answer = api.call("createOrganisation", client, json=body)
    expect.equal(answer, moment(expect.success(answer, 201)["createdAt"]).isoformat(), now.isoformat(), THE_MOMENT)


@pytest.mark.about("addOrganisationUser", "listOrganisationUsers")
def test_the_list_says_when_each_user_was_added(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller, clock: TargetClock
) -> None:
    organisation = provision.organisation()
    added = {}
    for _ in range(2):
        added[provision.user(organisation).id] = clock.now.isoformat()
        clock.advance(_WHILE)
    answer = api.call("listOrganisationUsers", client, path={"organisationId": organisation})
    shown = {u["id"]: moment(u["createdAt"]).isoformat() for u in expect.success(answer, 200)["data"]}
    expect.equal(answer, shown, added, THE_MOMENT)
