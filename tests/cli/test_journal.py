"""`dolfin-mock journal` against a started program."""

import json
from collections.abc import Iterator

import httpx
import pytest

from tests.asgi import ACME, ACME_KEY, ALICE, BRIGHTSIDE
from tests.cli.program import dolfin_mock
from tests.running import Program, program

KEY = {"x-dolfin-api-key": ACME_KEY}


@pytest.fixture(scope="module")
def used() -> Iterator[Program]:
    """1 mint, 2 exchange, 3 a refused handoff, 4 no such path, and one request in another world."""
    with program("--seed", "5") as running, httpx.Client(base_url=running.url) as api:
        code = api.post("/auth/codes", headers=KEY, json={"userId": ALICE}).json()["code"]
        token = api.post("/auth/exchange", json={"code": code}).json()["token"]
        session = {"authorization": f"Bearer {token}"}
        api.post("/auth/sandbox-handoff", headers=session, json={"organisationId": BRIGHTSIDE})
        api.get("/invoice", headers={**KEY, "x-dolfin-organisation-id": ACME})
        api.post("/__mock__/worlds", json={"name": "other"})
        api.get("/w/other/elsewhere")
        yield running


def printed(used: Program, *arguments: str) -> str:
    ended = dolfin_mock("journal", "--url", used.url, *arguments)
    assert (ended.code, ended.err) == (0, "")
    assert ACME_KEY not in ended.out
    return ended.out


def test_the_latest_requests_are_listed_newest_first(used: Program) -> None:
    lines = printed(used).splitlines()
    assert [line.split("  ")[0] for line in lines] == ["#4", "#3", "#2", "#1"]
    assert "POST  /auth/sandbox-handoff  403  Handoff.NoOrgAccess  alice@acmeplumbing.co.uk" in lines[1]
    assert printed(used, "list").splitlines() == lines


def test_filters_are_options(used: Program) -> None:
    listed = json.loads(printed(used, "list", "--status", "4xx", "--error-code", "Mock.UnknownPath", "--json"))
    assert [entry["id"] for entry in listed["entries"]] == [4]
    listed = json.loads(printed(used, "list", "--changed", "--after-id", "1", "--json"))
    assert [entry["id"] for entry in listed["entries"]] == [2]
    listed = json.loads(printed(used, "list", "--unchanged", "--principal", "alice@acmeplumbing.co.uk", "--json"))
    assert [entry["id"] for entry in listed["entries"]] == [3]


def test_more_than_was_asked_for_is_told(used: Program) -> None:
    ended = dolfin_mock("journal", "--url", used.url, "list", "--limit", "2")
    assert (ended.code, len(ended.out.splitlines())) == (0, 2)
    assert "there are more" in ended.err


def test_one_entry_is_shown_whole(used: Program) -> None:
    shown = json.loads(printed(used, "show", "1"))
    assert shown["request"]["body"]["json"] == {"userId": ALICE}
    assert shown["answer"]["body"]["json"]["code"].startswith("eyJ***")


def test_it_is_told_why(used: Program) -> None:
    told = printed(used, "why", "3")
    assert told.startswith("#3 POST /auth/sandbox-handoff -> 403 Handoff.NoOrgAccess")
    assert "What would have satisfied it:" in told
    assert "GET /invoices (listInvoices)" in printed(used, "why", "4")
    assert json.loads(printed(used, "why", "3", "--json"))["errorCode"] == "Handoff.NoOrgAccess"


def test_another_world_is_named(used: Program) -> None:
    assert "/elsewhere" in printed(used, "--world", "other")
    assert dolfin_mock("journal", "--url", used.url, "--world", "other", "clear").code == 0
    assert printed(used, "--world", "other") == ""
    assert printed(used) != ""


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("show", "99"), "no such entry yet"),
        (("why", "99"), "no such entry yet"),
        (("list", "--status", "9"), "status must match"),
        (("list", "--since", "noon"), "since must match"),
        (("--world", "nowhere", "list"), "no world with this name"),
        (("--world", "nowhere", "list", "--follow"), "no world with this name"),
    ],
)
def test_what_cannot_be_shown_is_one_line(used: Program, arguments: tuple[str, ...], told: str) -> None:
    ended = dolfin_mock("journal", "--url", used.url, *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert told in ended.err
    assert len(ended.err.splitlines()) == 1


def test_nobody_there_is_one_line() -> None:
    for arguments in (("list",), ("list", "--follow"), ("why", "1")):
        ended = dolfin_mock("journal", "--url", "http://127.0.0.1:9", *arguments)
        assert ended.code == 2
        assert "no dolfin-mock answers" in ended.err
