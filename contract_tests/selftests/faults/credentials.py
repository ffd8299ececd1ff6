"""Faults of credentials: which are needed, which are taken, and how their lack is told."""

from contract_tests.selftests.acme import API_KEYS, USER
from contract_tests.selftests.breaking import changed, header, instead, refused, where
from contract_tests.selftests.faults.fault import Fault
from contract_tests.selftests.faults.sessions import unauthorized
from contract_tests.selftests.messages import Answer, Request
from contract_tests.selftests.upstream import Upstream

_KEY = "x-dolfin-api-key"
_UNAUTHORIZED = where(status=401)


def _with_a_good_key(request: Request, upstream: Upstream) -> Answer | None:
    return upstream.send(request.with_header("authorization", None).with_header(_KEY, API_KEYS[0]))


def _key_where_none_is(request: Request, upstream: Upstream) -> Answer | None:
    return None if request.header(_KEY) or request.bearer else _with_a_good_key(request, upstream)


def _key_where_a_wrong_one_is(request: Request, upstream: Upstream) -> Answer | None:
    return _with_a_good_key(request, upstream) if request.header(_KEY) is not None else None


def _key_where_a_session_is(request: Request, upstream: Upstream) -> Answer | None:
    return _with_a_good_key(request, upstream) if request.bearer and not request.header(_KEY) else None


def _session_where_a_key_is(request: Request, upstream: Upstream) -> Answer | None:
    if request.header(_KEY) not in API_KEYS:
        return None
    token = upstream.new_token(USER)
    return upstream.send(request.with_header("authorization", f"Bearer {token}"))


def _without_the_bad_one(request: Request, upstream: Upstream) -> Answer | None:
    """The API key is enough, whatever else was sent."""
    if not (request.header(_KEY) and request.header("authorization")):
        return None
    return upstream.send(request.with_header("authorization", None))


def _exchange_without_credential(request: Request, upstream: Upstream) -> bool:  # noqa: ARG001  (the conditions' shape)
    return request.operation == "exchangeAuthCode" and not request.bearer and not request.header(_KEY)


FAULTS = (
    Fault(
        "a missing API key is accepted",
        instead(where("createAuthCode", 401), _key_where_none_is),
        ("rules::test_a_call_without_a_credential_is_refused[createAuthCode]",),
    ),
    Fault(
        "a wrong API key is accepted",
        instead(_UNAUTHORIZED, _key_where_a_wrong_one_is),
        ("rules::test_an_api_key_that_nobody_was_given_is_refused",),
    ),
    Fault(
        "a list of industries needs no credential",
        instead(where("listIndustries", 401), _key_where_none_is),
        ("rules::test_a_call_without_a_credential_is_refused[listIndustries]",),
    ),
    Fault(
        "a session is accepted where an API key is needed",
        instead(_UNAUTHORIZED, _key_where_a_session_is),
        ("rules::test_a_session_token_does_not_do_where_an_api_key_is_asked_for",),
    ),
    Fault(
        "an API key is accepted where a session is needed",
        instead(_UNAUTHORIZED, _session_where_a_key_is),
        ("rules::test_an_api_key_does_not_do_where_a_session_token_is_asked_for",),
    ),
    Fault(
        "a bad credential beside a good one is overlooked",
        instead(_UNAUTHORIZED, _without_the_bad_one),
        ("rules::test_a_bad_token_is_refused_even_beside_a_good_api_key",),
    ),
    Fault(
        "the exchange asks for a credential",
        refused(_exchange_without_credential, unauthorized),
        ("rules::test_the_exchange_takes_no_credential",),
    ),
    Fault(
        "a 401 has no WWW-Authenticate",
        changed(_UNAUTHORIZED, header("www-authenticate", None)),
        ("rules::test_a_refused_credential_is_answered_with_a_challenge",),
    ),
)
