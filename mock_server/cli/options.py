"""Command-line options made from the list of settings."""

from collections.abc import Callable
from typing import Any

import click

from mock_server.config import SETTINGS, Setting

_TYPES = {"text": click.STRING, "number": click.IntRange(min=0), "flag": click.BOOL, "list": click.STRING}


def setting_options(function: Callable[..., None]) -> Callable[..., None]:
    """Adds an option for every setting; an option goes before its environment variable."""
    for setting in reversed(SETTINGS):
        function = _option(setting)(function)
    return function


def _option(setting: Setting) -> Callable[[Callable[..., None]], Callable[..., None]]:
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
