"""Which world a request is for: by its path, or by its header; and what is told of names that lead nowhere."""

from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.asgi import ACME, ACME_KEY, ALICE, InProcess, refusal, sent_raw

UNKNOWN = (404, "Mock.WorldNotFound")
UNROUTED = (404, "Mock.UnknownPath")
INVALID = (400, "Mock.InvalidRequest")
KEY = (b"x-dolfin-api-key", ACME_KEY.encode())
PAGE = "https://app.example"


@pytest.fixture(scope="module")
def mock() -> InProcess:
    """One server with a world named mine, in which alone there is a customer named Mine."""
    mock = InProcess()
    assert mock.request("POST", "/__mock__/worlds", json={"name": "mine"}).status_code == 201
    made = mock.with_key("POST", "/w/mine/customers", json={"name": "Mine"}, headers=_of_acme())
    assert made.status_code == 201, made.text
    return mock


def _of_acme(**headers: str) -> dict[str, str]:
    return {"x-dolfin-organisation-id": ACME, **headers}


def _is_mine(response: httpx.Response) -> bool:
    """Whether a list of customers is that of the world named mine."""
    assert response.status_code == 200, response.text
    return "Mine" in {customer["name"] for customer in response.json()["data"]}


def _customers(mock: InProcess, path: str = "/customers", **headers: str) -> httpx.Response:
    return mock.with_key("GET", path, headers=_of_acme(**headers))


def _raw(mock: InProcess, target: str, *headers: tuple[bytes, bytes], method: str = "GET") -> httpx.Response:
    return sent_raw(mock, method, target, [KEY, (b"x-dolfin-organisation-id", ACME.encode()), *headers])


def test_without_a_name_a_request_is_for_the_default_world(mock: InProcess) -> None:
    assert not _is_mine(_customers(mock))


@pytest.mark.parametrize("name", ["default", "%64efault"])
def test_the_default_world_can_be_named(mock: InProcess, name: str) -> None:
    assert not _is_mine(_raw(mock, f"/w/{name}/customers"))
    assert not _is_mine(_customers(mock, **{"x-mock-world": "default"}))


def test_a_path_or_a_header_or_both_name_a_world(mock: InProcess) -> None:
    assert _is_mine(_customers(mock, "/w/mine/customers"))
    assert _is_mine(_customers(mock, **{"x-mock-world": "mine"}))
    assert _is_mine(_customers(mock, "/w/mine/customers", **{"x-mock-world": "mine"}))


@pytest.mark.parametrize("named", ["default", "other", "", "Mine", "mine "])
def test_a_path_and_a_header_that_name_two_worlds_are_refused(mock: InProcess, named: str) -> None:
    response = _raw(mock, "/w/mine/customers", (b"x-mock-world", named.encode()))
    assert refusal(response) == INVALID
    assert "x-mock-world" in response.json()["detail"]


@pytest.mark.parametrize("target", ["/customers", "/w/mine/customers", "/__mock__/health"])
def test_a_header_that_is_sent_twice_is_refused(mock: InProcess, target: str) -> None:
    twice = ((b"x-mock-world", b"mine"),) * 2
    assert refusal(_raw(mock, target, *twice)) == INVALID


@pytest.mark.parametrize("name", ["min%65", "%6D%69%6E%65", "m%69ne"])
def test_a_name_may_be_percent_encoded(mock: InProcess, name: str) -> None:
    assert _is_mine(_raw(mock, f"/w/{name}/customers"))
    assert _is_mine(_raw(mock, f"/w/{name}/customers", (b"x-mock-world", b"mine")))


@pytest.mark.parametrize(
    "target",
    [
        "/w/",
        "/w//",
        "/w//customers",
        "/w/other",
        "/w/other/customers",
        "/w/Mine/customers",
        "/w/mine%20/customers",
        "/w/mine%00/customers",
        "/w/mine%2Fcustomers",
        "/w/mine%0A/customers",
        "/w/%6Dine%2F/customers",
        "/w/../customers",
        "/w/%2E%2E/customers",
        "/w/-mine/customers",
        "/w/%FF/customers",
        "/w/%/customers",
        "/w/" + "x" * 65 + "/customers",
        "/w/" + "x" * 100_000,
        "/%77/mine/customers",
        "/w%2Fmine/customers",
        "/w%2Fmine",
        "/w%2F",
        "/%77%2Fmine%2Fcustomers",
    ],
)
def test_a_path_that_names_no_world_is_told_so_and_not_what_it_was(mock: InProcess, target: str) -> None:
    response = _raw(mock, target)
    assert refusal(response) == UNKNOWN
    assert response.json()["detail"].count("x" * 65) == 0


@pytest.mark.parametrize("named", [b"", b"other", b"Mine", b"mine ", b"mine,mine", b"m%69ne", b"/w/mine", b"\xff"])
def test_a_header_that_names_no_world_is_told_so(mock: InProcess, named: bytes) -> None:
    assert refusal(_raw(mock, "/customers", (b"x-mock-world", named))) == UNKNOWN


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "OPTIONS", "PATCH"])
def test_an_unknown_world_is_told_whatever_is_asked(mock: InProcess, method: str) -> None:
    for path in ("/customers", "/nothing", ""):
        assert refusal(_raw(mock, f"/w/other{path}", method=method)) == UNKNOWN


@pytest.mark.parametrize(
    "target", ["/w", "/wmine", "/W/mine/customers", "//w/mine/customers", "/x/mine/customers", "/%2Fw/mine/customers"]
)
def test_what_only_looks_like_a_world_is_no_path_of_the_contract(mock: InProcess, target: str) -> None:
    assert refusal(_raw(mock, target)) == UNROUTED


@pytest.mark.parametrize(
    "target", ["/w/mine//", "/w/mine//customers", "/w/mine/w/mine/customers", "/w/mine/customers/"]
)
def test_what_is_no_path_of_the_contract_is_none_in_a_world_either(mock: InProcess, target: str) -> None:
    assert refusal(_raw(mock, target)) == UNROUTED


@pytest.mark.parametrize("target", ["/w/mine", "/w/mine/"])
def test_the_root_of_a_world_names_the_worlds_addresses(mock: InProcess, target: str) -> None:
    assert _raw(mock, target).json()["contract"] == "http://127.0.0.1:4010/w/mine/openapi.json"


def test_what_comes_after_the_name_reaches_the_operation_as_it_was_sent(mock: InProcess) -> None:
    encoded = "".join(f"%{ord(letter):02x}" for letter in ACME)
    assert _raw(mock, f"/w/mine/organisations/{encoded}/users").status_code == 200
    assert _raw(mock, f"/w/mine/organisations/{ACME}%2Fusers").status_code != 200
    *_, before, last = mock.server.worlds.require("mine").journal
    assert (before.target, last.target) == (f"/organisations/{encoded}/users", f"/organisations/{ACME}%2Fusers")


def test_the_query_goes_along(mock: InProcess) -> None:
    assert refusal(_customers(mock, "/w/mine/customers?Limit=x")) == INVALID
    assert len(_customers(mock, "/w/mine/customers?Limit=1").json()["data"]) == 1


def test_a_body_that_is_too_large_is_refused_in_a_world_too(mock: InProcess) -> None:
    sent = [b"x" * 1024 * 1024] * 2
    headers = [KEY, (b"content-type", b"application/json"), (b"x-dolfin-organisation-id", ACME.encode())]
    response = sent_raw(mock, "POST", "/w/mine/customers", headers, *sent)
    assert refusal(response) == (413, "Mock.PayloadTooLarge")


@pytest.mark.parametrize("path", ["/w/mine/customers", "/w/default/industries"])
def test_a_preflight_on_a_worlds_path_allows_what_the_request_needs(mock: InProcess, path: str) -> None:
    asked = {
        "origin": PAGE,
        "access-control-request-method": "POST",
        "access-control-request-headers": "x-mock-world, x-dolfin-api-key, content-type",
    }
    response = mock.request("OPTIONS", path, headers=asked)
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == "*"
    assert "POST" in response.headers["access-control-allow-methods"]
    assert "x-mock-world" in response.headers["access-control-allow-headers"]


@pytest.mark.parametrize("path", ["/w/other/customers", "/w/-/customers", "/w%2Fmine", "/w/other/sandbox"])
def test_a_page_can_read_that_there_is_no_such_world(mock: InProcess, path: str) -> None:
    response = _raw(mock, path, (b"origin", PAGE.encode()))
    assert refusal(response) == UNKNOWN
    assert response.headers["access-control-allow-origin"] == "*"
    assert "x-mock-error-code" in response.headers["access-control-expose-headers"].lower()


def test_only_the_pages_that_may_call_the_api_can_read_that_there_is_no_such_world() -> None:
    mock = InProcess(cors_origin=("https://other.example",))
    for path in ("/w/other/customers", "/w/-/customers"):
        response = _raw(mock, path, (b"origin", PAGE.encode()))
        assert refusal(response) == UNKNOWN
        assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize("path", ["/sandbox", "/sandbox.js", "/sandbox.css", "/openapi.json", "/openapi.yaml"])
def test_the_pages_are_there_in_every_world_and_only_in_worlds_that_are(mock: InProcess, path: str) -> None:
    assert mock.request("GET", f"/w/mine{path}").status_code == 200
    assert refusal(mock.request("GET", f"/w/other{path}")) == UNKNOWN


@pytest.mark.parametrize("name", ["mine", "m%69ne"])
def test_the_contract_names_the_worlds_address(mock: InProcess, name: str) -> None:
    served: Any = sent_raw(mock, "GET", f"/w/{name}/openapi.json").json()
    assert [server["url"] for server in served["servers"]] == ["http://127.0.0.1:4010/w/mine"]


def test_a_world_that_the_header_names_has_the_servers_address(mock: InProcess) -> None:
    served: Any = mock.request("GET", "/openapi.json", headers={"x-mock-world": "mine"}).json()
    assert [server["url"] for server in served["servers"]] == ["http://127.0.0.1:4010"]


@pytest.mark.parametrize("name", ["mine", "m%69ne"])
def test_a_sandbox_url_leads_back_into_its_world_where_its_code_works(mock: InProcess, name: str) -> None:
    code = mock.with_key("POST", "/w/mine/auth/codes", json={"userId": ALICE}).json()["code"]
    token = mock.request("POST", "/w/mine/auth/exchange", json={"code": code}).json()["token"]
    headers = [(b"authorization", f"Bearer {token}".encode()), (b"content-type", b"application/json")]
    body = f'{{"organisationId": "{ACME}"}}'.encode()
    handed: Any = sent_raw(mock, "POST", f"/w/{name}/auth/sandbox-handoff", headers, body).json()
    url = urlsplit(handed["sandboxUrl"])
    assert (url.netloc, url.path) == ("127.0.0.1:4010", "/w/mine/sandbox")
    assert mock.request("GET", url.path).status_code == 200
    assert mock.request("POST", "/auth/exchange", json={"code": handed["code"]}).status_code == 400
    assert mock.request("POST", "/w/mine/auth/exchange", json={"code": handed["code"]}).status_code == 200
