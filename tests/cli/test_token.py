"""What `token` says of an address that cannot give one, and whom it shows the control token."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.cli.program import dolfin_mock

EMAIL = "alice@acmeplumbing.co.uk"
TOKEN = "c0ntrol"
NO_ADDRESSES = (
    "",
    "127.0.0.1:4010",
    "file:///etc/hosts",
    "http://",
    "http://:4010",
    "http://[::1",
    "http://127.0.0.1:xx",
    "http://127.0.0.1:99999",
    "http://127.0.0.1:0",
    "http://127.0.0.1:4010/a b",
    "http://127.0.0.1\n:4010",
    "http://127.0.0.1:4010/\xe9",
)
NO_ANSWERS = {
    "no HTTP": b"hello\r\n",
    "no JSON": b"HTTP/1.1 200 OK\r\n\r\nhello",
    "no object": b"HTTP/1.1 200 OK\r\n\r\n[]",
    "no token": b"HTTP/1.1 200 OK\r\n\r\n{}",
    "cut short": b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{",
    "no problem": b"HTTP/1.1 400 Bad Request\r\n\r\n[]",
    "a refusal cut short": b"HTTP/1.1 400 Bad Request\r\nContent-Length: 50\r\n\r\n{",
    "a detail of many lines": b'HTTP/1.1 400 Bad Request\r\n\r\n{"detail": "a\\nb"}',
}


@dataclass(frozen=True, slots=True)
class Origin:
    """A server that is none of ours: its address, and the path and control token of each request it got."""

    url: str
    seen: list[tuple[str, str | None]] = field(default_factory=list)


@contextmanager
def _origin(answer: Callable[[str], bytes]) -> Iterator[Origin]:
    """A server that sends these bytes for a path."""

    class Answers(BaseHTTPRequestHandler):
        def handle_one_request(self) -> None:
            self.raw_requestline = self.rfile.readline()
            if self.raw_requestline and self.parse_request():
                self.rfile.read(int(self.headers.get("content-length", 0)))
                origin.seen.append((self.path, self.headers.get("x-mock-control-token")))
                self.wfile.write(answer(self.path))
            self.close_connection = True

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        origin = Origin(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield origin
        finally:
            server.shutdown()
            thread.join()


def _told(*arguments: str) -> str:
    """The one line of a `token` that prints none."""
    ended = dolfin_mock("token", EMAIL, *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("dolfin-mock: ")
    assert ended.err.count("\n") == 1
    return ended.err.removeprefix("dolfin-mock: ")


@pytest.mark.parametrize("url", NO_ADDRESSES)
def test_a_url_that_is_no_address_shows_one(url: str) -> None:
    told = _told("--url", url)
    assert told.startswith("--url")
    assert "http://127.0.0.1:4010" in told


@pytest.mark.parametrize("token", ["", " ", "a\nb", "\xe9", "\u20ac"])
def test_a_control_token_that_no_server_has_is_refused(token: str) -> None:
    assert _told("--control-token", token).startswith("--control-token")


@pytest.mark.parametrize("answer", NO_ANSWERS.values(), ids=NO_ANSWERS)
def test_an_answer_that_is_none_of_ours_is_told_with_its_address(answer: bytes) -> None:
    with _origin(lambda _: answer) as origin:
        assert origin.url in _told("--url", origin.url)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed_so_that_nobody_else_sees_the_control_token(status: int) -> None:
    with _origin(lambda _: json.dumps({"token": "stolen"}).encode()) as other:
        redirect = f"HTTP/1.1 {status} Elsewhere\r\nLocation: {other.url}/there\r\nContent-Length: 0\r\n\r\n"
        with _origin(lambda _: redirect.encode()) as origin:
            assert f"status {status}" in _told("--url", origin.url, "--control-token", TOKEN)
    assert origin.seen == [("/__mock__/tokens", TOKEN)]
    assert other.seen == []
