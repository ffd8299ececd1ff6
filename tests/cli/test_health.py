"""`dolfin-mock health`: what a container's health check runs."""

import socket

import pytest

from tests.cli.program import dolfin_mock
from tests.running import program


def port_of(url: str) -> str:
    return url.rsplit(":", 1)[1]


def test_a_server_that_answers_is_healthy() -> None:
    with program() as server:
        assert dolfin_mock("health", "--port", port_of(server.url)).code == 0


def test_a_server_whose_control_api_is_off_is_healthy() -> None:
    with program("--host", "0.0.0.0") as server:
        assert dolfin_mock("health", "--port", port_of(server.url)).code == 0


def test_a_server_with_a_control_token_is_asked_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with program("--host", "0.0.0.0", "--control-token", "sesame") as server:
        port = port_of(server.url)
        assert dolfin_mock("health", "--port", port).code == 1
        assert dolfin_mock("health", "--port", port, "--control-token", "other").code == 1
        assert dolfin_mock("health", "--port", port, "--control-token", "a\nb").code == 1
        monkeypatch.setenv("DOLFIN_MOCK_PORT", port)
        monkeypatch.setenv("DOLFIN_MOCK_CONTROL_TOKEN", "sesame")
        assert dolfin_mock("health").code == 0


def test_where_nothing_answers_nothing_is_healthy() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        outcome = dolfin_mock("health", "--port", str(held.getsockname()[1]))
    assert outcome.code == 1
    assert outcome.err.count("\n") == 1
    assert "nothing answers" in outcome.err
