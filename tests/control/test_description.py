"""The control API describes itself, from the routes that judge its requests."""

from typing import Any

import pytest
from openapi_spec_validator import validate

from mock_server.contract.validators import PartValidator
from mock_server.control.api import ALL_ROUTES
from mock_server.control.paths import paths_of
from mock_server.control.route import Route
from tests.asgi import InProcess

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


def test_the_address_is_the_one_that_the_caller_used(document: dict[str, Any]) -> None:
    assert document["servers"][0]["url"] == "http://127.0.0.1:4010"


@pytest.mark.parametrize("route", READS, ids=lambda route: route.path)
def test_what_is_read_is_as_described(route: Route) -> None:
    mock = InProcess()
    response = mock.request("GET", f"/__mock__{route.path}")
    assert response.status_code == 200, response.text
    assert PartValidator(route.answer, {}).failures(response.json()) == ()
