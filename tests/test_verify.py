"""`dolfin-mock verify` as CI runs it: safe on a server that is not its own, and candid about what it did."""

import http.client
import json
import os
import re
import subprocess
import sys
import threading
import tomllib
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

import mock_server.cli.verify
from mock_server.config import ConfigurationError
from tests.asgi import ACME, ACME_KEY, CORNER_KEY
from tests.running import program

METHODS = ("GET ", "HEAD ", "OPTIONS ", "POST ", "PUT ", "PATCH ", "DELETE ")
READING = re.compile(r"^(GET|HEAD|OPTIONS) ")
SECRETS = (ACME_KEY, CORNER_KEY, "eyJ")
READ_ONLY = {"DOLFIN_API_KEY": ACME_KEY, "DOLFIN_ORGANISATION_ID": ACME}
CHECKING = ("POST", "/bank-details/validate", "validateBankDetails")
"""Changes nothing, though it is a POST."""
QUICK = ("--max-examples", "1", "--seed", "1")


@dataclass(frozen=True)
class Ended:
    """How a run of the command ended."""

    code: int
    output: str
    errors: str
    folder: Path

    def everything(self) -> str:
        """All that the run said and wrote."""
        written = "".join(file.read_text(encoding="utf-8") for file in self.folder.rglob("*") if file.is_file())
        return self.output + self.errors + written


def issued_token(url: str) -> str:
    request = urllib.request.Request(f"{url}/__mock__/tokens", data=b'{"email": "alice@acmeplumbing.co.uk"}')
    with urllib.request.urlopen(request, timeout=10) as response:
        return str(json.load(response)["token"])


def verify(folder: Path, *arguments: str, **environment: str) -> Ended:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DOLFIN_")}
    done = subprocess.run(
        [sys.executable, "-m", "mock_server", "verify", "--report-dir", str(folder / "report"), *arguments],
        capture_output=True,
        text=True,
        timeout=240,
        env=clean | environment,
        cwd=folder,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr, folder / "report")


@contextmanager
def served(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def stub(status: int, location: str | None = None) -> Iterator[str]:
    """A server that is no mock and answers everything in the same way."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("content-length", "2")
            if location is not None:
                self.send_header("location", location)
            self.end_headers()
            self.wfile.write(b"{}")

        do_POST = do_PUT = do_PATCH = do_DELETE = do_GET  # noqa: N815  (the base class's names)

        def log_message(self, *_: object) -> None:
            return

    with served(Handler) as url:
        yield url


@contextmanager
def below_a_path(url: str) -> Iterator[str]:
    """The server as a reverse proxy shows it, below `/api`."""

    class Handler(BaseHTTPRequestHandler):
        def pass_on(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
            connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=10)
            connection.request(self.command, self.path.removeprefix("/api"), self.rfile.read(length), headers)
            answer = connection.getresponse()
            body = answer.read()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
            connection.close()

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = pass_on  # noqa: N815  (same)

        def log_message(self, *_: object) -> None:
            return

    with served(Handler) as shown:
        yield f"{shown}/api"


def test_plan_lists_every_operation_and_needs_no_server(tmp_path: Path) -> None:
    ended = verify(tmp_path, "--target", "http://127.0.0.1:9", "--plan")
    assert ended.code == 0
    assert len(re.findall(r"^(?:send|login|not sent) ", ended.output, flags=re.MULTILINE)) == 139
    assert "not sent  POST   /organisations  createOrganisation" in ended.output
    assert "send      GET    /invoices  listInvoices" in ended.output


def test_a_read_only_run_changes_nothing_but_the_login(tmp_path: Path) -> None:
    with program() as server:
        ended = verify(tmp_path, "--target", server.url, *QUICK)
        server.stop()
        log = [line for line in server.log().splitlines() if line.startswith(METHODS)]
    assert ended.code == 0, ended.output + ended.errors
    changing = {tuple(line.split()[:3]) for line in log if not READING.match(line)}
    logins = {("POST", "/auth/codes", "createAuthCode"), ("POST", "/auth/exchange", "exchangeAuthCode")}
    assert changing == {*logins, CHECKING}
    assert len(log) > 50


def test_with_a_session_token_not_even_the_login_is_sent(tmp_path: Path) -> None:
    with program() as server:
        token = issued_token(server.url)
        session = {"DOLFIN_SESSION_TOKEN": token, **READ_ONLY}
        ended = verify(tmp_path, "--target", server.url, *QUICK, "--only", "Invoices", **session)
        server.stop()
        log = [line for line in server.log().splitlines() if line.startswith(METHODS)]
    assert ended.code == 0, ended.output + ended.errors
    assert [line for line in log if not READING.match(line) and "/__mock__/tokens" not in line] == []
    assert token not in ended.everything()


def test_a_run_is_clean_and_its_reports_hold_no_credential_and_can_be_read(tmp_path: Path) -> None:
    ended = verify(tmp_path, *QUICK, "--only", "exchangeAuthCode")
    assert ended.code == 0, ended.output + ended.errors
    assert [secret for secret in SECRETS if secret in ended.everything()] == []
    report = json.loads((ended.folder / "report.json").read_text(encoding="utf-8"))
    assert report["exitCode"] == 0
    assert min(report["areas"][area]["passed"] for area in ("rules", "journeys", "properties")) > 0
    seen = {(c["operation_id"], c["code"]) for c in report["coverage"]["cells"] if c["count"]}
    assert ("exchangeAuthCode", "Mock.AuthCodeUsed") in seen
    suites = ElementTree.parse(ended.folder / "junit.xml").getroot()
    assert sum(int(suite.get("tests", 0)) for suite in suites) == len(report["outcomes"])
    traffic = json.loads((ended.folder / "traffic.har").read_text(encoding="utf-8"))
    assert len(traffic["log"]["entries"]) == report["requests"]["sent"]
    page = (ended.folder / "report.html").read_text(encoding="utf-8")
    assert "Coverage matrix" in page
    assert not re.search(r"""(?:src|href)=["'](?!data:)""", page), "the page needs something from outside"


@pytest.mark.parametrize(
    ("arguments", "environment", "told"),
    [
        (("--target", "http://127.0.0.1:9"), {}, "nothing answers at http://127.0.0.1:9"),
        (("--target", "ftp://staging.example"), {}, "--target takes"),
        (("--only", "Nobody.Knows"), {}, "--only Nobody.Knows: there is no such"),
        (("--divergences", "missing.yaml"), {}, "cannot read missing.yaml"),
        (("--config", "missing.yaml"), {}, "cannot read missing.yaml"),
        (("--replay", "0123456789"), {}, "replays.json"),
        (("--rate", "fast"), {}, "give a rate such as 5/s"),
    ],
)
def test_a_run_that_cannot_start_says_why_in_a_line_and_exits_with_2(
    tmp_path: Path, arguments: tuple[str, ...], environment: dict[str, str], told: str
) -> None:
    ended = verify(tmp_path, *arguments, **environment)
    assert ended.code == 2
    assert told in ended.errors
    assert "Traceback" not in ended.errors


def test_a_refused_api_key_is_no_clean_run(tmp_path: Path) -> None:
    with program() as server:
        ended = verify(tmp_path, "--target", server.url, DOLFIN_API_KEY="dol_live_wrong")
    assert ended.code == 2
    assert "cannot log in" in ended.errors
    assert "dol_live_wrong" not in ended.everything()


def test_a_run_that_reaches_its_budget_is_clean_and_says_so(tmp_path: Path) -> None:
    ended = verify(tmp_path, *QUICK, "--max-requests", "40")
    assert ended.code == 0, ended.output
    assert "cut short: --max-requests 40 is reached" in ended.output
    assert "40 sent" in ended.output


def test_coverage_below_the_threshold_fails_the_run(tmp_path: Path) -> None:
    ended = verify(tmp_path, *QUICK, "--only", "exchangeAuthCode", "--fail-under", "99")
    assert ended.code == 1
    assert "below --fail-under 99" in ended.output


def test_a_divergence_that_has_expired_fails_the_run(tmp_path: Path) -> None:
    (tmp_path / "known.yaml").write_text(
        "- {test: 'rules::*', what: a difference, since: 2020-01-01, expires: 2020-02-01}", encoding="utf-8"
    )
    ended = verify(tmp_path, *QUICK, "--only", "listIndustries", "--divergences", "known.yaml")
    assert ended.code == 1
    assert "expired on 2020-02-01" in ended.output


def test_the_options_and_credentials_can_come_from_a_file(tmp_path: Path) -> None:
    with program() as server:
        (tmp_path / "verify.yaml").write_text(
            f"target: {server.url}\nmax-examples: 1\nrate: 500/s\nonly: listIndustries\n"
            f"credentials: {{DOLFIN_API_KEY: {CORNER_KEY}}}\n",
            encoding="utf-8",
        )
        ended = verify(tmp_path, "--config", "verify.yaml")
    assert ended.code == 0, ended.output + ended.errors
    assert CORNER_KEY not in ended.everything()


def test_an_unknown_option_in_the_file_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "verify.yaml").write_text("alow-writes: true", encoding="utf-8")
    ended = verify(tmp_path, "--config", "verify.yaml")
    assert ended.code == 2
    assert "no such option as alow-writes" in ended.errors


def test_a_server_that_breaks_down_ends_the_run_with_a_finding(tmp_path: Path) -> None:
    with stub(500) as url:
        ended = verify(tmp_path, "--target", url, *QUICK, DOLFIN_SESSION_TOKEN="made-up")
    assert ended.code == 1
    assert "the last 20 answers were all 5xx" in ended.output


def test_a_server_that_answers_everything_alike_does_not_keep_the_contract(tmp_path: Path) -> None:
    with stub(200) as url:
        ended = verify(
            tmp_path, "--target", url, *QUICK, "--only", "Invoices", DOLFIN_SESSION_TOKEN="made-up", **READ_ONLY
        )
    assert ended.code == 1
    assert "FAILED" in ended.output


def kept_for_replay(folder: Path, **changed: object) -> None:
    """A report whose only request is the list of industries, as a generated test sent it."""
    (folder / "report").mkdir()
    entry = {
        "title": "industries",
        "finding": "properties::GET /industries::check",
        "test": None,
        "operationId": "listIndustries",
        "method": "GET",
        "path": "/industries",
        "headers": {"x-dolfin-api-key": "***"},
        "credentials": {"x-dolfin-api-key": "first"},
        "body": "",
        "status": 200,
        "errorCode": None,
        **changed,
    }
    text = json.dumps({"seed": 1, "requests": {"abc": entry}})
    (folder / "report" / "replays.json").write_text(text, encoding="utf-8")


def test_a_generated_request_can_be_sent_again_by_its_id(tmp_path: Path) -> None:
    kept_for_replay(tmp_path)
    ended = verify(tmp_path, "--replay", "abc")
    assert ended.code == 1, ended.output + ended.errors
    assert "now   200" in ended.output
    assert "It shows again." in ended.output


def test_a_finding_that_is_cured_does_not_show_again(tmp_path: Path) -> None:
    kept_for_replay(tmp_path, status=500)
    ended = verify(tmp_path, "--replay", "abc")
    assert ended.code == 0, ended.output + ended.errors
    assert "It does not show again." in ended.output


def test_the_finding_of_a_rule_test_is_replayed_by_running_that_test(tmp_path: Path) -> None:
    test = "rules::test_a_code_works_once"
    kept_for_replay(tmp_path, test=test, finding=test)
    ended = verify(tmp_path, "--replay", "abc")
    assert ended.code == 0, ended.output + ended.errors
    assert f"{test}: passed" in ended.output


def test_a_request_with_a_credential_that_was_made_up_is_not_sent_with_a_good_one(tmp_path: Path) -> None:
    kept_for_replay(tmp_path, credentials={"x-dolfin-api-key": "made up"})
    ended = verify(tmp_path, "--replay", "abc")
    assert ended.code == 2
    assert "abc cannot be sent again" in ended.errors


def test_a_target_below_a_path_keeps_the_contract_too(tmp_path: Path) -> None:
    with program() as server, below_a_path(server.url) as url:
        ended = verify(tmp_path, "--target", url, *QUICK, "--only", "listIndustries")
    assert ended.code == 0, ended.output + ended.errors


def test_a_redirect_is_told_and_not_followed(tmp_path: Path) -> None:
    with stub(302, location="http://127.0.0.1:9/elsewhere") as url:
        ended = verify(tmp_path, "--target", url, *QUICK)
    assert ended.code == 2
    assert "redirects to http://127.0.0.1:9/elsewhere" in ended.errors


@pytest.mark.parametrize("key", ["sk_secret\n", " sk_secret sk", "sk_secr\u20act"])
def test_a_key_that_no_header_can_hold_is_told_without_being_shown(tmp_path: Path, key: str) -> None:
    with stub(200) as url:
        ended = verify(tmp_path, "--target", url, *QUICK, "--only", "Invoices", DOLFIN_API_KEY=key)
    assert "Traceback" not in ended.errors
    assert "sk_secr" not in ended.everything()


def test_a_target_address_with_a_password_is_refused(tmp_path: Path) -> None:
    ended = verify(tmp_path, "--target", "http://bob:hunter2@127.0.0.1:9")
    assert ended.code == 2
    assert "hunter2" not in ended.everything()


def test_a_report_folder_that_cannot_be_made_is_told_before_the_run(tmp_path: Path) -> None:
    (tmp_path / "report").write_text("a file", encoding="utf-8")
    ended = verify(tmp_path, *QUICK, "--only", "listIndustries")
    assert ended.code == 2
    assert "--report-dir" in ended.errors


def test_what_the_users_project_says_to_pytest_does_not_matter(tmp_path: Path) -> None:
    ended = verify(tmp_path, *QUICK, "--only", "listIndustries", PYTEST_ADDOPTS="--maxfail=1 -n 2 --nonsense")
    assert ended.code == 0, ended.output + ended.errors


def test_without_its_extra_verify_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mock_server.cli.verify, "find_spec", lambda _: None)
    result = CliRunner().invoke(mock_server.cli.verify.command, [])
    assert isinstance(result.exception, ConfigurationError)
    assert "pip install 'dolfin-mock[contract]'" in str(result.exception)


def test_verify_looks_for_every_library_of_its_extra() -> None:
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extra = {re.split(r"[<>=]", library)[0].lower() for library in project["optional-dependencies"]["contract"]}
    assert extra == set(mock_server.cli.verify._EXTRA)
