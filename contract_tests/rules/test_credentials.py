"""Who calls: a credential that is missing, unknown, altered or of the wrong kind opens nothing."""

import pytest

from contract_tests.api_client import NOBODY, ApiClient, Caller
from contract_tests.checks import jwt_text
from contract_tests.checks.expect import Expectations
from contract_tests.provision import Provision
from contract_tests.rules.cases import (
    TAKE_A_KEY_ALONE,
    TAKE_A_SESSION_ALONE,
    case,
    well_formed,
)

UNAUTHORIZED = "Mock.Unauthorized"
RULE = "guide: backends call with an API key, browsers with a session token"
NO_KEY = "dolfin-mock-verify-no-such-key"
BOTH_KINDS = ("listIndustries", "listInvoices")
PLACES = [
    pytest.param(part, place, id=f"{name}-{where}")
    for part, name in enumerate(("header", "payload", "signature"))
    for place, where in ((0, "first"), (7, "eighth"), (-2, "last_but_one"), (-1, "last"))
]


@pytest.mark.parametrize(
    "operation", [case(o, UNAUTHORIZED) for o in (*TAKE_A_KEY_ALONE, *TAKE_A_SESSION_ALONE, *BOTH_KINDS)]
)
def test_a_call_without_a_credential_is_refused(
    operation: str, api: ApiClient, expect: Expectations, provision: Provision
) -> None:
    answer = api.call(operation, NOBODY, **well_formed(operation, provision))
    expect.refusal(answer, UNAUTHORIZED, rule=RULE)


@pytest.mark.parametrize("operation", [case(o, UNAUTHORIZED) for o in (*TAKE_A_KEY_ALONE, *BOTH_KINDS)])
def test_an_api_key_that_nobody_was_given_is_refused(
    operation: str, api: ApiClient, expect: Expectations, provision: Provision
) -> None:
    answer = api.call(operation, Caller(api_key=NO_KEY), **well_formed(operation, provision))
    expect.refusal(answer, UNAUTHORIZED, rule=RULE)


@pytest.mark.parametrize("operation", [case(o, UNAUTHORIZED) for o in (*TAKE_A_SESSION_ALONE, *BOTH_KINDS)])
def test_a_bearer_credential_that_is_no_token_is_refused(
    operation: str, api: ApiClient, expect: Expectations, provision: Provision
) -> None:
    answer = api.call(operation, Caller(token="no-token"), **well_formed(operation, provision))
    expect.refusal(answer, UNAUTHORIZED, rule=RULE)


@pytest.mark.parametrize("operation", [case(o, UNAUTHORIZED, "user") for o in TAKE_A_KEY_ALONE])
def test_a_session_token_does_not_do_where_an_api_key_is_asked_for(
    operation: str, api: ApiClient, expect: Expectations, provision: Provision, session: Caller
) -> None:
    expect.refusal(api.call(operation, session, **well_formed(operation, provision)), UNAUTHORIZED)


@pytest.mark.parametrize("operation", [case(o, UNAUTHORIZED, "api_key") for o in TAKE_A_SESSION_ALONE])
def test_an_api_key_does_not_do_where_a_session_token_is_asked_for(
    operation: str, api: ApiClient, expect: Expectations, provision: Provision, client: Caller
) -> None:
    expect.refusal(api.call(operation, client, **well_formed(operation, provision)), UNAUTHORIZED)


@pytest.mark.error_code(UNAUTHORIZED, "listIndustries")
@pytest.mark.needs("user")
def test_the_scheme_of_the_authorization_header_must_be_bearer(
    api: ApiClient, expect: Expectations, session: Caller
) -> None:
    answer = api.call("listIndustries", headers={"authorization": f"Basic {session.token}"})
    expect.refusal(answer, UNAUTHORIZED)


@pytest.mark.error_code(UNAUTHORIZED, "listIndustries")
@pytest.mark.needs("api_key")
def test_a_bad_token_is_refused_even_beside_a_good_api_key(
    api: ApiClient, expect: Expectations, client: Caller
) -> None:
    both = Caller(api_key=client.api_key, token="no-token")
    expect.refusal(api.call("listIndustries", both), UNAUTHORIZED)


@pytest.mark.error_code(UNAUTHORIZED, "listIndustries")
@pytest.mark.needs("user")
def test_a_bad_api_key_is_refused_even_beside_a_good_token(
    api: ApiClient, expect: Expectations, session: Caller
) -> None:
    both = Caller(api_key=NO_KEY, token=session.token)
    expect.refusal(api.call("listIndustries", both), UNAUTHORIZED)


@pytest.mark.about("getMe")
def test_a_refused_credential_is_answered_with_a_challenge(api: ApiClient, expect: Expectations) -> None:
    answer = api.call("getMe")
    challenge = answer.response.headers.get("www-authenticate", "")
    expect.that(
        answer,
        challenge.lower().startswith("bearer"),
        "WWW-Authenticate: Bearer ...",
        challenge or "no such header",
        "assumption: a 401 carries WWW-Authenticate (RFC 9110, 11.6.1)",
        assumed=True,
    )


@pytest.mark.error_code(UNAUTHORIZED, "getMe")
@pytest.mark.needs("user")
@pytest.mark.parametrize(("part", "place"), PLACES)
def test_a_session_token_with_one_altered_bit_is_refused(
    part: int, place: int, api: ApiClient, expect: Expectations, session: Caller
) -> None:
    token = _jwt(session)
    expect.refusal(api.call("getMe", Caller(token=jwt_text.altered(token, part, place))), UNAUTHORIZED, rule=RULE)


@pytest.mark.error_code(UNAUTHORIZED, "getMe")
@pytest.mark.needs("user")
def test_a_session_token_that_claims_to_last_longer_is_refused(
    api: ApiClient, expect: Expectations, session: Caller
) -> None:
    token = _jwt(session)
    later = int(jwt_text.claims(token).get("exp", 0)) + 3600
    forged = Caller(token=jwt_text.with_claims(token, {"exp": later}))
    expect.refusal(api.call("getMe", forged), UNAUTHORIZED, rule=RULE)


@pytest.mark.error_code(UNAUTHORIZED, "getMe")
@pytest.mark.needs("user")
@pytest.mark.parametrize("algorithm", ["none", "None", "NONE"])
def test_a_session_token_without_a_signature_is_refused(
    algorithm: str, api: ApiClient, expect: Expectations, session: Caller
) -> None:
    forged = Caller(token=jwt_text.unsigned(_jwt(session), algorithm))
    expect.refusal(api.call("getMe", forged), UNAUTHORIZED, rule=RULE)


@pytest.mark.error_code(UNAUTHORIZED, "getMe")
@pytest.mark.needs("user")
def test_a_session_token_signed_with_another_key_is_refused(
    api: ApiClient, expect: Expectations, session: Caller
) -> None:
    forged = Caller(token=jwt_text.signed_by_another(_jwt(session)))
    expect.refusal(api.call("getMe", forged), UNAUTHORIZED, rule=RULE)


@pytest.mark.error_code(UNAUTHORIZED, "getMe")
@pytest.mark.error_code(UNAUTHORIZED, "listInvoices")
@pytest.mark.needs("api_key", "user", "organisation")
def test_an_auth_code_is_no_session_token(
    api: ApiClient, expect: Expectations, provision: Provision, organisation: str
) -> None:
    code = Caller(token=provision.code(provision.shared_user().id))
    expect.refusal(api.call("getMe", code), UNAUTHORIZED, rule=RULE)
    expect.refusal(api.call("listInvoices", code.selecting(organisation)), UNAUTHORIZED, rule=RULE)


def _jwt(session: Caller) -> str:
    assert session.token is not None
    if not jwt_text.is_jwt(session.token):
        pytest.skip("the session token is no JWT: it cannot be altered piece by piece")
    return session.token
