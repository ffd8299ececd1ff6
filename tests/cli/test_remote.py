"""What every command for a running server says when there is none, or none of ours, or one that refuses."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from mock_server.cli.remote import Remote
from tests.cli.program import dolfin_mock
from tests.running import Program, program

TOKEN = "c0ntrol"
COMMANDS = (
    ("world", "create", "mine"),
    ("world", "list"),
    ("world", "list", "--json"),
    ("world", "reset", "mine"),
    ("world", "delete", "mine"),
    ("clock",),
    ("clock", "freeze"),
    ("clock", "unfreeze"),
    ("clock", "set", "2026-02-28T09:00:00Z"),
    ("clock", "advance", "PT10M"),
    ("token", "alice@acmeplumbing.co.uk"),
)
ODD_NAMES = ("other", "a/b", "..", "../clock", "a b", "%2e%2e", "é", "x" * 1000, "?", "#", "\n", "default/faults")


@pytest.fixture(scope="module")
def server() -> Iterator[Program]:
    with program("--control-token", TOKEN) as running:
        yield running


def _told(command: tuple[str, ...], url: str, *more: str) -> str:
    """The one line that a command says when it does nothing."""
    first, *rest = command
    options = (f"--url={url}", *more)
    arguments = (first, *options, *rest) if first != "token" else (first, *rest, *options)
    ended = dolfin_mock(*arguments)
    assert (ended.code, ended.out) == (2, ""), command
    assert ended.err.startswith("dolfin-mock: "), command
    assert ended.err.count("\n") == 1, command
    return ended.err


@contextmanager
def _answering(content: bytes) -> Iterator[str]:
    """A server of something else; its address."""

    class Other(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            self.send_response(200)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815  (the names that the library looks for)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Other) as other:
        thread = threading.Thread(target=other.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{other.server_port}"
        finally:
            other.shutdown()
            thread.join()


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_without_a_server_it_says_so_and_how_to_start_one(command: tuple[str, ...]) -> None:
    told = _told(command, "http://127.0.0.1:9")
    assert "http://127.0.0.1:9" in told
    assert "dolfin-mock serve" in told


@pytest.mark.parametrize(
    "content", [b"{}", b"[]", b"null", b"", b"<html>", json.dumps({"now": 1, "worlds": 5, "url": {}}).encode()]
)
def test_a_server_of_something_else_is_not_taken_for_ours(content: bytes) -> None:
    with _answering(content) as url:
        for command in COMMANDS:
            told = _told(command, url)
            assert f"no dolfin-mock answers at {url}" in told


@pytest.mark.parametrize("token", [None, "wrong", TOKEN[:-1]])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_without_the_token_it_says_that_one_is_needed_and_shows_none(
    server: Program, command: tuple[str, ...], token: str | None
) -> None:
    told = _told(command, server.url, *(() if token is None else ("--control-token", token)))
    assert "needs its token" in told
    assert TOKEN not in told


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_world_that_is_not_there_is_told_whatever_its_name(server: Program, name: str) -> None:
    for command in (("clock",), ("clock", "freeze"), ("token", "alice@acmeplumbing.co.uk")):
        assert "no world" in _told(command, server.url, "--control-token", TOKEN, "--world", name)
    for verb in ("reset", "delete"):
        assert "no world" in _told(("world", verb, name), server.url, "--control-token", TOKEN)


@pytest.mark.parametrize("name", ["", "/", ".", "default/.."])
def test_an_empty_name_is_no_way_around_a_world(server: Program, name: str) -> None:
    _told(("world", "reset", name), server.url, "--control-token", TOKEN)
    _told(("world", "delete", name), server.url, "--control-token", TOKEN)
    _told(("clock", "freeze"), server.url, "--control-token", TOKEN, "--world", name)
    assert "(frozen)" not in dolfin_mock("clock", "--url", server.url, "--control-token", TOKEN).out


def test_the_token_may_come_from_the_environment(server: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOLFIN_MOCK_CONTROL_TOKEN", TOKEN)
    assert dolfin_mock("clock", "--url", server.url).code == 0
    assert dolfin_mock("world", "--url", server.url + "/", "list").code == 0


def test_no_proxy_stands_between_a_command_and_a_server_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    with program() as server:
        assert Remote(server.url, None).ask("GET", "/clock")["frozen"] is False
