"""The integration guide's five steps, in order, each going on from what the one before answered."""

import pytest

from contract_tests.api_client import ApiClient, Caller
from contract_tests.checks.expect import Expectations
from contract_tests.provision import Provision

pytestmark = [
    pytest.mark.needs("writes"),
    pytest.mark.about(
        "listIndustries",
        "createOrganisation",
        "addOrganisationUser",
        "createAuthCode",
        "exchangeAuthCode",
        "listInvoices",
    ),
]


def test_the_five_steps_of_the_guide_lead_to_the_invoices(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller
) -> None:
    industries = expect.success(api.call("listIndustries", client), 200, rule="guide, step 1")["data"]
    body = {"name": provision.name("organisation"), "industryId": industries[0]["id"]}
    organisation = expect.success(api.call("createOrganisation", client, json=body), 201, rule="guide, step 1")

    path = {"organisationId": organisation["id"]}
    people = [{"email": provision.email(), "name": name} for name in ("Verify Alice", "Verify Bob")]
    answers = [api.call("addOrganisationUser", client, path=path, json=person) for person in people]
    alice, bob = (expect.success(answer, 201, rule="guide, step 2") for answer in answers)
    expect.equal(answers[1], alice["userId"] == bob["userId"], False, "guide, step 2: two people")

    wanted = {"userId": alice["userId"], "organisationId": organisation["id"]}
    minted = expect.success(api.call("createAuthCode", client, json=wanted), 201, rule="guide, step 3")

    exchanged = api.call("exchangeAuthCode", json={"code": minted["code"]})
    session = expect.success(exchanged, 200, rule="guide, step 4")
    provision.masker.learn(minted["code"], session["token"])
    told = (session["userId"], session["email"])
    expect.equal(exchanged, told, (alice["userId"], people[0]["email"]), "guide, step 4: Alice's session")
    entry = {"organisationId": organisation["id"], "organisationName": body["name"], "role": "Member"}
    expect.equal(exchanged, session["organisations"], [entry], "guide, step 4: the organisations of the session")

    caller = Caller(token=session["token"], organisation=organisation["id"])
    answer = api.call("listInvoices", caller)
    data = expect.success(answer, 200, rule="guide, step 5")["data"]
    expect.equal(answer, data, [], "guide, step 5: a new organisation has no invoices")
