"""What a person or a tool opens: the sandbox page, and the contract with this server's address."""

import re

import pytest
import yaml

from tests.asgi import ACME, OLIVIA, InProcess, refusal, sent_raw

FILES = {
    "/sandbox": "text/html",
    "/sandbox.js": "text/javascript",
    "/sandbox.css": "text/css",
    "/docs/docs.js": "text/javascript",
    "/docs/docs.css": "text/css",
}


@pytest.fixture(scope="module")
def mock() -> InProcess:
    """One server for all: nothing here changes its world in a way that another test sees."""
    return InProcess()


@pytest.mark.parametrize(("path", "media_type"), FILES.items())
def test_the_page_and_its_parts_are_served(mock: InProcess, path: str, media_type: str) -> None:
    response = mock.request("GET", path)
    assert response.status_code == 200
    assert response.headers["content-type"] == f"{media_type}; charset=utf-8"


@pytest.mark.parametrize("path", FILES)
def test_the_page_may_load_and_call_nothing_but_this_server(mock: InProcess, path: str) -> None:
    headers = mock.request("GET", path).headers
    policy = dict(directive.split(" ", 1) for directive in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["form-action"] == "'none'"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


def test_the_page_holds_nothing_that_its_policy_forbids(mock: InProcess) -> None:
    html = mock.request("GET", "/sandbox").text
    script = mock.request("GET", "/sandbox.js").text
    assert re.findall(r'(?:src|href)="([^"]*)"', html) == ["data:,", "sandbox.css", "sandbox.js"]
    assert not re.search(r"<script>|<style|\son\w+=|style=", html)
    assert not re.search(r"innerHTML|document\.write|eval\(", script)


def test_the_page_takes_the_code_out_of_the_address_before_anything_else(mock: InProcess) -> None:
    script = mock.request("GET", "/sandbox.js").text
    assert script.index("history.replaceState") < script.index("fetch(")


def test_a_sandbox_url_leads_to_the_page(mock: InProcess) -> None:
    url = mock.handoff(mock.login(OLIVIA), ACME).json()["sandboxUrl"]
    assert url.startswith("http://127.0.0.1:4010/sandbox?code=")
    response = mock.request("GET", url)
    assert response.status_code == 200
    assert url.partition("code=")[2] not in response.text


@pytest.mark.parametrize("host", ["127.0.0.1:4010", "mock.internal", "[::1]:8080"])
def test_the_contract_names_the_address_under_which_it_was_asked_for(mock: InProcess, host: str) -> None:
    response = mock.request("GET", "/openapi.json", headers={"host": host})
    assert [server["url"] for server in response.json()["servers"]] == [f"http://{host}"]


def test_an_odd_host_is_not_repeated(mock: InProcess) -> None:
    response = sent_raw(mock, "GET", "/openapi.json", host=b'"><script>')
    assert response.json()["servers"][0]["url"] == "http://127.0.0.1:4010"


def test_the_contract_is_the_effective_one_but_for_the_address(mock: InProcess) -> None:
    served = mock.request("GET", "/openapi.json").json()
    contract = dict(mock.server.contract.document)
    assert served["openapi"].startswith("3.1")
    assert {**served, "servers": None} == {**contract, "servers": None}


def test_both_renderings_of_the_contract_are_equal(mock: InProcess) -> None:
    text = mock.request("GET", "/openapi.yaml")
    assert text.headers["content-type"] == "application/yaml"
    assert "&id" not in text.text
    loaded = yaml.load(text.text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    assert loaded == mock.request("GET", "/openapi.json").json()


@pytest.mark.parametrize("path", [*FILES, "/openapi.json", "/openapi.yaml"])
def test_a_page_takes_get_and_head_alone(mock: InProcess, path: str) -> None:
    assert mock.request("HEAD", path).status_code == 200
    response = mock.request("POST", path)
    assert refusal(response) == (405, "Mock.MethodNotAllowed")
    assert set(response.headers["allow"].split(", ")) == {"GET", "HEAD"}


@pytest.mark.parametrize("path", ["/sandbox/", "/sandbox/../sandbox.js", "/static/sandbox.js", "/sandbox.html"])
def test_nothing_else_is_served(mock: InProcess, path: str) -> None:
    assert refusal(sent_raw(mock, "GET", path)) == (404, "Mock.UnknownPath")


def test_a_page_of_another_origin_may_read_the_contract(mock: InProcess) -> None:
    response = mock.request("GET", "/openapi.json", headers={"origin": "http://editor.example"})
    assert response.headers["access-control-allow-origin"] == "*"
