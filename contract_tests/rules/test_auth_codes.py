"""Auth codes: minted for a user of the client, valid for ten minutes, exchanged once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from contract_tests.api_client import Answer, ApiClient, Caller
from contract_tests.checks import jwt_text
from contract_tests.checks.expect import Expectations
from contract_tests.checks.times import is_moment, moment
from contract_tests.clock import TargetClock
from contract_tests.provision import Person, Provision
from contract_tests.rules.cases import unknown_id

LIFETIME = 600
ONCE = "guide: a code works once"
TEN_MINUTES = "guide: a code lives 10 minutes"
NIL = "00000000-0000-0000-0000-000000000000"
AT_ONCE = 30


@pytest.mark.error_code("User.MissingUserId", "createAuthCode")
@pytest.mark.needs("api_key")
def test_a_code_is_not_minted_without_a_user_id(api: ApiClient, expect: Expectations, client: Caller) -> None:
    expect.refusal(api.call("createAuthCode", client, json={}), "User.MissingUserId")


@pytest.mark.about("createAuthCode")
@pytest.mark.needs("api_key")
@pytest.mark.parametrize("user_id", [None, "", NIL], ids=["null", "empty", "nil"])
def test_a_user_id_that_says_nothing_counts_as_missing(
    user_id: str | None, api: ApiClient, expect: Expectations, client: Caller
) -> None:
    answer = api.call("createAuthCode", client, json={"userId": user_id})
    rule = "assumption: null, empty and nil ids count as missing"
    expect.status(answer, 400, rule, assumed=True)
    if answer.error_code is not None:
        expect.equal(answer, answer.error_code, "User.MissingUserId", rule, assumed=True)


@pytest.mark.error_code("User.NotInClient", "createAuthCode")
@pytest.mark.needs("api_key")
def test_a_code_is_not_minted_for_a_user_who_does_not_exist(
    api: ApiClient, expect: Expectations, client: Caller
) -> None:
    expect.refusal(api.call("createAuthCode", client, json={"userId": unknown_id()}), "User.NotInClient")


@pytest.mark.about("createAuthCode")
@pytest.mark.needs("api_key", "user")
def test_a_minted_code_says_when_it_expires(
    api: ApiClient, expect: Expectations, client: Caller, provision: Provision
) -> None:
    answer = api.call("createAuthCode", client, json={"userId": provision.shared_user().id})
    body = expect.success(answer, 201)
    _expect_expiry(answer, body, expect)


@pytest.mark.about("createAuthCode")
@pytest.mark.needs("clock", "writes")
def test_a_code_expires_ten_minutes_after_it_was_minted(
    api: ApiClient, expect: Expectations, client: Caller, user: Person, clock: TargetClock
) -> None:
    answer = api.call("createAuthCode", client, json={"userId": user.id})
    expires_at = moment(expect.success(answer, 201)["expiresAt"])
    expected = clock.now + timedelta(seconds=LIFETIME)
    expect.equal(answer, expires_at.isoformat(), expected.isoformat(), TEN_MINUTES)


@pytest.mark.about("createAuthCode")
@pytest.mark.needs("api_key", "user")
def test_the_organisation_id_that_the_guide_sends_along_does_no_harm(
    api: ApiClient, expect: Expectations, client: Caller, provision: Provision
) -> None:
    body = {"userId": provision.shared_user().id, "organisationId": provision.shared_organisation()}
    answer = api.call("createAuthCode", client, json=body)
    expect.success(answer, 201, rule="guide, step 3: the request also names the organisation")


@pytest.mark.about("createAuthCode")
@pytest.mark.needs("api_key", "user")
def test_two_codes_of_one_user_differ_and_both_work(expect: Expectations, provision: Provision, api: ApiClient) -> None:
    user_id = provision.shared_user().id
    first, second = provision.code(user_id), provision.code(user_id)
    answer = api.call("exchangeAuthCode", json={"code": second})
    expect.equal(answer, first == second, False, "a code is a secret of its own")
    expect.success(answer, 200)
    expect.success(api.call("exchangeAuthCode", json={"code": first}), 200)


@pytest.mark.error_code("Mock.AuthCodeUnknown", "exchangeAuthCode")
def test_a_code_that_was_never_minted_is_refused(api: ApiClient, expect: Expectations) -> None:
    answer = api.call("exchangeAuthCode", json={"code": "no-such-code"})
    expect.refusal(answer, "Mock.AuthCodeUnknown", rule="guide, step 4: a code is exchanged for a session")


@pytest.mark.error_code("Mock.AuthCodeUnknown", "exchangeAuthCode")
@pytest.mark.needs("api_key", "user")
@pytest.mark.parametrize("place", [0, -1], ids=["first", "last"])
@pytest.mark.parametrize("part", [0, 1, 2], ids=["header", "payload", "signature"])
def test_a_code_with_one_altered_bit_is_refused(
    part: int, place: int, api: ApiClient, expect: Expectations, provision: Provision
) -> None:
    code = jwt_text.altered(_jwt(provision.code(provision.shared_user().id)), part, place)
    expect.refusal(api.call("exchangeAuthCode", json={"code": code}), "Mock.AuthCodeUnknown", rule=ONCE)


@pytest.mark.error_code("Mock.AuthCodeUnknown", "exchangeAuthCode")
@pytest.mark.needs("api_key", "user")
def test_a_code_without_a_signature_is_refused(api: ApiClient, expect: Expectations, provision: Provision) -> None:
    code = jwt_text.unsigned(_jwt(provision.code(provision.shared_user().id)))
    expect.refusal(api.call("exchangeAuthCode", json={"code": code}), "Mock.AuthCodeUnknown", rule=ONCE)


@pytest.mark.error_code("Mock.AuthCodeUnknown", "exchangeAuthCode")
@pytest.mark.needs("api_key", "user")
def test_a_code_signed_with_another_key_is_refused(api: ApiClient, expect: Expectations, provision: Provision) -> None:
    code = jwt_text.signed_by_another(_jwt(provision.code(provision.shared_user().id)))
    expect.refusal(api.call("exchangeAuthCode", json={"code": code}), "Mock.AuthCodeUnknown", rule=ONCE)


@pytest.mark.error_code("Mock.AuthCodeUnknown", "exchangeAuthCode")
@pytest.mark.needs("user")
def test_a_session_token_is_no_auth_code(api: ApiClient, expect: Expectations, session: Caller) -> None:
    answer = api.call("exchangeAuthCode", json={"code": session.token})
    expect.refusal(answer, "Mock.AuthCodeUnknown", rule="guide: codes, not sessions, are exchanged")


@pytest.mark.error_code("Mock.AuthCodeUsed", "exchangeAuthCode")
@pytest.mark.needs("api_key", "user")
def test_a_code_works_once(api: ApiClient, expect: Expectations, provision: Provision) -> None:
    code = provision.code(provision.shared_user().id)
    provision.exchange(code)
    for _ in range(2):
        expect.refusal(api.call("exchangeAuthCode", json={"code": code}), "Mock.AuthCodeUsed", rule=ONCE)


@pytest.mark.about("exchangeAuthCode")
@pytest.mark.needs("api_key", "user")
def test_a_code_exchanged_many_times_at_once_has_one_winner(
    api: ApiClient, expect: Expectations, provision: Provision
) -> None:
    code = provision.code(provision.shared_user().id)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda _: api.call("exchangeAuthCode", json={"code": code}), range(AT_ONCE)))
    statuses = Counter(answer.status for answer in answers)
    expect.equal(answers[0], statuses[200], 1, ONCE)
    for answer in answers:
        if answer.status != 200:
            expect.refusal(answer, "Mock.AuthCodeUsed")


@pytest.mark.about("exchangeAuthCode")
@pytest.mark.needs("clock", "writes")
def test_a_code_still_works_one_second_before_it_expires(
    api: ApiClient, expect: Expectations, provision: Provision, user: Person, clock: TargetClock
) -> None:
    code = provision.code(user.id)
    clock.advance(LIFETIME - 1)
    expect.success(api.call("exchangeAuthCode", json={"code": code}), 200, rule=TEN_MINUTES)


@pytest.mark.error_code("Mock.AuthCodeExpired", "exchangeAuthCode")
@pytest.mark.needs("clock", "writes")
def test_a_code_is_refused_from_the_second_it_expires(
    api: ApiClient, expect: Expectations, provision: Provision, user: Person, clock: TargetClock
) -> None:
    code = provision.code(user.id)
    clock.advance(LIFETIME)
    answer = api.call("exchangeAuthCode", json={"code": code})
    expect.refusal(answer, "Mock.AuthCodeExpired", rule=TEN_MINUTES)


@pytest.mark.error_code("Mock.AuthCodeExpired", "exchangeAuthCode")
@pytest.mark.needs("clock", "writes")
def test_an_expired_code_is_refused_long_after_too(
    api: ApiClient, expect: Expectations, provision: Provision, user: Person, clock: TargetClock
) -> None:
    code = provision.code(user.id)
    clock.advance(7 * 24 * 3600)
    answer = api.call("exchangeAuthCode", json={"code": code})
    expect.refusal(answer, "Mock.AuthCodeExpired", rule=TEN_MINUTES)


@pytest.mark.about("exchangeAuthCode")
@pytest.mark.needs("clock", "writes")
def test_an_expired_code_says_so_even_if_it_was_used(
    api: ApiClient, expect: Expectations, provision: Provision, user: Person, clock: TargetClock
) -> None:
    code = provision.code(user.id)
    provision.exchange(code)
    clock.advance(LIFETIME)
    answer = api.call("exchangeAuthCode", json={"code": code})
    expect.refusal(answer, "Mock.AuthCodeExpired", rule=ONCE)


def _expect_expiry(answer: Answer, body: dict[str, Any], expect: Expectations) -> None:
    written = body["expiresAt"]
    expect.that(answer, is_moment(written), "an RFC 3339 time with a zone", repr(written), "contract: expiresAt")
    if not jwt_text.is_jwt(body["code"]):
        return
    claims = jwt_text.claims(body["code"])
    if {"iat", "exp"} <= claims.keys():
        expect.equal(answer, claims["exp"] - claims["iat"], LIFETIME, TEN_MINUTES)
        expect.equal(answer, int(moment(written).timestamp()), claims["exp"], "expiresAt and the code's exp agree")


def _jwt(code: str) -> str:
    if not jwt_text.is_jwt(code):
        pytest.skip("the auth code is no JWT: it cannot be altered piece by piece")
    return code
