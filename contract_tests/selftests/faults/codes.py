"""Faults of auth codes: minted, exchanged once, over after ten minutes."""

from datetime import datetime, timedelta

from contract_tests.selftests.acme import USER
from contract_tests.selftests.breaking import changed, instead, member, member_made, refused, where
from contract_tests.selftests.fault_layer import Breaker
from contract_tests.selftests.faults.fault import Fault
from contract_tests.selftests.messages import Answer, Request, problem_answer
from contract_tests.selftests.tokens import claims_of
from contract_tests.selftests.upstream import Upstream

_MINUTE = timedelta(minutes=1)
_EXCHANGE = "exchangeAuthCode"
_STRANGER = "0b0b0b0b-1111-4222-8333-444444444444"


def _code(request: Request) -> str:
    return str(request.member("code"))


def _remembered(request: Request, upstream: Upstream) -> Answer | None:
    return upstream.memory.exchanges.get(_code(request))


def _minted_again(request: Request, upstream: Upstream) -> Answer | None:
    """What an exchange would have given while the code was good."""
    known = upstream.memory.codes.get(_code(request))
    if known is None:
        return None
    return upstream.exchange(str(upstream.send(known[0]).member("code")))


def _minted_again_within_a_minute(request: Request, upstream: Upstream) -> Answer | None:
    known = upstream.memory.codes.get(_code(request))
    late = known is not None and upstream.now() >= known[1] + _MINUTE
    return None if late else _minted_again(request, upstream)


def _minted_again_at_the_last_moment(request: Request, upstream: Upstream) -> Answer | None:
    known = upstream.memory.codes.get(_code(request))
    return _minted_again(request, upstream) if known is not None and upstream.now() == known[1] else None


def _is_in_its_last_minute(request: Request, upstream: Upstream) -> bool:
    known = upstream.memory.codes.get(_code(request)) if request.operation == _EXCHANGE else None
    return known is not None and known[1] - _MINUTE <= upstream.now() < known[1]


def _session_for_anyone(request: Request, upstream: Upstream) -> Answer | None:  # noqa: ARG001  (the shape of all)
    return upstream.new_session(USER)


def _session_for_the_subject(purpose: str) -> Breaker:
    """A session of the user whom the text names, whoever signed it."""

    def other(request: Request, upstream: Upstream) -> Answer:
        claims = claims_of(_code(request))
        named = claims.get("purpose") == purpose and upstream.new_session(str(claims.get("sub")))
        return named or upstream.send(request)

    return other


def _both_win(request: Request, upstream: Upstream) -> Answer:
    """An exchange that begins before another of the same code ended gets what that one got."""
    if request.operation != _EXCHANGE:
        return upstream.send(request)
    running = f"exchange of {_code(request)}"
    memory = upstream.memory
    with memory.lock:
        memory.counts[running] += 1
    try:
        answer = upstream.send(request)
        overlapped = memory.counts[running] > 1 and answer.code == "Mock.AuthCodeUsed"
        return (overlapped and _remembered(request, upstream)) or answer
    finally:
        with memory.lock:
            memory.counts[running] -= 1


def _second_code_kills_the_first(request: Request, upstream: Upstream) -> Answer:
    if request.operation == "createAuthCode":
        for code, (minting, _) in list(upstream.memory.codes.items()):
            if minting.member("userId") == request.member("userId") and code not in upstream.memory.exchanges:
                upstream.exchange(code)
    return upstream.send(request)


def _used_up_by_a_refusal(request: Request, upstream: Upstream) -> Answer:
    """Whatever of a code's text was sent: the code is used."""
    answer = upstream.send(request)
    if request.operation == _EXCHANGE and answer.status == 415:
        upstream.send(request.with_header("content-type", "application/json"))
    return answer


def _is_handoff(request: Request, upstream: Upstream) -> bool:
    known = upstream.memory.codes.get(_code(request)) if request.operation == _EXCHANGE else None
    return known is not None and known[0].operation == "mintSandboxHandoff"


def _a_minute_later(expires: str) -> str:
    return (datetime.fromisoformat(expires) + _MINUTE).isoformat()


_USED = where(_EXCHANGE, code="Mock.AuthCodeUsed")
_EXPIRED = where(_EXCHANGE, code="Mock.AuthCodeExpired")
_UNKNOWN = where(_EXCHANGE, code="Mock.AuthCodeUnknown")

FAULTS = (
    Fault("a code works twice", instead(_USED, _remembered), ("rules::test_a_code_works_once",)),
    Fault(
        "two exchanges of one code at the same moment both win",
        _both_win,
        ("rules::test_a_code_exchanged_many_times_at_once_has_one_winner",),
    ),
    Fault(
        "a code never expires",
        instead(_EXPIRED, _minted_again),
        ("rules::test_an_expired_code_is_refused_long_after_too",),
    ),
    Fault(
        "a code lives a minute too long",
        instead(_EXPIRED, _minted_again_within_a_minute),
        ("rules::test_a_code_is_refused_from_the_second_it_expires",),
    ),
    Fault(
        "a code still works at the moment it expires",
        instead(_EXPIRED, _minted_again_at_the_last_moment),
        ("rules::test_a_code_is_refused_from_the_second_it_expires",),
    ),
    Fault(
        "a code expires a minute early",
        refused(_is_in_its_last_minute, lambda request: problem_answer(request, 400, "Mock.AuthCodeExpired")),
        ("rules::test_a_code_still_works_one_second_before_it_expires",),
    ),
    Fault(
        "expiresAt of a code is off by a minute",
        changed(where("createAuthCode", 201), member_made("expiresAt", _a_minute_later)),
        ("rules::test_a_code_expires_ten_minutes_after_it_was_minted",),
    ),
    Fault(
        "any text is accepted as a code",
        instead(_UNKNOWN, _session_for_anyone),
        ("rules::test_a_code_that_was_never_minted_is_refused",),
    ),
    Fault(
        "a session token is accepted as a code",
        instead(_UNKNOWN, _session_for_the_subject("session")),
        ("rules::test_a_session_token_is_no_auth_code",),
    ),
    Fault(
        "the signature of a code is not checked",
        instead(_UNKNOWN, _session_for_the_subject("auth-code")),
        ("rules::test_a_code_signed_with_another_key_is_refused",),
    ),
    Fault(
        "a refused exchange uses the code up",
        _used_up_by_a_refusal,
        ("rules::test_a_refused_exchange_does_not_use_the_code_up",),
    ),
    Fault(
        "a new code kills the user's earlier one",
        _second_code_kills_the_first,
        ("rules::test_two_codes_of_one_user_differ_and_both_work",),
    ),
    Fault(
        "a handoff code cannot be exchanged",
        refused(_is_handoff, lambda request: problem_answer(request, 400, "Auth.NotUserScopedToken")),
        ("rules::test_a_handoff_session_covers_its_organisation_alone",),
    ),
    Fault(
        "the exchange names another user",
        changed(where(_EXCHANGE, 200), member("userId", _STRANGER)),
        ("rules::test_the_exchange_tells_who_the_session_is_for",),
    ),
)
