"""Who may use the control API: this machine, or whoever has the token; never a page of another origin."""

import httpx
import pytest

from tests.asgi import InProcess, refusal, sent_raw

REFUSED = (403, "Mock.ControlRefused")
TOKEN = "a control token"
WITH_TOKEN = [(b"x-mock-control-token", TOKEN.encode())]


@pytest.fixture(scope="module")
def mock() -> InProcess:
    """One server for all: nothing here changes its world in a way that another test sees."""
    return InProcess()


def _health(
    mock: InProcess, *headers: tuple[bytes, bytes], host: bytes = b"127.0.0.1:4010", peer: str = "127.0.0.1"
) -> httpx.Response:
    return sent_raw(mock, "GET", "/__mock__/health", headers, peer=peer, host=host)


@pytest.mark.parametrize(
    "host", [b"127.0.0.1:4010", b"localhost", b"LocalHost:9", b"[::1]:4010", b"[::1]", b"192.168.1.5"]
)
def test_an_address_or_a_name_of_this_machine_is_answered(mock: InProcess, host: bytes) -> None:
    assert _health(mock, host=host).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        b"evil.example",
        b"evil.example:4010",
        b"localhost.evil.example",
        b"127.0.0.1.evil.example",
        b"127.0.0.1@evil.example",
        b"",
        b"[evil.example]",
        b"[::1",
        b"::1]",
        b"::1",
        b"[::1]x",
        b"[::1]@evil.example",
        b"[[::1]]",
        b"127.0.0.1:4010@evil.example",
        b"127.0.0.1:x",
        b"localhost, evil.example",
        b"[]",
        b"\xff",
        b"localhost\0",
    ],
)
def test_any_other_host_is_refused_so_that_dns_rebinding_leads_nowhere(mock: InProcess, host: bytes) -> None:
    response = _health(mock, host=host)
    assert refusal(response) == REFUSED
    assert "--allowed-host" in response.json()["detail"]


def test_a_host_that_was_allowed_is_answered_in_any_case() -> None:
    mock = InProcess(allowed_host=("mock.Internal",))
    assert _health(mock, host=b"MOCK.internal:4010").status_code == 200
    assert refusal(_health(mock, host=b"other.internal")) == REFUSED


@pytest.mark.parametrize(
    "origin", [b"http://evil.example", b"null", b"http://127.0.0.1:4011", b"https://127.0.0.1:4010", b""]
)
def test_a_page_of_another_origin_is_refused(mock: InProcess, origin: bytes) -> None:
    assert refusal(_health(mock, (b"origin", origin))) == REFUSED


@pytest.mark.parametrize(
    "values", [(b"http://127.0.0.1:4010", b"http://evil.example"), (b"http://127.0.0.1:4010",) * 2, (b"", b"null")]
)
def test_two_origins_are_refused_whatever_they_name(mock: InProcess, values: tuple[bytes, bytes]) -> None:
    assert refusal(_health(mock, *((b"origin", value) for value in values))) == REFUSED


@pytest.mark.parametrize("second", [b"evil.example", b"127.0.0.1:4010", b""])
def test_two_hosts_are_refused_whatever_they_name(mock: InProcess, second: bytes) -> None:
    assert refusal(_health(mock, (b"host", second))) == REFUSED


def test_two_tokens_are_refused_even_where_one_is_right() -> None:
    assert refusal(_health(InProcess(control_token=TOKEN), *WITH_TOKEN, (b"x-mock-control-token", b"x"))) == REFUSED


def test_a_page_of_this_server_is_answered(mock: InProcess) -> None:
    assert _health(mock, (b"origin", b"http://127.0.0.1:4010")).status_code == 200


@pytest.mark.parametrize("site", [b"cross-site", b"same-site"])
@pytest.mark.parametrize(
    ("mode", "destination"), [(b"no-cors", b"image"), (b"no-cors", b"script"), (b"navigate", b"iframe")]
)
def test_what_a_page_of_another_origin_embeds_is_refused(
    mock: InProcess, site: bytes, mode: bytes, destination: bytes
) -> None:
    headers = [(b"sec-fetch-site", site), (b"sec-fetch-mode", mode), (b"sec-fetch-dest", destination)]
    assert refusal(_health(mock, *headers)) == REFUSED


@pytest.mark.parametrize(
    ("site", "mode", "destination"),
    [
        (b"none", b"navigate", b"document"),
        (b"cross-site", b"navigate", b"document"),
        (b"same-origin", b"cors", b"empty"),
    ],
)
def test_a_link_and_a_page_of_this_server_are_answered(
    mock: InProcess, site: bytes, mode: bytes, destination: bytes
) -> None:
    headers = [(b"sec-fetch-site", site), (b"sec-fetch-mode", mode), (b"sec-fetch-dest", destination)]
    assert _health(mock, *headers).status_code == 200


@pytest.mark.parametrize("peer", ["192.168.1.5", "10.0.0.1", "8.8.8.8", "fe80::1", "::ffff:8.8.8.8"])
def test_a_caller_on_another_machine_is_refused(mock: InProcess, peer: str) -> None:
    assert refusal(_health(mock, peer=peer)) == REFUSED


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.8.8.8", "::1"])
def test_a_caller_on_this_machine_is_answered(mock: InProcess, peer: str) -> None:
    assert _health(mock, peer=peer).status_code == 200


@pytest.mark.parametrize("peer", ["127.0.0.1", "192.168.1.5"])
def test_where_there_is_a_token_everybody_needs_it(peer: str) -> None:
    mock = InProcess(control_token=TOKEN)
    assert _health(mock, *WITH_TOKEN, peer=peer).status_code == 200
    for wrong in (b"", b"wrong", TOKEN.upper().encode(), TOKEN.encode() + b"x", b"\xff"):
        assert refusal(_health(mock, (b"x-mock-control-token", wrong), peer=peer)) == (401, "Mock.Unauthorized")
    assert refusal(_health(mock, peer=peer)) == (401, "Mock.Unauthorized")


def test_the_token_opens_nothing_to_a_page_of_another_origin() -> None:
    mock = InProcess(control_token=TOKEN)
    assert refusal(_health(mock, *WITH_TOKEN, (b"origin", b"http://evil.example"))) == REFUSED
    assert refusal(_health(mock, *WITH_TOKEN, host=b"evil.example")) == REFUSED


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::"])
def test_where_others_reach_the_server_and_there_is_no_token_it_is_off(host: str) -> None:
    response = _health(InProcess(host=host))
    assert refusal(response) == REFUSED
    assert "--control-token" in response.json()["detail"]
    assert _health(InProcess(host=host, control_token=TOKEN), *WITH_TOKEN).status_code == 200


@pytest.mark.parametrize("method", ["GET", "PUT", "POST"])
@pytest.mark.parametrize("path", ["health", "clock", "clock/advance", "reset", "tokens", "operations"])
def test_every_control_operation_is_guarded(path: str, method: str) -> None:
    for mock in (InProcess(host="0.0.0.0"), InProcess(control_token=TOKEN)):
        before = mock.server.worlds.default
        response = sent_raw(mock, method, f"/__mock__/{path}", [], b'{"seconds": 5}')
        assert refusal(response)[0] in (401, 403, 405)
        assert mock.server.worlds.default is before
