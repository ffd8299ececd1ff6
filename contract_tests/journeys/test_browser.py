"""A page on another origin logs its user in and reads the invoices, as its browser lets it: by headers alone."""

import pytest

from contract_tests.api_client import Answer, ApiClient, Caller
from contract_tests.checks.expect import Expectations
from contract_tests.contract import Contract
from contract_tests.provision import Provision
from contract_tests.suite import Suite

PAGE = "https://verify.example"
RULE = "guide, step 4: the browser exchanges the code and calls with the token"
SIMPLE = frozenset({"accept", "accept-language", "content-language"})

pytestmark = pytest.mark.about("exchangeAuthCode", "getMe", "listInvoices")


class Browser:
    """What a browser does around the calls of a page: asks first, and hides what the server does not share."""

    def __init__(self, api: ApiClient, expect: Expectations, contract: Contract) -> None:
        self._api = api
        self._expect = expect
        self._contract = contract

    def fetch(self, operation_id: str, caller: Caller, body: object = None) -> Answer:
        """A call as a page makes it. Raises Mismatch where the browser would keep the answer from the page."""
        headers = {**caller.headers, **({"content-type": "application/json"} if body is not None else {})}
        self._ask_first(operation_id, sorted(set(headers) - SIMPLE))
        answer = self._api.call(operation_id, caller, headers={"origin": PAGE}, json=body)
        self._require_shared(answer)
        return answer

    def _ask_first(self, operation_id: str, headers: list[str]) -> None:
        method = self._contract.operations[operation_id].method
        asked = {
            "origin": PAGE,
            "access-control-request-method": method,
            "access-control-request-headers": ",".join(headers),
        }
        answer = self._api.call(operation_id, method="OPTIONS", headers=asked)
        self._expect.that(answer, answer.response.ok, "2xx to the preflight", str(answer.status), RULE, assumed=True)
        self._require_shared(answer)
        for name, wanted in (("methods", [method]), ("headers", headers)):
            self._expect.listed(answer, f"access-control-allow-{name}", frozenset(wanted), RULE, assumed=True)

    def _require_shared(self, answer: Answer) -> None:
        shared = answer.response.headers.get("access-control-allow-origin")
        self._expect.that(answer, shared in ("*", PAGE), f"shared with {PAGE}", f"with {shared}", RULE, assumed=True)


@pytest.fixture
def browser(api: ApiClient, expect: Expectations, suite: Suite) -> Browser:
    return Browser(api, expect, suite.contract)


@pytest.mark.needs("api_key", "user", "organisation")
def test_a_page_exchanges_its_code_and_reads_the_invoices(
    browser: Browser, expect: Expectations, provision: Provision, organisation: str
) -> None:
    code = provision.code(provision.shared_user().id)
    session = expect.success(browser.fetch("exchangeAuthCode", Caller(), {"code": code}), 200, rule=RULE)
    provision.masker.learn(session["token"])
    caller = Caller(token=session["token"])
    me = browser.fetch("getMe", caller)
    expect.equal(me, expect.success(me, 200, rule=RULE)["userId"], session["userId"], RULE)
    expect.success(browser.fetch("listInvoices", caller.selecting(organisation)), 200, rule=RULE)


def test_a_page_learns_why_its_code_was_refused(browser: Browser, expect: Expectations) -> None:
    answer = browser.fetch("exchangeAuthCode", Caller(), {"code": "no-such-code"})
    expect.refusal(answer, "Mock.AuthCodeUnknown", rule=RULE)
