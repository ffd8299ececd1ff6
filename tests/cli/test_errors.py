"""`dolfin-mock errors`."""

import json
from collections.abc import Iterator

import httpx
import pytest

from mock_server.catalogue import CATALOGUE, OUTSIDE_THE_CONTRACT
from mock_server.cli import errors
from mock_server.reproductions.curl_script import curl_script
from mock_server.reproductions.known import reproduction
from mock_server.reproductions.plain_text import plain_text
from mock_server.reproductions.pytest_file import pytest_file
from mock_server.reproductions.script import Script
from tests.cli.program import dolfin_mock
from tests.reproductions.performing import contract
from tests.running import Program, program

ALL = (*CATALOGUE, *OUTSIDE_THE_CONTRACT)
CODE = "Handoff.NoOrgAccess"


@pytest.fixture(scope="module")
def started() -> Iterator[Program]:
    with program() as running:
        yield running


def test_the_table_has_a_line_for_each_code() -> None:
    shown = dolfin_mock("errors")
    assert (shown.code, shown.err) == (0, "")
    lines = [line.split() for line in shown.out.splitlines()]
    assert [line[:3] for line in lines] == [[row.code, str(row.status), row.source] for row in ALL]


def test_a_code_that_nothing_causes_says_so_in_the_table() -> None:
    (line,) = (line for line in dolfin_mock("errors").out.splitlines() if line.startswith("Auth.NotUserScopedToken"))
    assert "documented only" in line


def test_programs_get_a_list_of_objects() -> None:
    rows = {row["code"]: row for row in json.loads(dolfin_mock("errors", "--json").out)}
    assert list(rows) == [row.code for row in ALL]
    assert rows[CODE] == {
        "code": CODE,
        "status": 403,
        "source": "published",
        "enforced": True,
        "meaning": rows[CODE]["meaning"],
        "remedy": rows[CODE]["remedy"],
        "operations": ["mintSandboxHandoff"],
    }


@pytest.mark.parametrize(
    ("options", "written"), [((), plain_text), (("--curl",), curl_script), (("--pytest",), pytest_file)]
)
def test_a_reproduction_is_printed(options: tuple[str, ...], written: object) -> None:
    shown = dolfin_mock("errors", "reproduce", CODE, *options)
    assert callable(written)
    assert (shown.code, shown.err) == (0, "")
    assert shown.out == written(reproduction(contract(), "mintSandboxHandoff", CODE)) + "\n"


def test_the_operation_that_is_named_is_the_one_that_refuses() -> None:
    shown = dolfin_mock("errors", "reproduce", "Mock.Unauthorized", "--operation", "listInvoices")
    assert "\n1. GET /invoices\n" in shown.out
    assert shown.out.endswith("Answer: 401 Mock.Unauthorized\n")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("Handoff.NoOrgAcess",), "did you mean Handoff.NoOrgAccess?"),
        ((CODE, "--operation", "mintSandboxHandof"), "did you mean mintSandboxHandoff?"),
        ((CODE, "--operation", "listInvoices"), "take one of mintSandboxHandoff"),
        (("Auth.NotUserScopedToken",), "documented only"),
        (("Mock.InternalError",), "belongs to the server"),
        ((CODE, "--run", "--curl"), "choose one"),
        ((CODE, "--url", "http://127.0.0.1:1"), "add --run"),
        ((CODE, "--run", "--url", "http://127.0.0.1:1"), "no dolfin-mock answers at http://127.0.0.1:1"),
        ((CODE, "--run", "--url", "nowhere"), "--url must be an address"),
    ],
)
def test_what_cannot_be_is_one_line_and_exit_2(arguments: tuple[str, ...], told: str) -> None:
    shown = dolfin_mock("errors", "reproduce", *arguments)
    assert (shown.code, shown.out) == (2, "")
    assert told in shown.err.splitlines()[-1]


def test_a_run_shows_the_requests_and_the_answer(started: Program) -> None:
    shown = dolfin_mock("errors", "reproduce", CODE, "--run", "--url", started.url)
    assert (shown.code, shown.err) == (0, "")
    *steps, empty, came, problem = shown.out.splitlines()
    assert steps == ["POST /auth/codes: 201", "POST /auth/exchange: 200", "POST /auth/sandbox-handoff: 403"]
    assert (empty, came) == ("", f"403 {CODE}")
    assert json.loads(problem)["status"] == 403


def test_a_run_moves_the_clock_of_its_own_world_alone(started: Program) -> None:
    before = httpx.get(f"{started.url}/__mock__/world").json()
    shown = dolfin_mock("errors", "reproduce", "Mock.AuthCodeExpired", "--run", "--url", started.url)
    assert (shown.code, shown.err) == (0, "")
    after, worlds = (httpx.get(f"{started.url}/__mock__/{name}").json() for name in ("world", "worlds"))
    assert (after["seed"], after["now"][:13]) == (before["seed"], before["now"][:13])
    assert len(worlds["worlds"]) == 1


def test_a_run_without_an_address_starts_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOLFIN_MOCK_SCENARIO", "no-such-scenario")
    shown = dolfin_mock("errors", "reproduce", "Mock.PayloadTooLarge", "--run")
    assert (shown.code, shown.err) == (0, "")
    assert "413 Mock.PayloadTooLarge" in shown.out


def test_another_answer_than_the_expected_one_is_exit_1(started: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    other = reproduction(contract(), "listInvoices", "Mock.Unauthorized")
    expected = reproduction(contract(), "mintSandboxHandoff", CODE).expected
    mistaken = Script(other.title, other.start, other.steps, expected)
    monkeypatch.setattr(errors, "reproduction", lambda *_: mistaken)
    shown = dolfin_mock("errors", "reproduce", CODE, "--operation", "x", "--run", "--url", started.url)
    assert shown.code == 1
    assert "401 Mock.Unauthorized" in shown.out
    assert shown.err == f"dolfin-mock: expected 403 {CODE}\n"


def test_a_server_that_wants_its_token_gets_it_or_the_exit_is_2() -> None:
    with program("--control-token", "secret") as running:
        shown = dolfin_mock("errors", "reproduce", CODE, "--run", "--url", running.url)
        assert (shown.code, shown.out) == (2, "")
        assert "refused" in shown.err
        token = ("--control-token", "secret")
        expired = dolfin_mock("errors", "reproduce", "Mock.AuthCodeExpired", "--run", "--url", running.url, *token)
        assert (expired.code, expired.err) == (0, "")
