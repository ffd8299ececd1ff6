"""Around the operations: unknown paths, undeclared methods, HEAD, OPTIONS, and pages of other origins."""

import asyncio
import re
from typing import Any

import pytest

from mock_server.bootstrap import bootstrap
from mock_server.config import Settings
from mock_server.http_api.connection import SHORTCUT
from tests.asgi import ACME, ACME_KEY, ALICE, InProcess, refusal, sent_raw

PAGE = "http://app.example:3000"
PREFLIGHT = {
    "origin": PAGE,
    "access-control-request-method": "POST",
    "access-control-request-headers": "content-type, authorization, x-dolfin-organisation-id, x-dolfin-api-key",
}
OPERATIONS = bootstrap(Settings()).contract.operations.values()
PATHS = sorted({operation.path for operation in OPERATIONS})


@pytest.fixture(scope="module")
def mock() -> InProcess:
    """One server for all: nothing here changes its world in a way that another test sees."""
    return InProcess()


def _filled(path: str) -> str:
    return "/".join(
        "5f0c8a52-3a0e-4a3c-9a43-0d6f3f1b7c01" if part.startswith("{") else part for part in path.split("/")
    )


def _matches(path: str, template: str) -> bool:
    return re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path) is not None


@pytest.mark.parametrize("path", ["/nothing", "/auth", "/invoices/x/y/z", "/Industries"])
def test_an_unknown_path_is_a_404_problem(mock: InProcess, path: str) -> None:
    response = mock.request("GET", path)
    assert refusal(response) == (404, "Mock.UnknownPath")
    assert response.json()["instance"] == path


@pytest.mark.parametrize("path", ["/industries/", "/auth/codes/", f"/organisations/{ACME}/users/", "/i/token/"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_trailing_slash_is_a_404_that_says_so(mock: InProcess, method: str, path: str) -> None:
    response = mock.request(method, path)
    assert refusal(response) == (404, "Mock.UnknownPath")
    assert "slash" in response.json()["detail"]
    assert "location" not in response.headers


@pytest.mark.parametrize(
    "target", ["/%ff", "/auth/%C3", "/%ED%A0%80", "/invoices/%ff/payments", "*", "", "//", "/../me"]
)
def test_a_target_that_is_no_path_of_ours_is_a_404(mock: InProcess, target: str) -> None:
    assert refusal(sent_raw(mock, "GET", target))[0] == 404


def test_a_very_long_path_is_refused(mock: InProcess) -> None:
    assert refusal(mock.request("GET", "/" + "a" * 60_000)) == (404, "Mock.UnknownPath")
    headers = {"x-dolfin-organisation-id": ACME}
    assert refusal(mock.with_key("GET", "/invoices/" + "a" * 60_000, headers=headers)) == (400, "Mock.InvalidRequest")
    assert refusal(mock.request("GET", "/a" * 30_000)) == (404, "Mock.UnknownPath")


@pytest.mark.parametrize("path", PATHS)
def test_every_path_refuses_an_undeclared_method_and_lists_all_that_it_takes(mock: InProcess, path: str) -> None:
    declared = {operation.method for operation in OPERATIONS if operation.path == path}
    expected = declared | {"OPTIONS"} | ({"HEAD"} if "GET" in declared else set())
    for method in ("TRACE", "PROPFIND", "get"):
        response = sent_raw(mock, method, _filled(path))
        assert refusal(response) == (405, "Mock.MethodNotAllowed")
        assert set(response.headers["allow"].split(", ")) == expected
    options = mock.request("OPTIONS", _filled(path))
    assert (options.status_code, options.content) == (204, b"")
    assert set(options.headers["allow"].split(", ")) == expected


def test_a_405_goes_before_the_question_who_calls(mock: InProcess) -> None:
    assert refusal(mock.request("DELETE", "/me")) == (405, "Mock.MethodNotAllowed")


def test_the_allowed_methods_are_those_of_the_most_concrete_path(mock: InProcess) -> None:
    response = mock.request("DELETE", "/recurring-invoices/from-contract")
    assert set(response.headers["allow"].split(", ")) == {"OPTIONS", "POST"}


def test_options_of_an_unknown_path_is_a_404(mock: InProcess) -> None:
    assert refusal(mock.request("OPTIONS", "/nothing")) == (404, "Mock.UnknownPath")


def test_head_is_answered_as_get(mock: InProcess) -> None:
    head, get = (mock.with_key(method, "/industries") for method in ("HEAD", "GET"))
    assert (head.status_code, dict(head.headers)) == (get.status_code, dict(get.headers))
    assert mock.request("HEAD", "/industries").status_code == 401
    assert mock.request("HEAD", "/auth/codes").status_code == 405


@pytest.mark.parametrize("path", ["/auth/exchange", "/me", "/sandbox", "/openapi.json"])
def test_a_preflight_lets_pages_of_any_origin_send_everything(mock: InProcess, path: str) -> None:
    response = mock.request("OPTIONS", path, headers=PREFLIGHT)
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == "*"
    assert "POST" in response.headers["access-control-allow-methods"]
    for header in PREFLIGHT["access-control-request-headers"].split(", "):
        assert header in response.headers["access-control-allow-headers"]
    assert int(response.headers["access-control-max-age"]) > 0


def test_a_page_on_the_internet_may_reach_this_machine(mock: InProcess) -> None:
    headers = {**PREFLIGHT, "access-control-request-private-network": "true"}
    response = mock.request("OPTIONS", "/auth/exchange", headers=headers)
    assert response.headers["access-control-allow-private-network"] == "true"


def test_a_page_sees_the_headers_of_a_success_and_of_a_refusal(mock: InProcess) -> None:
    success = mock.request("POST", "/auth/exchange", headers={"origin": PAGE}, json={"code": mock.code(ALICE)})
    refused = mock.request("GET", "/me", headers={"origin": PAGE})
    assert (success.status_code, refused.status_code) == (200, 401)
    for response in (success, refused):
        assert response.headers["access-control-allow-origin"] == "*"
        exposed = response.headers["access-control-expose-headers"].split(", ")
        assert {"x-mock-error-code", "x-mock-fidelity", "www-authenticate"} <= set(exposed)


@pytest.mark.parametrize(("method", "path"), [("GET", "/nothing"), ("DELETE", "/me"), ("GET", "/i/x")])
def test_every_kind_of_refusal_can_be_read_by_a_page(mock: InProcess, method: str, path: str) -> None:
    response = mock.request(method, path, headers={"origin": PAGE})
    assert response.status_code >= 400
    assert response.headers["access-control-allow-origin"] == "*"


def test_an_answer_to_no_page_varies_by_origin_too(mock: InProcess) -> None:
    for path in ("/industries", "/nothing"):
        response = mock.request("GET", path, headers={"x-dolfin-api-key": ACME_KEY})
        assert response.headers["vary"] == "Origin"
        assert "access-control-allow-origin" not in response.headers


def test_with_cors_origins_only_their_pages_are_answered() -> None:
    mock = InProcess(cors_origin=(PAGE, "https://other.example"))
    response = mock.request("GET", "/industries", headers={"origin": PAGE, "x-dolfin-api-key": ACME_KEY})
    assert response.headers["access-control-allow-origin"] == PAGE
    assert "origin" in response.headers["vary"].lower()
    assert mock.request("OPTIONS", "/me", headers=PREFLIGHT).status_code == 200
    for foreign in ("http://evil.example", "null", PAGE + ".evil.example", "http://app.example"):
        response = mock.request("GET", "/industries", headers={"origin": foreign, "x-dolfin-api-key": ACME_KEY})
        assert "access-control-allow-origin" not in response.headers
        preflight = mock.request("OPTIONS", "/me", headers={**PREFLIGHT, "origin": foreign})
        assert preflight.status_code == 400
        assert "access-control-allow-origin" not in preflight.headers


@pytest.mark.parametrize("path", ["/__mock__/health", "/__mock__/clock", "/__mock__/reset", "/__mock__/nothing"])
@pytest.mark.parametrize("origin", [PAGE, "http://127.0.0.1:4010", "null"])
def test_the_control_api_answers_no_page_of_another_origin(mock: InProcess, path: str, origin: str) -> None:
    for method in ("OPTIONS", "GET", "POST"):
        response = mock.request(method, path, headers={**PREFLIGHT, "origin": origin})
        assert not [name for name in response.headers if name.startswith("access-control")]


@pytest.mark.parametrize(("origin", "offers"), [((), 1), (((b"origin", b"http://page.example"),), 0)])
def test_no_shortcut_is_offered_for_pages_of_another_origin(
    mock: InProcess, origin: tuple[tuple[bytes, bytes], ...], offers: int
) -> None:
    offered: list[Any] = []

    async def send(_: Any) -> None: ...

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {
        "type": "http",
        "method": "GET",
        "path": "/industries",
        "raw_path": b"/industries",
        "query_string": b"",
        "scheme": "http",
        "headers": [(b"host", b"here"), *origin],
        "extensions": {SHORTCUT: lambda *given: offered.append(given)},
    }

    async def ask() -> None:
        await mock.server.application(scope, receive, send)

    asyncio.run(ask())
    assert len(offered) == offers
