"""The settings: one list, from which fields, options and variables come."""

from dataclasses import MISSING, fields
from datetime import UTC, datetime
from typing import Any

import click
import pytest

from mock_server.cli.options import setting_options
from mock_server.config import SETTINGS, ConfigurationError, Setting, Settings, settings_from

EXAMPLES: dict[str, Any] = {
    "host": "0.0.0.0",
    "port": 1,
    "scenario": "guide",
    "contract": "api.yaml",
    "seed": 7,
    "max_worlds": 5,
    "world_idle": 60,
    "journal_size": 100,
    "log_format": "json",
    "now": "2025-01-15T10:30:00Z",
    "jwt_secret": "s" * 32,
    "control_token": "t",
    "allowed_host": "mock.internal",
    "webhook_host": "hooks.internal",
    "cors_origin": "https://app.example",
}

CORS_ORIGINS = (
    "https://app.example",
    "*",
    "http://localhost:3000",
    "http://127.0.0.1:65535",
    "http://[::1]:3000",
    "chrome-extension://abc",
)
NO_CORS_ORIGINS = (
    "",
    " ",
    "null",
    "app.example",
    "https://",
    "https://*.example",
    "https://app.example/",
    "https://app.example/page",
    "https://app.example:",
    "https://app.example:x",
    "https://App.example",
    "https://user@app.example",
    "https://a.example https://b.example",
    "https://app.example\n",
    "http://[::1",
)


@click.command()
@setting_options
def command(**values: object) -> None:
    """Nothing but the options."""


OPTIONS = {parameter.name: parameter for parameter in command.params if isinstance(parameter, click.Option)}


def test_every_setting_is_a_field_and_every_field_a_setting() -> None:
    assert [setting.field for setting in SETTINGS] == [field.name for field in fields(Settings)]


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_an_option_and_a_variable(setting: Setting) -> None:
    option = OPTIONS[setting.field]
    assert option.opts == [f"--{setting.name}"]
    assert option.envvar == setting.variable == f"DOLFIN_MOCK_{setting.name.upper().replace('-', '_')}"
    assert option.help == setting.meaning


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_the_default_of_a_setting_is_that_of_its_field(setting: Setting) -> None:
    empty = {"flag": False, "list": ()}.get(setting.kind)
    default = next(field.default for field in fields(Settings) if field.name == setting.field)
    assert default is not MISSING
    assert default == (setting.default if setting.default is not None else empty)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_what_the_command_line_is_told_reaches_the_settings(setting: Setting) -> None:
    example = EXAMPLES.get(setting.field)
    values = {"flag": ([f"--{setting.name}"], True), "list": ([f"--{setting.name}", str(example)], (example,))}
    arguments, expected = values.get(setting.kind, ([f"--{setting.name}", str(example)], example))
    told = settings_from(command.make_context("x", arguments).params)
    if setting.field == "now":
        expected = datetime(2025, 1, 15, 10, 30, tzinfo=UTC)
    assert getattr(told, setting.field) == expected


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_what_the_environment_tells_reaches_the_settings(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    example = str(EXAMPLES.get(setting.field))
    texts = {"flag": "1", "list": f"{example} {example}"}
    monkeypatch.setenv(setting.variable, texts.get(setting.kind, example))
    told = getattr(settings_from(command.make_context("x", []).params), setting.field)
    assert told != getattr(Settings(), setting.field)
    assert setting.kind != "list" or told == (example, example)


def test_nothing_told_gives_the_defaults() -> None:
    assert settings_from({}) == Settings()
    assert settings_from(command.make_context("x", []).params) == Settings()


@pytest.mark.parametrize(
    ("values", "option"),
    [
        ({"jwt_secret": ""}, "--jwt-secret"),
        ({"jwt_secret": "s" * 31}, "--jwt-secret"),
        *(({"host": host}, "--host") for host in ("", " ", "a b", "127.0.0.1\n")),
        *(({"control_token": token}, "--control-token") for token in ("", " ", "\t", "a b", "é", "a\n", "\0", "\x7f")),
        *(({"allowed_host": ("a.internal", host)}, "--allowed-host") for host in ("", " ")),
        *(({"cors_origin": (CORS_ORIGINS[0], origin)}, "--cors-origin") for origin in NO_CORS_ORIGINS),
        ({"port": -1}, "--port"),
        ({"port": 65536}, "--port"),
        ({"port": "80"}, "--port"),
        ({"now": ""}, "--now"),
        ({"now": "yesterday"}, "--now"),
        ({"now": "2025-01-15"}, "--now"),
        ({"now": "2025-01-15T10:30:00"}, "--now"),
        ({"now": "9999-12-31T23:59:59-14:00"}, "--now"),
        ({"now": "0001-01-01T00:00:00+14:00"}, "--now"),
    ],
    ids=str,
)
def test_a_setting_that_cannot_be_used_is_told_in_one_line(values: dict[str, object], option: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        settings_from(values)
    assert str(caught.value).startswith(option)
    assert "\n" not in str(caught.value)


def test_an_origin_is_taken_as_browsers_send_it() -> None:
    assert settings_from({"cors_origin": CORS_ORIGINS}).cors_origin == CORS_ORIGINS


def test_every_visible_character_may_stand_in_a_control_token() -> None:
    token = "".join(map(chr, range(0x21, 0x7F)))
    assert settings_from({"control_token": token}).control_token == token


def test_a_control_token_that_is_refused_is_not_repeated() -> None:
    with pytest.raises(ConfigurationError) as caught:
        settings_from({"control_token": "hunter2 hunter2"})
    assert "hunter2" not in str(caught.value)


def test_a_secret_is_measured_in_bytes_and_never_repeated() -> None:
    assert settings_from({"jwt_secret": "é" * 16}).jwt_secret == "é" * 16
    with pytest.raises(ConfigurationError) as caught:
        settings_from({"jwt_secret": "hunter2"})
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("port", [0, 65535])
def test_the_first_and_the_last_port_are_taken(port: int) -> None:
    assert settings_from({"port": port}).port == port


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "localhost", "::1"])
def test_the_control_api_is_on_where_only_this_machine_calls(host: str) -> None:
    assert Settings(host=host).control_enabled


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.1", "example.com"])
def test_elsewhere_the_control_api_is_on_with_a_token_alone(host: str) -> None:
    assert not Settings(host=host).control_enabled
    assert Settings(host=host, control_token="t").control_enabled
