"""Who calls: every credential that is sent must be valid, and of a kind that the operation takes."""

import httpx
import pytest

from tests.asgi import ACME, ACME_KEY, ALICE, CORNER_KEY, InProcess, refusal, sent_raw

UNAUTHORIZED = (401, "Mock.Unauthorized")
BEARER_CHALLENGE = 'Bearer realm="dolfin"'
KEY_CHALLENGE = 'ApiKey realm="dolfin", header="x-dolfin-api-key"'


@pytest.fixture(scope="module")
def mock() -> InProcess:
    """One server for all: nothing here changes its world in a way that another test sees."""
    return InProcess()


def _get(mock: InProcess, path: str, **headers: str) -> httpx.Response:
    return mock.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def test_an_operation_for_either_takes_a_key_or_a_session(mock: InProcess) -> None:
    assert _get(mock, "/industries", x_dolfin_api_key=ACME_KEY).status_code == 200
    assert _get(mock, "/industries", authorization=f"Bearer {mock.login(ALICE)}").status_code == 200


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_scheme_is_read_in_any_case(mock: InProcess, scheme: str) -> None:
    assert _get(mock, "/me", authorization=f"{scheme} {mock.login(ALICE)}").status_code == 200


def test_the_header_name_is_read_in_any_case(mock: InProcess) -> None:
    assert mock.request("GET", "/industries", headers={"X-Dolfin-API-Key": ACME_KEY}).status_code == 200


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Bearer a.b.c",
        "Basic dXNlcjpwYXNz",
        "Token x",
        ACME_KEY,
        f"Bearer {ACME_KEY}",
    ],
)
def test_an_authorization_that_is_no_session_is_refused(mock: InProcess, authorization: str) -> None:
    assert refusal(_get(mock, "/me", authorization=authorization)) == UNAUTHORIZED


@pytest.mark.parametrize("key", ["", "x", ACME_KEY + "x", ACME_KEY.upper(), ACME_KEY[:-1], f"Bearer {ACME_KEY}"])
def test_a_key_that_is_not_known_is_refused(mock: InProcess, key: str) -> None:
    assert refusal(_get(mock, "/industries", x_dolfin_api_key=key)) == UNAUTHORIZED


def test_a_key_is_refused_where_only_a_session_will_do(mock: InProcess) -> None:
    response = _get(mock, "/me", x_dolfin_api_key=ACME_KEY)
    assert refusal(response) == UNAUTHORIZED
    assert "session token" in response.json()["detail"]
    assert "API key" not in response.json()["detail"]


def test_a_session_is_refused_where_only_a_key_will_do(mock: InProcess) -> None:
    response = mock.with_token(mock.login(ALICE), "GET", f"/organisations/{ACME}/users")
    assert refusal(response) == UNAUTHORIZED
    assert "API key" in response.json()["detail"]
    assert "session token" not in response.json()["detail"]


@pytest.mark.parametrize("path", ["/industries", "/me", f"/organisations/{ACME}/users"])
@pytest.mark.parametrize("broken", ["authorization", "x_dolfin_api_key"])
def test_an_invalid_credential_is_refused_even_beside_a_valid_one(mock: InProcess, path: str, broken: str) -> None:
    valid = {"authorization": f"Bearer {mock.login(ALICE)}", "x_dolfin_api_key": ACME_KEY}
    assert _get(mock, path, **valid).status_code == 200
    assert refusal(_get(mock, path, **{**valid, broken: "Bearer wrong"})) == UNAUTHORIZED


def test_where_both_would_do_the_session_wins(mock: InProcess) -> None:
    # The other client's key could not select Acme Plumbing; Alice's session can.
    headers = {"authorization": f"Bearer {mock.login(ALICE)}", "x-dolfin-organisation-id": ACME}
    with_both = mock.request("GET", "/invoices", headers={**headers, "x-dolfin-api-key": CORNER_KEY})
    assert with_both.status_code == 200
    assert with_both.json() == mock.request("GET", "/invoices", headers=headers).json()


@pytest.mark.parametrize(
    ("name", "value"), [(b"x-dolfin-api-key", ACME_KEY.encode()), (b"authorization", b"Bearer TOKEN")]
)
def test_a_credential_sent_twice_is_refused_even_when_both_are_the_same(
    mock: InProcess, name: bytes, value: bytes
) -> None:
    header = (name, value.replace(b"TOKEN", mock.login(ALICE).encode()))
    assert sent_raw(mock, "GET", "/industries", [header]).status_code == 200
    response = sent_raw(mock, "GET", "/industries", [header, header])
    assert refusal(response) == UNAUTHORIZED
    assert "more than once" in response.json()["detail"]


@pytest.mark.parametrize("value", [b"\xff\xfe", b"Bearer \xff", b"Bearer \xff.\xff.\xff", b"Bearer a.b.c d", b"\t"])
def test_bytes_beyond_ascii_are_no_credential(mock: InProcess, value: bytes) -> None:
    assert refusal(sent_raw(mock, "GET", "/me", [(b"authorization", value)])) == UNAUTHORIZED
    assert refusal(sent_raw(mock, "GET", "/industries", [(b"x-dolfin-api-key", value)])) == UNAUTHORIZED


def test_a_public_operation_reads_no_credential(mock: InProcess) -> None:
    wrong = {"x-dolfin-api-key": "wrong", "authorization": "Bearer wrong"}
    response = mock.request("POST", "/auth/exchange", headers=wrong, json={"code": mock.code(ALICE)})
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "challenge"),
    [
        ("GET", "/me", BEARER_CHALLENGE),
        ("POST", "/auth/codes", KEY_CHALLENGE),
        ("GET", "/industries", f"{BEARER_CHALLENGE}, {KEY_CHALLENGE}"),
    ],
)
def test_a_401_challenges_for_what_the_operation_takes(mock: InProcess, method: str, path: str, challenge: str) -> None:
    response = mock.request(method, path)
    assert refusal(response) == UNAUTHORIZED
    assert response.headers["www-authenticate"] == challenge


def test_other_refusals_challenge_for_nothing(mock: InProcess) -> None:
    assert "www-authenticate" not in mock.with_key("POST", "/auth/codes", json={}).headers
