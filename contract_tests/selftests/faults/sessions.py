"""Faults of session tokens: signed, for eight hours, for what they were opened for."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from contract_tests.selftests.breaking import instead, refused, where
from contract_tests.selftests.fault_layer import Breaker
from contract_tests.selftests.faults.fault import Fault
from contract_tests.selftests.messages import Answer, Request, problem_answer
from contract_tests.selftests.tokens import claims_of, header_of
from contract_tests.selftests.upstream import Upstream

_HOUR = timedelta(hours=1)
_UNAUTHORIZED = where(status=401)


def unauthorized(request: Request) -> Answer:
    return problem_answer(request, 401, "Mock.Unauthorized").with_header("www-authenticate", "Bearer")


def _as_subject(request: Request, upstream: Upstream, token: str | None) -> Answer | None:
    """The same request with a good token of whoever that token names."""
    subject = claims_of(token).get("sub")
    good = upstream.new_token(str(subject)) if subject else None
    return None if good is None else upstream.send(request.with_header("authorization", f"Bearer {good}"))


def _taken_where(taken: Callable[[Request, Upstream], bool]) -> Breaker:
    """A refused token is taken all the same, where the condition holds."""

    def other(request: Request, upstream: Upstream) -> Answer | None:
        return _as_subject(request, upstream, request.bearer) if taken(request, upstream) else None

    return instead(_UNAUTHORIZED, other)


def _ends(request: Request) -> datetime | None:
    exp = claims_of(request.bearer).get("exp")
    return datetime.fromtimestamp(exp, UTC) if isinstance(exp, int) and exp >= 0 else None


def _is_over(request: Request, upstream: Upstream) -> bool:
    ends = _ends(request)
    return ends is not None and request.bearer in _opened(upstream) and ends <= upstream.now()


def _is_over_for_less_than_a_minute(request: Request, upstream: Upstream) -> bool:
    ends = _ends(request)
    return _is_over(request, upstream) and ends is not None and upstream.now() < ends + timedelta(minutes=1)


def _is_in_its_last_hour(request: Request, upstream: Upstream) -> bool:
    ends = _ends(request)
    return ends is not None and upstream.now() >= ends - _HOUR


def _opened(upstream: Upstream) -> set[str]:
    return {str(answer.member("token")) for answer in upstream.memory.exchanges.values()}


def _is_session(request: Request, upstream: Upstream) -> bool:  # noqa: ARG001  (the conditions' one shape)
    return claims_of(request.bearer).get("purpose") == "session"


def _has_no_algorithm(request: Request, upstream: Upstream) -> bool:  # noqa: ARG001  (same)
    return str(header_of(request.bearer).get("alg", "")).lower() == "none"


def _ends_like_a_good_one(request: Request, upstream: Upstream) -> bool:
    """All but the last character is right: the spare bits of base64, where they are not looked at."""
    return (request.bearer or "")[:-1] in {token[:-1] for token in _opened(upstream)}


def _is_code(request: Request, upstream: Upstream) -> bool:
    return request.bearer in upstream.memory.codes


def _any_scheme(request: Request, upstream: Upstream) -> Answer | None:
    scheme, _, rest = (request.header("authorization") or "").partition(" ")
    if scheme.lower() == "bearer":
        return None
    token = rest.strip() or scheme
    return upstream.send(request.with_header("authorization", f"Bearer {token}"))


def _logged_out_by_the_next_login(request: Request, upstream: Upstream) -> bool:
    """A token counts only while it is the user's latest."""
    latest = {claims_of(token).get("sub"): token for token in _in_order(upstream)}
    mine = claims_of(request.bearer).get("sub")
    return mine in latest and request.bearer in _opened(upstream) and latest[mine] != request.bearer


def _in_order(upstream: Upstream) -> list[str]:
    return [str(answer.member("token")) for answer in upstream.memory.exchanges.values()]


FAULTS = (
    Fault("a session never ends", _taken_where(_is_over), ("rules::test_a_session_is_over_after_eight_hours",)),
    Fault(
        "a session lasts a minute too long",
        _taken_where(_is_over_for_less_than_a_minute),
        ("rules::test_a_session_is_over_after_eight_hours",),
    ),
    Fault(
        "a session ends after seven hours",
        refused(_is_in_its_last_hour, unauthorized),
        ("rules::test_a_session_still_works_one_second_before_it_ends",),
    ),
    Fault(
        "the signature of a token is not checked",
        _taken_where(_is_session),
        ("rules::test_a_session_token_signed_with_another_key_is_refused",),
    ),
    Fault(
        "a token with the algorithm none is accepted",
        _taken_where(_has_no_algorithm),
        ("rules::test_a_session_token_without_a_signature_is_refused",),
    ),
    Fault(
        "the last character of a token is not looked at",
        _taken_where(_ends_like_a_good_one),
        ("rules::test_a_session_token_with_one_altered_bit_is_refused[signature-last]",),
    ),
    Fault(
        "an auth code is accepted as a session token",
        _taken_where(_is_code),
        ("rules::test_an_auth_code_is_no_session_token",),
    ),
    Fault(
        "a token is accepted under any scheme",
        instead(_UNAUTHORIZED, _any_scheme),
        ("rules::test_the_scheme_of_the_authorization_header_must_be_bearer",),
    ),
    Fault(
        "a new login ends the user's earlier session",
        refused(_logged_out_by_the_next_login, unauthorized),
        ("rules::test_a_new_session_leaves_the_earlier_one_alive",),
    ),
)
