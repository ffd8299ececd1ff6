"""The guide's page in a real browser: on another origin, it exchanges its code and lists the invoices."""

import functools
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.asgi import ACME, ACME_KEY, ALICE
from tests.browser.chromium import CHROMIUM, NO_BROWSER, opened
from tests.running import program

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=NO_BROWSER)

PAGE = """<!doctype html>
<meta charset="utf-8">
<link rel="icon" href="data:,">
<pre id="shown"></pre>
<script type="module">
const authCode = new URLSearchParams(location.search).get("code");
async function shown() {
  const session = await fetch("MOCK/auth/exchange", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ code: authCode }),
  }).then((answer) => answer.json());
  localStorage.setItem("dolfin_token", session.token);
  const invoices = await fetch("MOCK/invoices", {
    headers: {
      "Authorization": `Bearer ${localStorage.getItem("dolfin_token")}`,
      "x-dolfin-organisation-id": "ORGANISATION",
    },
  });
  const { data } = await invoices.json();
  const again = await fetch("MOCK/auth/exchange", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ code: authCode }),
  });
  const control = await fetch("CONTROL/clock").then(() => "answered", () => "kept away");
  return {
    email: session.email,
    invoices: data.map((invoice) => invoice.documentNumber),
    fidelity: invoices.headers.get("x-mock-fidelity"),
    again: again.headers.get("x-mock-error-code"),
    control,
  };
}
const told = await shown().catch((error) => ({ error: String(error) }));
document.getElementById("shown").textContent = JSON.stringify(told);
</script>
"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder as another origin."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def _shown(dom: str) -> dict[str, Any]:
    found = re.search(r'<pre id="shown">(.*?)</pre>', dom)
    assert found is not None
    shown: dict[str, Any] = json.loads(found[1])
    return shown


@pytest.mark.parametrize("base", ["", "/w/default"])
def test_a_page_of_another_origin_logs_in_and_lists_the_invoices(tmp_path: Path, base: str) -> None:
    with program() as mock, served(tmp_path) as page:
        address = mock.url + base
        text = PAGE.replace("MOCK", address).replace("CONTROL", f"{mock.url}/__mock__").replace("ORGANISATION", ACME)
        (tmp_path / "login.html").write_text(text, encoding="utf-8")
        key = {"x-dolfin-api-key": ACME_KEY}
        code = httpx.post(f"{address}/auth/codes", headers=key, json={"userId": ALICE}).json()["code"]
        dom = opened(f"{page}/login.html?code={code}").dom
    assert _shown(dom) == {
        "email": "alice@acmeplumbing.co.uk",
        "invoices": ["INV-0003", "INV-0002", "INV-0001"],
        "fidelity": "rules",
        "again": "Mock.AuthCodeUsed",
        "control": "kept away",
    }


def test_what_a_page_tells_its_console_is_seen(tmp_path: Path) -> None:
    (tmp_path / "loud.html").write_text("<script>console.error('loud'); nothing()</script>", encoding="utf-8")
    with served(tmp_path) as page:
        told = opened(f"{page}/loud.html").console
    assert any("loud" in line for line in told)
    assert any("nothing is not defined" in line for line in told)
