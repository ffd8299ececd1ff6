"""Nothing of the control API is reached by a page of another origin, without its token, or through a world's path."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from mock_server.control.api import ROUTES
from mock_server.control.paths import PREFIX, paths_of
from tests.asgi import InProcess, refusal, sent_raw

REFUSED = (403, "Mock.ControlRefused")
NO_TOKEN = (401, "Mock.Unauthorized")
INVALID = (400, "Mock.InvalidRequest")
OUTSIDE = "192.168.1.9"
TOKEN = "a control token"
PAGE = (b"origin", b"https://evil.example")


def _calls() -> Iterator[tuple[str, str]]:
    """Every method with every path of the control API, of the default world and of one named mine."""
    for route in ROUTES:
        for path in paths_of(route):
            filled = "/".join("mine" if "{" in segment else segment for segment in path.split("/"))
            yield route.method, PREFIX + filled


CALLS = sorted(set(_calls()))


def _server(**settings: Any) -> InProcess:
    mock = InProcess(**settings)
    mock.server.worlds.create("mine", mock.server.worlds._default.start)
    return mock


@pytest.fixture(scope="module")
def mock() -> InProcess:
    """One server for all: nothing here may change it."""
    return _server()


def _state(mock: InProcess) -> list[tuple[object, ...]]:
    """What a control request could have changed; the length of the journal comes last."""
    return [
        (w.name, id(w), w.clock.now(), w.clock.frozen, w.store.changes, len(tuple(w.faults)), len(w.journal))
        for w in mock.server.worlds
    ]


def _all_refused(mock: InProcess, expected: tuple[int, str], *headers: tuple[bytes, bytes], **options: Any) -> None:
    """No call does anything, nor lets a page read its answer."""
    before = _state(mock)
    for method, target in CALLS:
        response = sent_raw(mock, method, target, headers, b"{}", **options)
        assert refusal(response) == expected, f"{method} {target}"
        assert "access-control-allow-origin" not in response.headers, f"{method} {target}"
    assert _state(mock) == before


def test_the_calls_are_those_of_every_route() -> None:
    assert {("GET", "/__mock__/clock"), ("PUT", "/__mock__/worlds/mine/clock"), ("DELETE", "/__mock__/world")} <= set(
        CALLS
    )
    assert len(CALLS) >= len(ROUTES)


def test_no_page_of_another_origin_reaches_anything(mock: InProcess) -> None:
    _all_refused(mock, REFUSED, PAGE)


def test_no_page_of_another_origin_reaches_anything_even_with_the_token() -> None:
    mock = _server(control_token=TOKEN, cors_origin=("https://evil.example",))
    _all_refused(mock, REFUSED, PAGE, (b"x-mock-control-token", TOKEN.encode()))


def test_no_preflight_of_another_origin_is_granted(mock: InProcess) -> None:
    for method, target in CALLS:
        asked = (b"access-control-request-method", method.encode())
        response = sent_raw(mock, "OPTIONS", target, [PAGE, asked])
        assert response.status_code in (403, 405), target
        assert not [name for name in response.headers if name.startswith("access-control-")], target


def test_nobody_on_another_machine_reaches_anything_without_a_token(mock: InProcess) -> None:
    _all_refused(mock, REFUSED, peer=OUTSIDE)


@pytest.mark.parametrize("peer", ["127.0.0.1", OUTSIDE])
def test_a_server_that_others_can_reach_offers_nothing_without_a_token(peer: str) -> None:
    _all_refused(_server(host="0.0.0.0"), REFUSED, peer=peer)


@pytest.mark.parametrize("peer", ["127.0.0.1", OUTSIDE])
@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_a_server_with_a_token_offers_nothing_to_who_has_it_not(host: str, peer: str) -> None:
    mock = _server(host=host, control_token=TOKEN)
    _all_refused(mock, NO_TOKEN, peer=peer)
    _all_refused(mock, NO_TOKEN, (b"x-mock-control-token", b"a control"), peer=peer)
    _all_refused(mock, REFUSED, *((b"x-mock-control-token", TOKEN.encode()),) * 2, peer=peer)


def test_who_has_the_token_reaches_it_from_another_machine() -> None:
    mock = _server(host="0.0.0.0", control_token=TOKEN)
    told = (b"x-mock-control-token", TOKEN.encode())
    for path in ("/__mock__/clock", "/__mock__/worlds/mine/clock"):
        assert sent_raw(mock, "GET", path, [told], peer=OUTSIDE).status_code == 200


def test_the_world_header_names_no_world_of_the_control_api(mock: InProcess) -> None:
    for name in (b"mine", b"default"):
        _all_refused(mock, INVALID, (b"x-mock-world", name))


@pytest.mark.parametrize("world", ["mine", "default", "min%65"])
def test_no_worlds_path_leads_to_the_control_api(mock: InProcess, world: str) -> None:
    before = _state(mock)
    for method, target in CALLS:
        rest = target.removeprefix("/")
        for path in (
            rest,
            rest.replace("__mock__", "%5F%5Fmock%5f%5f"),
            rest.replace("__mock__", "%5F_mock__"),
            f"/{rest}",
            f"%2F{rest}",
            quote(rest, safe=""),
            f"./{rest}",
            f"x/../{rest}",
            f"%2E%2E/%2E%2E/{rest}",
            f"w/mine/{rest}",
        ):
            told = sent_raw(mock, method, f"/w/{world}/{path}", [], b"{}")
            assert refusal(told) == (404, "Mock.UnknownPath"), f"{method} /w/{world}/{path}"
    # What did not match an operation is written down, and that is all.
    assert [each[:-1] for each in _state(mock)] == [each[:-1] for each in before]


@pytest.mark.parametrize(
    "target", ["/%5F_mock__/clock", "/__mock__%2Fclock", "/%5f%5fmock%5f%5f/clock", "/__mock__/worlds/mine%2Fclock"]
)
def test_an_encoded_path_is_guarded_like_any_other(mock: InProcess, target: str) -> None:
    for headers, peer in (([PAGE], "127.0.0.1"), ([], OUTSIDE)):
        response: httpx.Response = sent_raw(mock, "GET", target, headers, peer=peer)
        assert response.status_code in (403, 404)
        assert "access-control-allow-origin" not in response.headers
        assert b"now" not in response.content
