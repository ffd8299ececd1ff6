"""Settings that `serve` cannot start with: one line that says what to do, exit code 2."""

import errno
import json
import socket
from pathlib import Path
from unittest import mock

import click
import pytest

from mock_server import bootstrap
from mock_server.cli import serve
from mock_server.config import SETTINGS, Settings, settings_from
from mock_server.resources import EFFECTIVE_CONTRACT
from tests.cli.program import dolfin_mock


def _told(*arguments: str) -> str:
    """The one line of a `serve` that does not start."""
    with mock.patch.object(serve, "_run", side_effect=AssertionError("it started")):
        ended = dolfin_mock("serve", "--port", "0", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("dolfin-mock: ")
    assert ended.err.count("\n") == 1
    return ended.err.removeprefix("dolfin-mock: ")


def test_a_port_in_use_says_so_and_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = _told("--port", str(port))
    assert f"127.0.0.1:{port}" in told
    assert "--port" in told


@pytest.mark.parametrize("given", [["--workers", "4"], ["--workers", "1"], ["--workers=2"], ["--workers"]])
def test_workers_are_refused_with_the_reason_and_what_to_do_instead(given: list[str]) -> None:
    told = _told(*given)
    assert "lives in one process" in told
    assert "a world of its own" in told


@pytest.mark.parametrize("port", ["65536", "99999999999999999999"])
def test_a_port_that_cannot_be_says_which_can(port: str) -> None:
    assert "between 0 and 65535" in _told("--port", port)


@pytest.mark.parametrize("name", ["max-worlds", "world-idle", "journal-size"])
@pytest.mark.parametrize("value", ["-1", "many", "1.5", ""])
def test_a_limit_that_is_no_number_is_a_mistake_in_the_command(name: str, value: str) -> None:
    ended = dolfin_mock("serve", "--port", "0", f"--{name}", value)
    assert (ended.code, ended.out) == (2, "")
    assert f"--{name}" in ended.err


def test_an_unknown_scenario_names_those_there_are() -> None:
    told = _told("--scenario", "nowhere")
    for name in ("acme", "guide", "empty"):
        assert name in told


def test_a_scenario_file_that_is_missing_is_named(tmp_path: Path) -> None:
    assert "gone.yaml" in _told("--scenario", str(tmp_path / "gone.yaml"))


def test_a_scenario_file_that_is_wrong_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("description: x\nclients: 5\n", encoding="utf-8")
    assert "mine.yaml:2:" in _told("--scenario", str(file))


def test_a_short_secret_is_refused_and_not_repeated() -> None:
    told = _told("--jwt-secret", "short-and-secret")
    assert "32 bytes" in told
    assert "short-and-secret" not in told


@pytest.mark.parametrize("now", ["", "noon", "2025-01-15", "2025-01-15T10:30:00", "5", "2025-02-30T00:00:00Z"])
def test_a_time_that_is_none_shows_an_example(now: str) -> None:
    assert "2025-01-15T10:30:00Z" in _told("--now", now)


def test_a_time_too_late_to_have_a_tomorrow_is_refused() -> None:
    assert "9999-01-01" in _told("--now", "9999-12-31T23:59:59Z")


@pytest.mark.parametrize("host", ["192.0.2.1", "999.1.1.1", "::zz", "[::1]", "localhost:4010", "a..b", "a" * 64])
def test_an_address_that_is_not_ours_is_told_as_such_and_not_as_a_port_in_use(host: str) -> None:
    told = _told("--host", host)
    assert host in told
    assert "--host" in told
    assert "--port" not in told


def test_a_port_that_needs_rights_says_to_choose_another(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(serve, "_bound", refused)
    assert "--port" in _told("--port", "80")


def test_a_name_that_is_not_found_is_no_port_even_where_its_number_is_that_of_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refused(*_: object) -> None:
        raise socket.gaierror(errno.EACCES, "nodename nor servname provided")

    monkeypatch.setattr(serve, "_bound", refused)
    assert "--host" in _told()


@pytest.mark.parametrize("option", ["--host", "--control-token", "--jwt-secret", "--allowed-host", "--cors-origin"])
def test_an_empty_text_opens_nothing(option: str) -> None:
    told = _told("--host", "0.0.0.0", option, "")
    assert told.startswith(option)


def test_an_empty_variable_is_one_that_was_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in SETTINGS:
        monkeypatch.setenv(setting.variable, "")
    assert _settings(monkeypatch) == Settings()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "not a readable JSON document"),
        ("{", "not a readable JSON document"),
        ("[]", "no OpenAPI document"),
        ("{}", "no OpenAPI document"),
        ('{"paths": {"/x": {"get": {}}}}', "GET /x: has no operationId"),
        (
            '{"paths": {"/x": {"get": {"operationId": "a"}, "put": {"operationId": "a"}}}}',
            "operationId a is used twice",
        ),
        ('{"paths": {"/x": 5}}', "/x"),
        ('{"paths": {"/x": {"get": 5}}}', "/x"),
        ('{"paths": {"/x": {"get": {"operationId": "a", "parameters": [{}]}}}}', "/x"),
        ('{"paths": {"/x": {"get": {"operationId": "a", "parameters": [{"$ref": "#/nowhere"}]}}}}', "#/nowhere"),
        (
            '{"paths": {"/x": {"post": {"operationId": "a", "requestBody": {"content": {"application/json": '
            '{"schema": {"$ref": "#/components/schemas/Gone"}}}}}}}}',
            "#/components/schemas/Gone",
        ),
    ],
)
def test_an_invalid_contract_is_told_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, expected: str
) -> None:
    contract = tmp_path / "effective.json"
    contract.write_text(text, encoding="utf-8")
    monkeypatch.setattr(bootstrap, "EFFECTIVE_CONTRACT", contract)
    assert expected in _told()


def test_a_missing_contract_is_told_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "EFFECTIVE_CONTRACT", tmp_path / "effective.json")
    assert "effective.json" in _told()


def test_the_contract_of_the_project_is_none_of_these() -> None:
    assert json.loads(EFFECTIVE_CONTRACT.read_bytes())["paths"]


def _settings(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Settings:
    """What `serve` makes of its options and variables."""
    seen: list[Settings] = []

    def noted(values: dict[str, object]) -> Settings:
        seen.append(settings_from(values))
        raise click.Abort

    monkeypatch.setattr(serve, "settings_from", noted)
    dolfin_mock("serve", *arguments)
    return seen[0]


GIVEN = {
    "host": "127.0.0.2",
    "port": "4123",
    "scenario": "guide",
    "contract": "api.yaml",
    "seed": "7",
    "now": "2025-01-15T10:30:00Z",
    "freeze": "",
    "jwt-secret": "s" * 32,
    "control-token": "t",
    "allowed-host": "mock.internal",
    "webhook-host": "hooks.internal",
    "cors-origin": "https://app.example",
    "max-worlds": "12",
    "world-idle": "60",
    "journal-size": "100",
    "log-format": "json",
    "quiet": "",
    "self-check": "",
}


def test_every_setting_is_an_option_and_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(GIVEN) == [setting.name for setting in SETTINGS]
    options = [part for name, value in GIVEN.items() for part in ([f"--{name}", value] if value else [f"--{name}"])]
    by_option = _settings(monkeypatch, *options)
    for setting in SETTINGS:
        monkeypatch.setenv(setting.variable, GIVEN[setting.name] or "1")
        assert setting.variable == f"DOLFIN_MOCK_{setting.name.upper().replace('-', '_')}"
    by_variable = _settings(monkeypatch)
    assert by_option == by_variable
    for setting in SETTINGS:
        assert getattr(by_option, setting.field) != getattr(Settings(), setting.field)


def test_an_option_goes_before_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOLFIN_MOCK_PORT", "4123")
    assert _settings(monkeypatch, "--port", "4124").port == 4124


def test_without_options_the_settings_are_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _settings(monkeypatch) == Settings()


def test_options_that_repeat_are_all_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = _settings(monkeypatch, "--cors-origin", "http://a.example", "--cors-origin", "http://b.example")
    assert settings.cors_origin == ("http://a.example", "http://b.example")
    monkeypatch.setenv("DOLFIN_MOCK_ALLOWED_HOST", "a.internal b.internal")
    assert _settings(monkeypatch).allowed_host == ("a.internal", "b.internal")


def test_help_shows_every_option_with_its_variable() -> None:
    shown = dolfin_mock("serve", "--help").out
    for setting in SETTINGS:
        assert f"--{setting.name}" in shown
        assert setting.variable in shown
