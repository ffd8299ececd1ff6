"""Credentials are unreadable in whatever is shown of them."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.domain.masking import Masking, credentials_in, mask

JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"
KEY = "dol_live_abc123"
PUBLIC = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4b01-0123456789abcdef01234567"
INVITE = "inv_" + "0123456789abcdef" * 4
WEBHOOK = "whsec_" + "0123456789abcdef" * 4
SECRETS = (JWT, KEY, PUBLIC, INVITE, WEBHOOK, f"pi_mock_{'ab12' * 6}_secret_{'cd34' * 6}", "accs_secret_mock_12345678")
MASKING = Masking()

secrets = st.sampled_from(SECRETS)
passwords = st.text("abcdefghijkXYZ0123456789-_.", min_size=6, max_size=40)
noise = st.text(max_size=20)


@pytest.mark.parametrize("secret", SECRETS)
def test_a_credential_is_recognised_by_its_shape_wherever_it_stands(secret: str) -> None:
    assert secret not in MASKING.text(f"see {secret}, or {secret}.")
    assert secret not in str(MASKING.json({"note": [secret], secret: 1}))
    assert secret not in MASKING.target(f"/some/{secret}/where?x={secret}&{secret}")
    assert secret not in MASKING.header("x-note", secret)
    assert secret.encode() not in MASKING.content(b"\xff\x00" + secret.encode() + b"\xfe")


def test_a_masked_credential_keeps_its_kind_and_equal_ones_look_equal() -> None:
    assert mask(KEY).startswith("dol_live_***")
    assert mask(KEY) == mask(KEY) != mask("dol_live_abc124")
    assert MASKING.header("authorization", f"Bearer {JWT}") == f"Bearer {mask(JWT)}"
    assert MASKING.header("authorization", "letmein") == mask("letmein")
    assert MASKING.text(KEY) == mask(KEY)


@pytest.mark.parametrize(
    "name",
    ["token", "accessToken", "rawKey", "secret", "clientSecret", "client_secret", "apiKey", "x-api-key", "password"],
)
@given(password=passwords)
def test_a_member_is_masked_by_its_name(name: str, password: str) -> None:
    shown = MASKING.json({"a": [{name: password, "list": {name: [password, {"x": password}]}}]})
    assert password not in _leaves(shown)
    assert MASKING.member(name, None) is None


@given(
    password=passwords, name=st.sampled_from(["authorization", "X-Dolfin-Api-Key", "x-mock-control-token", "cookie"])
)
def test_a_header_is_masked_by_its_name(name: str, password: str) -> None:
    assert MASKING.headers({name: [password]})[name] == [mask(password)]


@given(password=passwords, before=noise, after=noise)
def test_a_known_credential_is_masked_wherever_it_turns_up(password: str, before: str, after: str) -> None:
    masking = Masking(credentials_in({"authorization": [f"Bearer {password}"]}))
    assert password not in masking.text(before + password + after).replace(mask(password), "")


@given(secret=secrets, before=noise, after=noise)
def test_no_body_shows_a_credential(secret: str, before: str, after: str) -> None:
    for body in (f'{before}{{"token": "{secret}", {after}', f"{before} {secret}{after}", f"a={before}&b={secret}"):
        assert secret not in MASKING.raw(body)


@pytest.mark.parametrize(
    "body",
    [
        '{"token": "letmein-1"',
        "{'password': 'letmein-1'}",
        "grant=x&token=letmein-1&y=2",
        '--b\r\nContent-Disposition: form-data; name="token"\r\n\r\nletmein-1\r\n--b--',
        '--b\r\nContent-Disposition: form-data; name="secret"\r\nContent-Type: text/plain\r\n\r\nletmein-1\r\n--b--',
        '{"code": "letmein-1234567890abc"',
    ],
)
def test_bodies_that_no_parser_reads_are_masked_by_name(body: str) -> None:
    assert "letmein-1" not in MASKING.raw(body)
    assert b"letmein-1" not in MASKING.content(b"\xff" + body.encode())


def test_what_is_no_credential_stays_as_it_is() -> None:
    plain: dict[str, Any] = {
        "keyPrefix": "dol_live_ab12",
        "code": "VAT20",
        "codes": ["Handoff.NoOrgAccess"],
        "detail": "The request does not match the contract: body /token: is required.",
        "reason": "The Authorization header must read: Bearer <session token>.",
        "id": "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4b01",
        "amount": 12.5,
        "gone": None,
    }
    assert MASKING.json(plain) == plain
    assert MASKING.target("/tax-rates?Code=VAT20&limit=5&q=a%20b") == "/tax-rates?Code=VAT20&limit=5&q=a%20b"
    assert MASKING.target("/bank-details/countries/GB/profile", "/bank-details/countries/{code}/profile").endswith(
        "/GB/profile"
    )


def test_passwords_in_addresses_are_masked() -> None:
    assert "letmein" not in MASKING.text("see https://alice:letmein@example.com/hook, please")
    assert MASKING.text("https://example.com:8080/a@b") == "https://example.com:8080/a@b"


def test_paths_and_queries_are_masked_by_name() -> None:
    assert MASKING.target("/invites/letmein/open", "/invites/{token}/open") == f"/invites/{mask('letmein')}/open"
    assert MASKING.target(f"/i/{PUBLIC}") == f"/i/{mask(PUBLIC)}"
    assert "letmein" not in MASKING.target("/x?api_key=letmein&password=let%6dein")
    assert KEY not in MASKING.target("/x?note=dol%5Flive%5Fabc123")
    assert "abc123" not in MASKING.target("/x?note=dol%5Flive%5Fabc123")
    found = credentials_in(
        {}, "/invites/letmein/open?token=letmeout", "/invites/{token}/open", {"secret": "opensesame"}
    )
    assert found == {"letmein", "letmeout", "opensesame"}


@given(st.binary(max_size=300))
def test_any_bytes_can_be_masked(content: bytes) -> None:
    MASKING.content(content)
    MASKING.target(content.decode("latin-1"))


@pytest.mark.parametrize("piece", ["a-", "pi_", "name=token\n", "eyJ", "code:", "token", '"', 'token:\\"', "a.", "/i/"])
def test_no_text_takes_long(piece: str) -> None:
    started = time.process_time()
    MASKING.raw(piece * 100_000)
    assert time.process_time() - started < 5


def _leaves(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [*value, *(leaf for member in value.values() for leaf in _leaves(member))]
    if isinstance(value, list):
        return [leaf for item in value for leaf in _leaves(item)]
    return [str(value)]


def test_a_credential_sent_as_the_name_of_a_header_is_masked() -> None:
    assert MASKING.headers({KEY: ["x"], "accept": ["*/*"]}) == {mask(KEY): ["x"], "accept": ["*/*"]}
