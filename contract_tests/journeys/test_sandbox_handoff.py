"""The sandbox handoff: from a session to a session for one organisation, by the URL that was handed over."""

from urllib.parse import parse_qs, urlsplit

import pytest

from contract_tests.api_client import ApiClient, Caller
from contract_tests.checks.expect import Expectations
from contract_tests.provision import Provision

pytestmark = [pytest.mark.needs("writes"), pytest.mark.about("mintSandboxHandoff", "exchangeAuthCode", "getMe")]


def test_a_user_is_handed_over_to_the_sandbox_of_one_organisation(
    api: ApiClient, expect: Expectations, provision: Provision
) -> None:
    organisation, other = provision.organisation(), provision.organisation()
    person = provision.user(organisation)
    provision.user(other, email=person.email)
    answer = api.call("mintSandboxHandoff", provision.session(person.id), json={"organisationId": organisation})
    handoff = expect.success(answer, 201, rule="published: the handoff is minted")
    provision.masker.learn(handoff["code"])
    handed = [code for codes in parse_qs(urlsplit(handoff["sandboxUrl"]).query).values() for code in codes]
    expect.equal(answer, handoff["code"] in handed, True, "published: the URL hands over the code")

    exchanged = api.call("exchangeAuthCode", json={"code": handoff["code"]})
    session = expect.success(exchanged, 200, rule="published: the code can be exchanged for a session")
    provision.masker.learn(session["token"])
    expect.equal(exchanged, session["userId"], person.id, "published: the session is the same user's")
    caller = Caller(token=session["token"])

    me = api.call("getMe", caller)
    shown = [entry["id"] for entry in expect.success(me, 200)["organisations"]]
    expect.equal(me, shown, [organisation], "published: the session covers that organisation")
    expect.success(api.call("listInvoices", caller.selecting(organisation)), 200)
    refused = api.call("listInvoices", caller.selecting(other))
    expect.refusal(refused, "Mock.OrganisationNotAccessible", rule="published: the session covers one organisation")
