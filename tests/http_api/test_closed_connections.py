"""Connections that faults close, as a client of the running program sees them."""

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from mock_server.http_api.body import BODY_LIMIT
from tests.asgi import ACME_KEY, ALICE
from tests.running import Program, program

KEY = {"x-dolfin-api-key": ACME_KEY}
PATIENCE = 30


@pytest.fixture(scope="module")
def server() -> Iterator[Program]:
    with program("--seed", "1") as running:
        yield running


@pytest.fixture
def client(server: Program) -> Iterator[httpx.Client]:
    """A client of a server without faults."""
    with httpx.Client(base_url=server.url, headers=KEY, timeout=PATIENCE) as client:
        client.delete("/__mock__/faults")
        yield client


def spoil(client: httpx.Client, **asked: Any) -> str:
    response = client.post("/__mock__/faults", json={"operations": ["createAuthCode"], "count": 1, **asked})
    assert response.status_code == 201, response.text
    return str(response.json()["id"])


def mint(client: httpx.Client, **options: Any) -> httpx.Response:
    return client.post("/auth/codes", **{"json": {"userId": ALICE}, **options})


def log_line(server: Program, fault: str) -> str:
    """The line of the request that met a fault; it is written when the connection is closed."""
    until = time.monotonic() + PATIENCE
    while f"({fault} " not in server.log() and time.monotonic() < until:
        time.sleep(0.01)
    (line,) = (line for line in server.log().splitlines() if f"({fault} " in line)
    assert not [words for words in ("Traceback", "ASGI callable") if words in server.log()]
    return line


@pytest.mark.parametrize("after", [False, True])
def test_a_connection_is_closed_before_the_answer(server: Program, client: httpx.Client, after: bool) -> None:
    fault = spoil(client, close="before", after=after)
    with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
        mint(client)
    assert mint(client).status_code == 201
    line = log_line(server, fault)
    assert line.startswith("POST /auth/codes createAuthCode - - ")
    assert f"({fault} closed before the answer{' (performed)' if after else ''})" in line


def test_a_connection_is_closed_in_the_middle_of_the_answer(server: Program, client: httpx.Client) -> None:
    fault = spoil(client, close="middle")
    with client.stream("POST", "/auth/codes", json={"userId": ALICE}) as response:
        assert response.status_code == 201
        assert response.headers["x-mock-fault"] == f"{fault} closed in the middle of the answer"
        with pytest.raises(httpx.RemoteProtocolError, match="without sending complete message body"):
            response.read()
    assert mint(client).status_code == 201
    assert log_line(server, fault).startswith("POST /auth/codes createAuthCode 201 - ")


def test_a_connection_is_closed_on_a_body_that_nobody_read(server: Program, client: httpx.Client) -> None:
    fault = spoil(client, close="before")
    with pytest.raises(httpx.TransportError):
        mint(client, json=None, content=b" " * (BODY_LIMIT * 2))
    assert mint(client).status_code == 201
    assert "never awaited" not in log_line(server, fault) + server.log()


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"bytesPerSecond": 2_000}, 201),
        ({"malformed": "truncated"}, 201),
        ({"malformed": "invalid"}, 201),
        ({"delay": {"ms": 20}}, 201),
        ({"status": 503}, 503),
        ({"tooManyRequests": {"retryAfter": 1, "as": "date"}}, 429),
    ],
)
def test_other_faults_leave_the_connection_open(
    server: Program, client: httpx.Client, asked: dict[str, Any], status: int
) -> None:
    fault = spoil(client, **asked)
    spoilt = mint(client)
    after = mint(client)
    assert (spoilt.status_code, after.status_code) == (status, 201)
    assert int(spoilt.headers["content-length"]) == len(spoilt.content)
    assert log_line(server, fault).startswith(f"POST /auth/codes createAuthCode {status} - ")


def test_a_slow_body_comes_whole(client: httpx.Client) -> None:
    spoil(client, bytesPerSecond=2_000)
    response = mint(client)
    assert response.json().keys() == {"code", "expiresAt"}
    assert response.elapsed.total_seconds() >= 0.1


def test_a_refusal_of_a_body_too_large_is_delayed_and_still_arrives(client: httpx.Client) -> None:
    spoil(client, delay={"ms": 20})
    assert mint(client, json=None, content=b" " * (BODY_LIMIT * 2)).status_code == 413


def test_a_request_that_waits_when_the_server_ends_leaves_no_traceback() -> None:
    with program() as running, httpx.Client(base_url=running.url, headers=KEY, timeout=0.5) as client:
        spoil(client, delay={"ms": 60_000})
        with pytest.raises(httpx.ReadTimeout):
            mint(client)
        running.stop()
        assert "Traceback" not in running.log()
        assert "delay 60000 ms" in running.log()
