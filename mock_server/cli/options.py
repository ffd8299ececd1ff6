"""Command-line options that several commands have: one of them, several at once, those of the settings."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from mock_server.config import ENVIRONMENT_PREFIX, SETTINGS, Setting

_Command = TypeVar("_Command", bound=Callable[..., Any])
_TYPES = {"text": click.STRING, "number": click.IntRange(min=0), "flag": click.BOOL, "list": click.STRING}


control_token_option = click.option(
    "--control-token",
    envvar=f"{ENVIRONMENT_PREFIX}CONTROL_TOKEN",
    show_envvar=True,
    help="The server's control token, where it has one.",
)


def with_options(*options: Callable[[_Command], _Command]) -> Callable[[_Command], _Command]:
    """Adds the options to a command, which shows them in this order."""

    def decorated(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorated


def setting_options(function: _Command) -> _Command:
    """Adds an option for every setting; an option goes before its environment variable."""
    return with_options(*map(_option, SETTINGS))(function)


def _option(setting: Setting) -> Callable[[_Command], _Command]:
    extra: dict[str, Any] = {}
    if setting.kind == "flag":
        extra["is_flag"] = True
    if setting.kind == "list":
        extra["multiple"] = True
    return click.option(
        f"--{setting.name}",
        setting.field,
        type=_TYPES[setting.kind],
        default=setting.default if setting.default is not None else (() if setting.kind == "list" else None),
        envvar=setting.variable,
        show_envvar=True,
        show_default=setting.default is not None,
        help=setting.meaning,
        **extra,
    )
