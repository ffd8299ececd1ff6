"""Tokens: what was signed comes back; whatever differs from it in one bit does not."""

import base64
import hmac
import json
from typing import Any

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.domain.ports import TokenError
from mock_server.json_value import Json
from mock_server.tokens.jwt_tokens import MINIMUM_KEY_BYTES, JwtTokens

KEY = b"k" * MINIMUM_KEY_BYTES
TOKENS = JwtTokens(KEY)
CLAIMS: dict[str, Json] = {"sub": "alice", "exp": 1}
TOKEN = TOKENS.issue(CLAIMS)


def part(value: Any) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def is_refused(token: str) -> bool:
    try:
        TOKENS.read(token)
    except TokenError:
        return True
    return False


@given(st.dictionaries(st.text(), st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text())))
def test_claims_come_back_as_they_were_issued(claims: dict[str, Any]) -> None:
    unregistered = {f"x-{name}": value for name, value in claims.items()}
    assert TOKENS.read(TOKENS.issue(unregistered)) == unregistered


def test_a_token_is_a_jwt_that_any_library_reads() -> None:
    assert jwt.get_unverified_header(TOKEN) == {"alg": "HS256", "typ": "JWT"}
    assert TOKEN.startswith("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.")


def test_a_token_is_read_whatever_its_times_say() -> None:
    for name, moment in (("exp", 0), ("nbf", 2**40), ("iat", 2**40)):
        claims: dict[str, Json] = {name: moment}
        assert TOKENS.read(TOKENS.issue(claims)) == claims


@pytest.mark.parametrize("bit", range(8))
def test_a_token_with_any_one_bit_altered_is_refused(bit: int) -> None:
    altered = [TOKEN[:i] + chr(ord(TOKEN[i]) ^ 1 << bit) + TOKEN[i + 1 :] for i in range(len(TOKEN))]
    assert [token for token in altered if not is_refused(token)] == []


def test_a_token_with_a_character_more_or_less_is_refused() -> None:
    shorter = [TOKEN[:i] + TOKEN[i + 1 :] for i in range(len(TOKEN))]
    longer = [TOKEN[:i] + extra + TOKEN[i:] for i in range(len(TOKEN) + 1) for extra in "=.A \n\x00é"]
    assert [token for token in shorter + longer if not is_refused(token)] == []


def test_a_signature_with_a_bit_to_spare_has_one_spelling() -> None:
    """43 characters hold 258 bits, two more than a signature has: decoders overlook the last two."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    assert [last for last in alphabet if not is_refused(TOKEN[:-1] + last)] == [TOKEN[-1]]


def test_a_token_of_another_key_is_refused() -> None:
    assert is_refused(JwtTokens(b"x" * MINIMUM_KEY_BYTES).issue(CLAIMS))


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "HS384", "HS512", "RS256", "hs256", "", None, 5])
def test_a_token_that_names_another_algorithm_is_refused(algorithm: object) -> None:
    _, payload, signature = TOKEN.split(".")
    header = part({"alg": algorithm, "typ": "JWT"})
    for token in (f"{header}.{payload}.", f"{header}.{payload}.{signature}"):
        assert is_refused(token)


@pytest.mark.parametrize("algorithm", ["HS384", "HS512"])
@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_our_key_with_another_algorithm_is_refused(algorithm: str) -> None:
    assert is_refused(jwt.encode(CLAIMS, KEY, algorithm=algorithm))


@pytest.mark.parametrize("payload", [b"[]", b'"text"', b"5", b"null", b"not json", b"\xff"])
def test_our_signature_under_something_that_is_no_object_is_refused(payload: bytes) -> None:
    assert is_refused(jwt.PyJWS().encode(payload, KEY, algorithm="HS256"))


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "..",
        "...",
        "nonsense",
        "é.é.é",
        "\x00",
        f"{part({'alg': 'HS256'})}.{part({})}.",
        f"{part([])}.{part({})}.{part(b'x' * 32)}",
        f"{part(b'[' * 100_000)}.{part({})}.{part(b'x' * 32)}",
        f"{part({'alg': 'HS256'})}.{part(b'[' * 100_000)}.{part(b'x' * 32)}",
        f"{part({'alg': 'HS256', 'crit': ['b64'], 'b64': False})}.{part({})}.{part(b'x' * 32)}",
        "A" * 1_000_000,
    ],
    ids=lambda token: token[:12],
)
def test_text_that_is_no_token_is_refused(token: str) -> None:
    assert is_refused(token)


def test_a_token_of_ours_that_is_nested_too_deep_to_read_is_refused() -> None:
    payload = b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    assert is_refused(jwt.PyJWS().encode(payload, KEY, algorithm="HS256"))


def test_a_token_that_others_signed_with_our_key_is_read_however_they_write_it() -> None:
    for headers in ({"kid": "theirs"}, {"typ": None}):
        assert TOKENS.read(jwt.encode(CLAIMS, KEY, algorithm="HS256", headers=headers)) == CLAIMS


@pytest.mark.parametrize(
    "payload", ['{"a": 1}', '{"a":1,"a":2}', '{"a":1e400}', '{"a":1180591620717411303425}', '{"a":"é"}']
)
def test_claims_that_we_would_write_otherwise_are_read_as_they_stand(payload: str) -> None:
    assert TOKENS.read(jwt.PyJWS().encode(payload.encode(), KEY, algorithm="HS256")) == json.loads(payload)


@pytest.mark.parametrize("change", ["+A==", "!", "/"])
def test_what_was_signed_is_read_as_pyjwt_reads_it_however_it_is_encoded(change: str) -> None:
    signed = f"{TOKEN.rpartition('.')[0]}{change}"
    signature = hmac.digest(KEY, signed.encode(), "sha256")
    token = f"{signed}.{part(signature)}"
    try:
        expected = jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": True, "verify_exp": False})
    except jwt.InvalidTokenError:
        assert is_refused(token)
    else:
        assert TOKENS.read(token) == expected


def test_a_token_that_is_read_once_is_judged_like_any_other() -> None:
    assert TOKENS.read_once(TOKEN) == CLAIMS
    with pytest.raises(TokenError):
        TOKENS.read_once(TOKEN[:-1])


def test_tokens_that_are_read_once_leave_those_that_are_read_often_remembered() -> None:
    tokens = JwtTokens(KEY)
    often = tokens.read(TOKEN)
    for number in range(2_000):
        tokens.read_once(tokens.issue({"jti": str(number)}))
    assert tokens.read(TOKEN) is often


def test_a_token_is_written_as_pyjwt_writes_it() -> None:
    for claims in (CLAIMS, {"email": "zoë@example.com", "name": "\x7f\n\u2028😀"}, {"many": 2**70, "none": None}):
        assert JwtTokens(KEY).issue(claims) == jwt.encode(claims, KEY, algorithm="HS256")


def test_what_was_read_before_is_refused_when_a_bit_of_it_is_altered() -> None:
    assert TOKENS.read(TOKEN) == TOKENS.read(TOKEN)
    assert is_refused(TOKEN[:-1] + ("A" if TOKEN[-1] != "A" else "E"))
