"""The plugin's options: on the command line, or in the file where pytest is configured."""

import os
import shlex
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest

from mock_server.pytest_plugin.scenario_file import is_file

_TOKEN_VARIABLE = "DOLFIN_MOCK_CONTROL_TOKEN"
_SEED = "0"
_MEANINGS = {
    "scenario": "Scenario that each test's world begins with: a name, or a YAML file.",
    "seed": f"Seed of the ids that each test's world makes (default: {_SEED}).",
    "serve": "More options for the dolfin-mock serve of this run, for example --dolfin-mock-serve=--self-check.",
    "url": "A dolfin-mock that runs already, to be used in place of one for this run.",
}


@dataclass(frozen=True, slots=True)
class Options:
    """`url` is None where the plugin starts a server itself, with `serve` as further settings of it."""

    scenario: str | None
    seed: int
    url: str | None
    control_token: str | None = field(repr=False)
    serve: tuple[str, ...]


def add_options(parser: pytest.Parser) -> None:
    group = parser.getgroup("dolfin-mock", "dolfin-mock")
    for name, meaning in _MEANINGS.items():
        group.addoption(f"--dolfin-mock-{name}", default=None, help=meaning)
        parser.addini(f"dolfin_mock_{name}", meaning, type="string")
    group.addoption("--dolfin-mock-control-token", default=None, help=f"Its control token; also {_TOKEN_VARIABLE}.")


def read_options(config: pytest.Config) -> Options:
    """Raises pytest.UsageError for a value that cannot be."""
    return Options(
        scenario=_scenario(config),
        seed=_seed(_given(config, "seed") or _SEED),
        url=_url(_given(config, "url") or None),
        control_token=config.getoption("dolfin_mock_control_token") or os.environ.get(_TOKEN_VARIABLE),
        serve=_arguments(_given(config, "serve")),
    )


def _given(config: pytest.Config, name: str) -> str:
    option = config.getoption(f"dolfin_mock_{name}")
    return str(config.getini(f"dolfin_mock_{name}") if option is None else option)


def _scenario(config: pytest.Config) -> str | None:
    """A file is named from where pytest was called, or from the folder of its configuration."""
    option = config.getoption("dolfin_mock_scenario")
    folder = config.rootpath if option is None else config.invocation_params.dir
    name = _given(config, "scenario")
    return (str(folder / name) if is_file(name) else name) or None


def _seed(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise pytest.UsageError("--dolfin-mock-seed must be a whole number, 0 or more")
    return int(text)


def _url(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and text.isprintable()
    except ValueError:
        usable = False
    if not usable or " " in text:
        raise pytest.UsageError("--dolfin-mock-url must be an address such as http://127.0.0.1:4010")
    return text.rstrip("/")


def _arguments(text: str) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(text))
    except ValueError as error:
        raise pytest.UsageError(f"--dolfin-mock-serve cannot be read: {error}") from error
