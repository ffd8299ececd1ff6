"""Ready session tokens and texts of auth codes, for whoever needs one of a certain kind."""

from typing import Any

import pytest

from mock_server.domain.tables import AUTH_CODES
from tests.asgi import ACME, ALICE, BRIGHTSIDE, NORAH, OLIVIA, InProcess, refusal

ACME_PLATFORM = "c1234567-abcd-ef01-2345-6789abcdef01"
CORNER_PLATFORM = "d2345678-bcde-4f01-8345-789abcdef012"
ALICE_EMAIL = "alice@acmeplumbing.co.uk"


def minted(mock: InProcess, **wanted: Any) -> str:
    response = mock.request("POST", "/__mock__/tokens", json=wanted)
    assert response.status_code == 200, response.text
    return str(response.json()["token"])


def test_a_session_is_for_the_client_that_is_named(mock: InProcess) -> None:
    token = minted(mock, email=ALICE_EMAIL, client=ACME_PLATFORM.upper())
    assert mock.with_token(token, "GET", "/me").json()["userId"] == ALICE
    response = mock.request("POST", "/__mock__/tokens", json={"email": ALICE_EMAIL, "client": CORNER_PLATFORM})
    assert refusal(response) == (404, "Mock.UnknownEmail")


def test_a_session_can_be_for_one_organisation_alone(mock: InProcess) -> None:
    token = minted(mock, user=OLIVIA, client=ACME_PLATFORM, organisation=BRIGHTSIDE)
    assert [each["id"] for each in mock.with_token(token, "GET", "/me").json()["organisations"]] == [BRIGHTSIDE]
    assert refusal(mock.with_token(token, "GET", "/invoices", organisation=ACME))[0] == 403


def test_a_session_ends_when_it_is_said_to(mock: InProcess) -> None:
    token = minted(mock, email=ALICE_EMAIL, expiresAt="2025-06-01T12:00:05Z")
    assert mock.with_token(token, "GET", "/me").status_code == 200
    mock.advance(5)
    assert refusal(mock.with_token(token, "GET", "/me")) == (401, "Mock.Unauthorized")


def test_a_session_can_be_of_a_user_who_is_in_no_organisation_or_unknown(mock: InProcess) -> None:
    assert mock.with_token(minted(mock, user=NORAH, client=ACME_PLATFORM), "GET", "/me").json()["organisations"] == []
    unknown = minted(mock, user="00000000-0000-4000-8000-000000000000", client=ACME_PLATFORM)
    assert refusal(mock.with_token(unknown, "GET", "/me")) == (401, "Mock.Unauthorized")


def test_the_text_of_a_code_that_was_issued_is_as_good_as_the_code(mock: InProcess) -> None:
    mock.code(ALICE)
    (held,) = mock.server.worlds.default.store.all(AUTH_CODES)
    text = minted(mock, authCode=held.jti, expiresAt="2025-06-01T12:10:00Z")
    assert mock.exchange(text).json()["userId"] == ALICE
    assert refusal(mock.exchange(text)) == (400, "Mock.AuthCodeUsed")


def test_the_text_of_a_code_that_nobody_issued_is_unknown_and_then_expired(mock: InProcess) -> None:
    text = minted(mock, authCode="00000000-0000-4000-8000-000000000000", expiresAt="2025-06-01T12:10:00Z")
    assert refusal(mock.exchange(text)) == (400, "Mock.AuthCodeUnknown")
    mock.advance(600)
    assert refusal(mock.exchange(text)) == (400, "Mock.AuthCodeExpired")


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"user": ALICE},
        {"email": ALICE_EMAIL, "user": ALICE, "client": ACME_PLATFORM},
        {"authCode": "x"},
        {"authCode": "x", "expiresAt": "2025-06-01T12:10:00Z", "client": ACME_PLATFORM},
        {"email": ALICE_EMAIL, "expiresAt": "tomorrow"},
        {"user": "nobody", "client": ACME_PLATFORM},
    ],
)
def test_what_says_too_little_or_too_much_is_refused(mock: InProcess, wanted: dict[str, str]) -> None:
    assert refusal(mock.request("POST", "/__mock__/tokens", json=wanted)) == (400, "Mock.InvalidRequest")


def test_a_token_takes_no_id_of_the_world(mock: InProcess) -> None:
    drawn = mock.server.worlds.default.ids.drawn
    minted(mock, email=ALICE_EMAIL)
    minted(mock, user=ALICE, client=ACME_PLATFORM)
    assert mock.server.worlds.default.ids.drawn == drawn


@pytest.mark.parametrize(
    "wanted",
    [
        {"authCode": "a-code", "user": ALICE, "client": ACME_PLATFORM},
        {"authCode": "a-code", "email": ALICE_EMAIL},
        {"authCode": "a-code", "expiresAt": "2025-06-01T12:00:05Z", "user": ALICE},
        {"user": ALICE, "email": ALICE_EMAIL},
    ],
)
def test_what_is_wanted_of_two_kinds_is_refused(mock: InProcess, wanted: dict[str, str]) -> None:
    assert refusal(mock.request("POST", "/__mock__/tokens", json=wanted)) == (400, "Mock.InvalidRequest")
