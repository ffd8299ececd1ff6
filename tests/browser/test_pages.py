"""The pages of the mock in a real browser: they render, and their console stays empty."""

from collections.abc import Iterator

import httpx
import pytest

from tests.asgi import ACME, ACME_KEY, OLIVIA
from tests.browser.chromium import CHROMIUM, NO_BROWSER, opened
from tests.running import Program, program

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=NO_BROWSER)


@pytest.fixture(scope="module")
def mock() -> Iterator[Program]:
    with program() as started:
        yield started


@pytest.mark.parametrize("base", ["", "/w/default"])
def test_the_docs_list_the_operations_and_fill_a_session_in(mock: Program, base: str) -> None:
    page = opened(f"{mock.url}{base}/docs")
    assert page.console == ()
    assert 'data-tag="Invoices"' in page.dom
    assert "Calls are made with this user's session token." in page.dom


def test_the_docs_show_the_control_api_too(mock: Program) -> None:
    page = opened(f"{mock.url}/docs?urls.primaryName=Control%20API%20of%20this%20mock")
    assert page.console == ()
    assert "Control API of dolfin-mock" in page.dom


def test_the_start_page_renders(mock: Program) -> None:
    page = opened(f"{mock.url}/")
    assert page.console == ()
    assert "This is dolfin-mock" in page.dom


@pytest.mark.parametrize("base", ["", "/w/default"])
def test_a_sandbox_url_opens_a_session(mock: Program, base: str) -> None:
    with httpx.Client(base_url=mock.url + base) as api:
        code = api.post("/auth/codes", headers={"x-dolfin-api-key": ACME_KEY}, json={"userId": OLIVIA}).json()["code"]
        token = api.post("/auth/exchange", json={"code": code}).json()["token"]
        caller = {"authorization": f"Bearer {token}"}
        handoff = api.post("/auth/sandbox-handoff", headers=caller, json={"organisationId": ACME}).json()
    page = opened(handoff["sandboxUrl"])
    assert page.console == ()
    assert "The session is open." in page.dom
    assert "olivia@acme-platform.example" in page.dom
