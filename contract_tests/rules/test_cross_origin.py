"""Pages of another origin may call what a browser is meant to call."""

import pytest

from contract_tests.api_client import Answer, ApiClient, Caller
from contract_tests.checks.expect import Expectations
from contract_tests.provision import Provision

ORIGIN = "https://verify.example"
BROWSER = "guide, step 4: a page exchanges the code and calls with the token"
FROM_A_PAGE = {"origin": ORIGIN}
ASKED = ("authorization", "content-type", "x-dolfin-organisation-id")


def _preflight(method: str, *headers: str) -> dict[str, str]:
    return {
        **FROM_A_PAGE,
        "access-control-request-method": method,
        "access-control-request-headers": ", ".join(headers),
    }


def _expect_origin(answer: Answer, expect: Expectations) -> None:
    """That any origin may call is assumed: a real server may know its platforms' origins."""
    allowed = answer.response.headers.get("access-control-allow-origin")
    told = f"Access-Control-Allow-Origin: {allowed}"
    expected = f"Access-Control-Allow-Origin: * or {ORIGIN}"
    expect.that(answer, allowed in ("*", ORIGIN), expected, told, BROWSER, assumed=True)


@pytest.mark.parametrize(
    ("operation", "method", "headers"),
    [
        pytest.param("exchangeAuthCode", "POST", ["content-type"], marks=pytest.mark.about("exchangeAuthCode")),
        pytest.param("getMe", "GET", ["authorization"], marks=pytest.mark.about("getMe")),
        pytest.param("listIndustries", "GET", ["authorization"], marks=pytest.mark.about("listIndustries")),
        pytest.param("listInvoices", "GET", ASKED, marks=pytest.mark.about("listInvoices")),
        pytest.param("mintSandboxHandoff", "POST", ASKED, marks=pytest.mark.about("mintSandboxHandoff")),
    ],
)
def test_a_page_may_ask_before_it_calls(
    operation: str, method: str, headers: list[str], api: ApiClient, expect: Expectations
) -> None:
    answer = api.call(operation, method="OPTIONS", headers=_preflight(method, *headers))
    expect.that(answer, answer.response.ok, "2xx", str(answer.status), BROWSER, assumed=True)
    _expect_origin(answer, expect)
    expect.listed(answer, "access-control-allow-methods", frozenset({method}), BROWSER, assumed=True)
    expect.listed(answer, "access-control-allow-headers", frozenset(headers), BROWSER, assumed=True)


@pytest.mark.about("exchangeAuthCode")
@pytest.mark.needs("api_key", "user")
def test_a_page_may_read_the_exchanged_session(api: ApiClient, expect: Expectations, provision: Provision) -> None:
    body = {"code": provision.code(provision.shared_user().id)}
    answer = api.call("exchangeAuthCode", json=body, headers=FROM_A_PAGE)
    expect.success(answer, 200, rule=BROWSER)
    _expect_origin(answer, expect)


@pytest.mark.about("getMe")
@pytest.mark.needs("user")
def test_a_page_may_read_who_its_user_is(api: ApiClient, expect: Expectations, session: Caller) -> None:
    answer = api.call("getMe", session, headers=FROM_A_PAGE)
    expect.success(answer, 200, rule=BROWSER)
    _expect_origin(answer, expect)


@pytest.mark.about("listInvoices")
@pytest.mark.needs("user", "organisation")
def test_a_page_may_read_invoices(api: ApiClient, expect: Expectations, session: Caller, organisation: str) -> None:
    answer = api.call("listInvoices", session.selecting(organisation), headers=FROM_A_PAGE)
    expect.success(answer, 200, rule=BROWSER)
    _expect_origin(answer, expect)


@pytest.mark.about("exchangeAuthCode", "getMe")
def test_a_page_may_read_refusals_and_their_codes(api: ApiClient, expect: Expectations) -> None:
    for answer in (
        api.call("exchangeAuthCode", json={"code": "no-such-code"}, headers=FROM_A_PAGE),
        api.call("getMe", headers=FROM_A_PAGE),
    ):
        _expect_origin(answer, expect)
        if answer.error_code is not None:
            shown = frozenset({"x-mock-error-code"})
            expect.listed(answer, "access-control-expose-headers", shown, BROWSER, assumed=True)
