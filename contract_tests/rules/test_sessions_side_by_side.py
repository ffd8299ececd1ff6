"""Sessions do not disturb each other: a user has a browser at work and one at home."""

import pytest

from contract_tests.api_client import ApiClient, Caller
from contract_tests.checks.expect import Expectations
from contract_tests.provision import Provision

SIDE_BY_SIDE = "guide: a session lives 8 hours, whatever else its user does"


@pytest.mark.about("getMe", "exchangeAuthCode")
@pytest.mark.needs("api_key", "user")
def test_a_new_session_leaves_the_earlier_one_alive(api: ApiClient, expect: Expectations, provision: Provision) -> None:
    user_id = provision.shared_user().id
    sessions = [provision.session(user_id) for _ in range(3)]
    for session in sessions:
        answer = api.call("getMe", session)
        expect.equal(answer, expect.success(answer, 200, rule=SIDE_BY_SIDE)["userId"], user_id, SIDE_BY_SIDE)


@pytest.mark.about("mintSandboxHandoff", "exchangeAuthCode")
@pytest.mark.needs("writes")
def test_a_handoff_leaves_the_session_that_minted_it_as_it_was(
    api: ApiClient, expect: Expectations, provision: Provision
) -> None:
    organisation, other = provision.organisation(), provision.organisation()
    person = provision.user(organisation)
    provision.user(other, email=person.email)
    session: Caller = provision.session(person.id)
    before = expect.success(api.call("getMe", session), 200)
    minted = api.call("mintSandboxHandoff", session, json={"organisationId": organisation})
    provision.exchange(expect.success(minted, 201)["code"])
    after = api.call("getMe", session)
    expect.equal(after, expect.success(after, 200) == before, True, SIDE_BY_SIDE)
