"""The control API describes itself, from the routes that judge its requests."""

from typing import Any

import pytest
from openapi_spec_validator import validate

from mock_server.contract.validators import PartValidator
from mock_server.control.api import ALL_ROUTES
from mock_server.control.paths import paths_of
from mock_server.control.route import Route
from tests.asgi import InProcess

OTHER_TEXTS = [
    ("/__mock__/coverage?as=junit", "application/xml"),
    ("/__mock__/errors/Mock.Unauthorized/reproduce?as=curl", "text/plain"),
    ("/__mock__/journal/1/why?as=text", "text/plain"),
    ("/__mock__/journal/1/reproduce?as=pytest", "text/plain"),
]
READS = [r for r in ALL_ROUTES if r.method == "GET" and "{" not in r.path and r.media_type == "application/json"]


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    response = InProcess().request("GET", "/__mock__/openapi.json")
    assert response.status_code == 200
    shown: dict[str, Any] = response.json()
    return shown


def test_the_description_is_valid_openapi(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    validate(document)


def test_every_route_is_described_once(document: dict[str, Any]) -> None:
    described = [op["operationId"] for item in document["paths"].values() for op in item.values()]
    assert len(described) == len(set(described)) == sum(len(paths_of(route)) for route in ALL_ROUTES)


@pytest.mark.parametrize("route", ALL_ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_every_route_says_what_it_does_and_answers(route: Route) -> None:
    assert route.summary.endswith(".")
    assert route.answer or route.status == 204 or route.media_type != "application/json"


@pytest.mark.parametrize(("path", "media_type"), OTHER_TEXTS)
def test_what_is_answered_as_text_is_described(document: dict[str, Any], path: str, media_type: str) -> None:
    mock = InProcess()
    mock.request("GET", "/me")
    response = mock.request("GET", path)
    assert response.status_code == 200, response.text
    template = path.partition("?")[0].replace("/1/", "/{id}/").replace("Mock.Unauthorized", "{code}")
    described = document["paths"][template]["get"]["responses"]["200"]["content"]
    assert response.headers["content-type"].partition(";")[0] == media_type
    assert media_type in described


def test_the_default_world_is_described_as_lasting(document: dict[str, Any]) -> None:
    for path in ("/__mock__/world", "/__mock__/worlds/{world}"):
        assert "Mock.WorldKept" in document["paths"][path]["delete"]["responses"]["409"]["description"]


@pytest.mark.parametrize(("method", "path"), [("put", "/__mock__/clock"), ("post", "/__mock__/clock/advance")])
def test_every_move_of_the_clock_is_described_as_one_that_may_stop(
    document: dict[str, Any], method: str, path: str
) -> None:
    assert "Mock.ClockStopped" in document["paths"][path][method]["responses"]["409"]["description"]


def test_every_route_is_described_as_refusing_large_bodies(document: dict[str, Any]) -> None:
    operations = [operation for item in document["paths"].values() for operation in item.values()]
    assert all("413" in operation["responses"] for operation in operations)
    response = InProcess().request("POST", "/__mock__/reset", content=b" " * 2_000_000)
    assert response.status_code == 413


@pytest.mark.parametrize("prefix", ["/__mock__", "/__mock__/worlds/default"])
def test_a_path_that_is_spelled_out_tells_its_own_methods(prefix: str) -> None:
    response = InProcess().request("OPTIONS", f"{prefix}/journal/verify")
    assert (response.status_code, response.headers["allow"]) == (405, "POST")


def test_the_address_is_the_one_that_the_caller_used(document: dict[str, Any]) -> None:
    assert document["servers"][0]["url"] == "http://127.0.0.1:4010"


@pytest.mark.parametrize("route", READS, ids=lambda route: route.path)
def test_what_is_read_is_as_described(route: Route) -> None:
    mock = InProcess()
    response = mock.request("GET", f"/__mock__{route.path}")
    assert response.status_code == 200, response.text
    assert PartValidator(route.answer, {}).failures(response.json()) == ()
