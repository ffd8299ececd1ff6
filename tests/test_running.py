"""The program as a user runs it: started, talked to over sockets, and stopped."""

import asyncio
import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlsplit

import httpx
import pytest

from tests.asgi import ACME_KEY, ALICE
from tests.running import Program, program

AT_ONCE = 200
LOG_LINE = re.compile(r"^[A-Z]+ \S+ (\S+) (\d{3}|-) (\S+) \d+\.\d ms$")
MALFORMED = {
    "nonsense": b"hello\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "no version": b"GET /industries\r\n\r\n",
    "another version": b"GET /industries HTTP/9.9\r\nHost: x\r\n\r\n",
    "a raw NUL in the path": b"GET /i/\0 HTTP/1.1\r\nHost: x\r\n\r\n",
    "raw bytes in the path": b"GET /i/\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
    "a space in the path": b"GET /i/a b HTTP/1.1\r\nHost: x\r\n\r\n",
    "a raw NUL in a header": b"GET /me HTTP/1.1\r\nHost: x\r\nX-Other: a\0b\r\n\r\n",
    "a header without a colon": b"GET /me HTTP/1.1\r\nHost x\r\n\r\n",
    "a header without a name": b"GET /me HTTP/1.1\r\n: x\r\n\r\n",
    "a space before the colon": b"GET /me HTTP/1.1\r\nHost : x\r\n\r\n",
    "a folded header": b"GET /me HTTP/1.1\r\nHost: x\r\nX-Other: a\r\n b\r\n\r\n",
    "a length that is no number": b"POST /auth/codes HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
    "a negative length": b"POST /auth/codes HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    "two lengths": b"POST /auth/codes HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "a length and chunks": b"POST /me HTTP/1.1\r\nHost: x\r\n"
    b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a chunk size that is none": b"POST /me HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "a method that is none": b"G\xffT /me HTTP/1.1\r\nHost: x\r\n\r\n",
    "a target that is no path": b"GET industries HTTP/1.1\r\nHost: x\r\n\r\n",
    "a full address": b"GET http://[::1/me HTTP/1.1\r\nHost: x\r\n\r\n",
    "CONNECT": b"CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n",
    "OPTIONS of everything": b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
    "an over-long path": b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "an over-long query": b"GET /me?" + b"a=b&" * 50_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "an over-long header": b"GET /me HTTP/1.1\r\nHost: x\r\nX-Other: " + b"a" * 200_000 + b"\r\n\r\n",
    "an upgrade": b"GET /me HTTP/1.1\r\nHost: x\r\nConnection: close, Upgrade\r\nUpgrade: websocket\r\n\r\n",
}


@pytest.fixture(scope="module")
def server() -> Iterator[Program]:
    with program() as running:
        yield running


def _answer(server: Program, *parts: bytes) -> bytes:
    """What comes back for these bytes, until the server closes the connection, as it is asked to."""
    address = urlsplit(server.url)
    assert address.hostname is not None
    with socket.create_connection((address.hostname, address.port or 0), timeout=20) as connection:
        try:
            for part in parts:
                connection.sendall(part.replace(b"Host: x\r\n", b"Host: x\r\nConnection: close\r\n"))
        except OSError:
            pass  # it has answered and closed already: what it said can still be read
        received = []
        try:
            while part := connection.recv(65536):
                received.append(part)
        except ConnectionResetError:
            pass
        return b"".join(received)


def _status(answer: bytes) -> int:
    match = re.match(rb"HTTP/1\.[01] (\d{3})", answer)
    assert match is not None, answer[:200]
    return int(match[1])


def test_it_says_where_it_listens_in_its_last_line_and_answers_there(server: Program) -> None:
    last = server.banner.splitlines()[-1]
    assert re.fullmatch(r"Listening on http://127\.0\.0\.1:[1-9]\d*", last)
    assert httpx.get(f"{server.url}/industries", headers={"x-dolfin-api-key": ACME_KEY}).status_code == 200


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_cleanly_even_with_a_connection_open(number: signal.Signals) -> None:
    with program() as running, httpx.Client() as client:
        assert client.get(f"{running.url}/__mock__/health").status_code == 200
        running.process.send_signal(number)
        assert running.process.wait(timeout=20) == 0
        assert "Traceback" not in running.log()


def test_its_python_module_is_the_same_program() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "mock_server", "--help"], capture_output=True, text=True, check=True, timeout=60
    )
    assert shown.stdout.startswith("Usage: dolfin-mock ")


def test_of_many_exchanges_of_one_code_at_once_exactly_one_succeeds(server: Program) -> None:
    async def exchange_at_once() -> list[httpx.Response]:
        limits = httpx.Limits(max_connections=AT_ONCE)
        async with httpx.AsyncClient(base_url=server.url, limits=limits, timeout=60) as client:
            minted = await client.post("/auth/codes", headers={"x-dolfin-api-key": ACME_KEY}, json={"userId": ALICE})
            body = {"code": minted.json()["code"]}
            return await asyncio.gather(*(client.post("/auth/exchange", json=body) for _ in range(AT_ONCE)))

    answers = asyncio.run(exchange_at_once())
    assert sorted(answer.status_code for answer in answers) == [200, *[400] * (AT_ONCE - 1)]
    refused = [answer for answer in answers if answer.status_code == 400]
    assert {answer.headers["x-mock-error-code"] for answer in refused} == {"Mock.AuthCodeUsed"}


@pytest.mark.parametrize("request_bytes", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_request_is_refused_and_the_server_lives(server: Program, request_bytes: bytes) -> None:
    answer = _answer(server, request_bytes)
    if answer:  # a connection that is closed without a word is a refusal too
        assert 400 <= _status(answer) < 500
    assert httpx.get(f"{server.url}/__mock__/health").status_code == 200
    assert server.process.poll() is None
    assert "Traceback" not in server.log()


def test_a_body_in_chunks_without_a_length_is_refused_when_it_grows_too_large(server: Program) -> None:
    head = (
        b"POST /auth/codes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b"X-Dolfin-Api-Key: " + ACME_KEY.encode() + b"\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    chunk = b"10000\r\n" + b" " * 65536 + b"\r\n"
    answer = _answer(server, head, *[chunk] * 32, b"0\r\n\r\n")
    assert _status(answer) == 413
    assert b"Mock.PayloadTooLarge" in answer


def test_a_body_with_a_length_over_the_limit_is_refused(server: Program) -> None:
    body = b'"' + b"a" * 2 * 1024 * 1024 + b'"'
    response = httpx.post(
        f"{server.url}/auth/codes",
        headers={"x-dolfin-api-key": ACME_KEY, "content-type": "application/json"},
        content=body,
    )
    assert (response.status_code, response.headers["x-mock-error-code"]) == (413, "Mock.PayloadTooLarge")


@pytest.mark.parametrize("expect", [b"", b"Expect: 100-continue\r\n"])
@pytest.mark.parametrize("target", [b"POST /auth/codes", b"PUT /__mock__/clock"])
def test_a_body_that_is_announced_as_too_large_is_not_waited_for(server: Program, target: bytes, expect: bytes) -> None:
    head = (
        target + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/json\r\n"
        b"X-Dolfin-Api-Key: " + ACME_KEY.encode() + b"\r\nContent-Length: 2097152\r\n" + expect + b"\r\n"
    )
    answer = _answer(server, head)
    assert _status(answer) == 413
    assert b"Mock.PayloadTooLarge" in answer


def test_a_caller_who_closes_after_one_request_still_reads_that_its_body_was_too_large(server: Program) -> None:
    headers = {"x-dolfin-api-key": ACME_KEY, "content-type": "application/json", "connection": "close"}
    connection = HTTPConnection(urlsplit(server.url).netloc, timeout=20)
    connection.request("POST", "/auth/codes", b"a" * 16 * 1024 * 1024, headers)
    response = connection.getresponse()
    assert (response.status, response.headers["x-mock-error-code"]) == (413, "Mock.PayloadTooLarge")
    assert response.read()
    connection.close()


def test_head_is_answered_without_a_body(server: Program) -> None:
    answer = _answer(server, b"HEAD /industries HTTP/1.1\r\nHost: x\r\n\r\n")
    assert _status(answer) == 401
    assert answer.endswith(b"\r\n\r\n")
    assert answer.count(b"\r\n\r\n") == 1


def test_a_connection_is_used_again_and_requests_may_come_ahead(server: Program) -> None:
    one = b"GET /me HTTP/1.1\r\nHost: again\r\n\r\n"
    last = b"GET /me HTTP/1.1\r\nHost: x\r\n\r\n"
    assert _answer(server, one + one + last).count(b"HTTP/1.1 401") == 3


def test_there_is_one_log_line_a_request_in_the_promised_form() -> None:
    with program() as running, httpx.Client(base_url=running.url) as client:
        client.get("/industries", headers={"x-dolfin-api-key": ACME_KEY})
        client.get("/me?code=secret-code")
        client.get("/nothing/%0Aforged 200/%C3%A9")
        client.options("/me", headers={"origin": "http://a.example", "access-control-request-method": "GET"})
        client.get("/sandbox?code=secret-code")
        client.get("/__mock__/health")
        client.post("/auth/exchange", json={"code": "secret-code"})
        running.stop()
        log = running.log()
    lines = log.splitlines()
    matches = [LOG_LINE.match(line) for line in lines]
    assert [match and match.groups() for match in matches] == [
        ("listIndustries", "200", "-"),
        ("getMe", "401", "Mock.Unauthorized"),
        ("-", "404", "Mock.UnknownPath"),
        ("-", "200", "-"),
        ("-", "200", "-"),
        ("-", "200", "-"),
        ("exchangeAuthCode", "400", "Mock.AuthCodeUnknown"),
    ]
    assert [line.split(" ")[:2] for line in lines[:3]] == [
        ["GET", "/industries"],
        ["GET", "/me"],
        ["GET", "/nothing/%0Aforged%20200/%C3%A9"],
    ]
    assert "secret-code" not in log


def test_the_log_holds_nothing_but_these_lines_whatever_is_sent() -> None:
    with program() as running:
        assert _status(_answer(running, MALFORMED["an upgrade"])) == 401
        malformed = _answer(running, MALFORMED["nonsense"])
        running.stop()
        log = running.log()
    assert _status(malformed) == 400
    assert b"content-type: text/plain" in malformed
    assert [line.split(" ")[:4] for line in log.splitlines()] == [["GET", "/me", "getMe", "401"]]


def test_without_loopback_the_control_api_is_off_and_the_banner_says_so() -> None:
    with program("--host", "0.0.0.0") as running:
        url = running.url.replace("0.0.0.0", "127.0.0.1")
        response = httpx.get(f"{url}/__mock__/health")
        assert (response.status_code, response.headers["x-mock-error-code"]) == (403, "Mock.ControlRefused")
        assert httpx.get(f"{url}/industries", headers={"x-dolfin-api-key": ACME_KEY}).status_code == 200
    assert re.search(r"Control API +off.*--control-token", running.banner)


def test_without_loopback_the_control_api_needs_its_token() -> None:
    with program("--host", "0.0.0.0", "--control-token", "t0ken") as running:
        url = running.url.replace("0.0.0.0", "127.0.0.1") + "/__mock__/health"
        assert httpx.get(url).status_code == 401
        assert httpx.get(url, headers={"x-mock-control-token": "t0ken"}).status_code == 200
    assert "t0ken" not in running.banner


@pytest.mark.skipif(not socket.has_ipv6, reason="no IPv6 here")
def test_it_listens_on_ipv6_too() -> None:
    with program("--host", "::1") as running:
        assert running.url.startswith("http://[::1]:")
        assert httpx.get(f"{running.url}/__mock__/health").status_code == 200


def _token(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "mock_server", "token", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_the_token_command_prints_a_session_token_of_the_running_server(server: Program) -> None:
    printed = _token("alice@acmeplumbing.co.uk", "--url", server.url + "/")
    assert (printed.returncode, printed.stderr) == (0, "")
    me = httpx.get(f"{server.url}/me", headers={"authorization": f"Bearer {printed.stdout.strip()}"})
    assert me.json()["userId"] == ALICE


def test_the_token_command_says_in_one_line_why_it_cannot(server: Program) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        nobody = f"http://127.0.0.1:{closed.getsockname()[1]}"
    for arguments, reason in (
        (("nobody@example.com", "--url", server.url), "No user with this email"),
        (("alice@acmeplumbing.co.uk", "--url", nobody), "dolfin-mock serve"),
        (("alice@acmeplumbing.co.uk", "--url", "file:///etc/hosts"), "http://"),
        (("alice@acmeplumbing.co.uk", "--url", f"{server.url}/nothing"), "404"),
    ):
        ended = _token(*arguments)
        assert (ended.returncode, ended.stdout) == (2, "")
        assert ended.stderr.startswith("dolfin-mock: ")
        assert ended.stderr.count("\n") == 1
        assert reason in ended.stderr or reason == "404"


def test_the_served_contract_names_the_port_that_was_picked(server: Program) -> None:
    contract = json.loads(httpx.get(f"{server.url}/openapi.json").content)
    assert contract["servers"][0]["url"] == server.url
