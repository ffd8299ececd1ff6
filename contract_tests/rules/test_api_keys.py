"""API keys: a new one works at once, until it expires or is revoked."""

from datetime import timedelta
from typing import Any

import pytest

from contract_tests.api_client import Answer, ApiClient, Caller
from contract_tests.checks.expect import Expectations
from contract_tests.checks.times import is_moment
from contract_tests.clock import TargetClock
from contract_tests.provision import Provision
from contract_tests.rules.cases import unknown_id

pytestmark = pytest.mark.needs("writes")

ADMINISTRATORS = "reference: a session user must be Admin or Owner of the client"
ENDED = "a key that has ended is no credential"


def _made(api: ApiClient, expect: Expectations, caller: Caller, **body: Any) -> tuple[Answer, dict[str, Any]]:
    answer = api.call("createApiKey", caller, json=body)
    return answer, expect.success(answer, 201)


def _revoked(api: ApiClient, caller: Caller, key_id: str) -> Answer:
    return api.call("revokeApiKey", caller, path={"id": key_id})


@pytest.mark.about("createApiKey", "revokeApiKey")
def test_a_key_works_from_its_making_to_its_revoking(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller
) -> None:
    answer, key = _made(api, expect, client, name=provision.name("key"))
    told = (key["clientId"], key["rawKey"].startswith(key["keyPrefix"]), key.get("expiresAt"))
    expect.equal(answer, told, (provision.client_id(), True, None), "contract: the key as it was asked for")
    written = key["createdAt"]
    expect.that(answer, is_moment(written), "an RFC 3339 time with a zone", repr(written), "contract: createdAt")
    caller = Caller(api_key=key["rawKey"])
    expect.success(api.call("listIndustries", caller), 200, rule="a new key works at once")
    expect.status(_revoked(api, client, key["id"]), 204, "reference: 204")
    expect.status(api.call("listIndustries", caller), 401, ENDED)
    expect.success(api.call("listIndustries", client), 200, rule="the other keys still work")


@pytest.mark.about("createApiKey")
def test_neither_id_nor_prefix_is_the_key(api: ApiClient, expect: Expectations, client: Caller) -> None:
    _, key = _made(api, expect, client)
    for text in (key["id"], key["keyPrefix"]):
        expect.status(api.call("listIndustries", Caller(api_key=text)), 401, "the raw key alone is the credential")
    _revoked(api, client, key["id"])


@pytest.mark.error_code("Mock.InvalidState", "revokeApiKey")
def test_a_key_is_revoked_once(api: ApiClient, expect: Expectations, client: Caller) -> None:
    _, key = _made(api, expect, client)
    expect.status(_revoked(api, client, key["id"]), 204, "reference: 204")
    expect.refusal(_revoked(api, client, key["id"]), "Mock.InvalidState", rule="reference: only active keys")


@pytest.mark.error_code("Mock.InvalidState", "revokeApiKey")
@pytest.mark.needs("clock")
def test_a_key_expires_on_time(api: ApiClient, expect: Expectations, client: Caller, clock: TargetClock) -> None:
    _, key = _made(api, expect, client, expiresAt=(clock.now + timedelta(hours=1)).isoformat())
    caller = Caller(api_key=key["rawKey"])
    clock.advance(3599)
    expect.success(api.call("listIndustries", caller), 200, rule="a key works until it expires")
    clock.advance(1)
    expect.status(api.call("listIndustries", caller), 401, ENDED)
    expect.refusal(_revoked(api, client, key["id"]), "Mock.InvalidState", rule="reference: only active keys")


@pytest.mark.error_code("Mock.ExpiryInPast", "createApiKey")
@pytest.mark.parametrize("expires_at", ["2020-01-01T00:00:00Z", "2020-01-01T00:00:00+14:00"])
def test_a_key_that_would_be_over_is_not_made(
    expires_at: str, api: ApiClient, expect: Expectations, client: Caller
) -> None:
    answer = api.call("createApiKey", client, json={"expiresAt": expires_at})
    expect.refusal(answer, "Mock.ExpiryInPast")


@pytest.mark.error_code("Member.Forbidden", "createApiKey")
@pytest.mark.error_code("Member.Forbidden", "revokeApiKey")
def test_who_is_no_admin_of_the_client_neither_makes_nor_revokes_keys(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller, session: Caller
) -> None:
    _, key = _made(api, expect, client)
    for caller in (session, provision.portal_user("Member")[1]):
        expect.refusal(api.call("createApiKey", caller, json={}), "Member.Forbidden", rule=ADMINISTRATORS)
        expect.refusal(_revoked(api, caller, key["id"]), "Member.Forbidden", rule=ADMINISTRATORS)
    expect.status(_revoked(api, client, key["id"]), 204, "reference: 204")


@pytest.mark.about("createApiKey", "revokeApiKey")
def test_an_admin_of_the_client_makes_and_revokes_keys(
    api: ApiClient, expect: Expectations, provision: Provision
) -> None:
    _, caller = provision.portal_user("Admin")
    _, key = _made(api, expect, caller)
    expect.success(api.call("listIndustries", Caller(api_key=key["rawKey"])), 200, rule=ADMINISTRATORS)
    expect.status(_revoked(api, caller, key["id"]), 204, ADMINISTRATORS)


@pytest.mark.error_code("Mock.RecordNotFound", "revokeApiKey")
def test_a_key_that_does_not_exist_cannot_be_revoked(api: ApiClient, expect: Expectations, client: Caller) -> None:
    expect.refusal(_revoked(api, client, unknown_id()), "Mock.RecordNotFound", rule="there is nothing to revoke")


@pytest.mark.error_code("Mock.RecordNotFound", "revokeApiKey")
@pytest.mark.needs("two_clients")
def test_another_clients_key_cannot_be_revoked(
    api: ApiClient, expect: Expectations, client: Caller, second_client: Caller
) -> None:
    _, key = _made(api, expect, client)
    answer = _revoked(api, second_client, key["id"])
    expect.refusal(answer, "Mock.RecordNotFound", rule="a key belongs to one client")
    expect.status(_revoked(api, client, key["id"]), 204, "reference: 204")
