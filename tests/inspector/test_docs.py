"""The page that shows the contract and the control API, and lets a person call them."""

import re

import pytest

from tests.asgi import InProcess

PARTS = {
    "/docs/swagger-ui-bundle.js": "text/javascript",
    "/docs/swagger-ui-standalone-preset.js": "text/javascript",
    "/docs/swagger-ui.css": "text/css",
}


@pytest.fixture(scope="module")
def mock() -> InProcess:
    return InProcess()


@pytest.mark.parametrize(("path", "media_type"), PARTS.items())
def test_the_parts_of_swagger_ui_are_served_from_here(mock: InProcess, path: str, media_type: str) -> None:
    response = mock.request("GET", path)
    assert (response.status_code, len(response.content) > 100_000) == (200, True)
    assert response.headers["content-type"] == f"{media_type}; charset=utf-8"


def test_the_page_may_load_and_call_nothing_but_this_server(mock: InProcess) -> None:
    policy = mock.request("GET", "/docs").headers["content-security-policy"]
    directives = dict(directive.split(" ", 1) for directive in policy.split("; "))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == directives["connect-src"] == "'self'"


def test_the_page_names_its_parts_relative_to_itself_so_that_a_world_has_it_too(mock: InProcess) -> None:
    html = mock.request("GET", "/docs").text
    parts = [part for part in re.findall(r'(?:src|href)="([^"]*)"', html) if part != "data:,"]
    for base in ("/", "/w/default/"):
        assert {mock.request("GET", base + part).status_code for part in parts} == {200}


def test_the_page_shows_both_documents(mock: InProcess) -> None:
    script = mock.request("GET", "/docs/docs.js").text
    shown = re.findall(r'url: "([^"]*)"', script)
    assert shown == ["openapi.json", "/__mock__/openapi.json"]
    for address in ("/openapi.json", shown[1]):
        assert mock.request("GET", address).json()["openapi"].startswith("3.1")


def test_who_can_call_is_told_to_the_page(mock: InProcess) -> None:
    told = mock.request("GET", "/__mock__/worlds/default/credentials").json()
    assert "alice@acmeplumbing.co.uk" in told["users"]
    assert "norah@example.com" not in told["users"]
    acme, corner = told["clients"]
    assert (acme["apiKeys"], corner["apiKeys"]) == (["dol_live_abc123"], ["dol_live_xyz789"])
    assert [each["name"] for each in acme["organisations"]] == ["Acme Plumbing Ltd", "Brightside Electrical Ltd"]
