"""What is refused has no effect."""

import pytest

from contract_tests.api_client import ApiClient, Caller
from contract_tests.checks import jwt_text
from contract_tests.checks.expect import Expectations
from contract_tests.provision import Provision

NO_EFFECT = "a refused request changes nothing"


@pytest.mark.about("addOrganisationUser")
@pytest.mark.needs("writes")
def test_a_refused_addition_leaves_the_list_as_it_was(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller
) -> None:
    organisation = provision.organisation()
    member = provision.user(organisation)
    path = {"organisationId": organisation}
    before = expect.success(api.call("listOrganisationUsers", client, path=path), 200)
    again = api.call("addOrganisationUser", client, path=path, json={"email": member.email, "name": "Another Name"})
    expect.equal(again, again.response.ok, False, NO_EFFECT)
    invalid = api.call("addOrganisationUser", client, path=path, json={"email": "no email"})
    expect.equal(invalid, invalid.response.ok, False, NO_EFFECT)
    after = api.call("listOrganisationUsers", client, path=path)
    expect.equal(after, expect.success(after, 200) == before, True, NO_EFFECT)


@pytest.mark.about("exchangeAuthCode")
@pytest.mark.needs("api_key", "user")
def test_a_refused_exchange_does_not_use_the_code_up(
    api: ApiClient, expect: Expectations, provision: Provision
) -> None:
    code = provision.code(provision.shared_user().id)
    altered = jwt_text.altered(code, 2, 0) if jwt_text.is_jwt(code) else code[:-1]
    for body in ({"code": altered}, [code], {"Code": code}):
        refused = api.call("exchangeAuthCode", json=body)
        expect.equal(refused, refused.response.ok, False, NO_EFFECT)
    as_text = api.call(
        "exchangeAuthCode", data=f'{{"code": "{code}"}}'.encode(), headers={"content-type": "text/plain"}
    )
    expect.equal(as_text, as_text.response.ok, False, NO_EFFECT)
    expect.success(api.call("exchangeAuthCode", json={"code": code}), 200, rule=NO_EFFECT)
