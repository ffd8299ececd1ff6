"""`dolfin-mock contract build` and `contract check`."""

from collections.abc import Mapping
from pathlib import Path

import click

from mock_server.config import ConfigurationError
from mock_server.contract.build import built
from mock_server.contract.errors import ContractError
from mock_server.resources import OPENAPI_FOLDER

_FINDINGS_EXIT = 1


@click.group("contract")
def command() -> None:
    """Build the contract from its sources, or check that it is up to date."""


@command.command("build")
def build() -> None:
    """Write openapi.json (while it is the reconstructed one) and effective.json."""
    for path, text in _built().items():
        changed = _differs(path, text)
        if changed:
            path.write_text(text, encoding="utf-8")
        click.echo(f"{'written' if changed else 'unchanged'}: {path.name}")


@command.command("check")
def check() -> None:
    """Exit 1 when a generated file is not what its sources make."""
    stale = [path.name for path, text in _built().items() if _differs(path, text)]
    if stale:
        click.echo(f"out of date: {', '.join(stale)}; run dolfin-mock contract build", err=True)
        raise SystemExit(_FINDINGS_EXIT)
    click.echo("the contract is up to date")


def _built() -> Mapping[Path, str]:
    try:
        return built(OPENAPI_FOLDER)
    except ContractError as error:
        raise ConfigurationError(str(error)) from error


def _differs(path: Path, text: str) -> bool:
    return not path.exists() or path.read_text(encoding="utf-8") != text
