"""`dolfin-mock clock`."""

import re

import click

from mock_server.cli.remote import Remote, world_options
from mock_server.json_value import Json

_SECONDS = re.compile(r"-?\d+(\.\d+)?")
_EXAMPLES = """\b
Examples:
  dolfin-mock clock                    what time it is
  dolfin-mock clock freeze             time stands still
  dolfin-mock clock advance PT10M      ten minutes pass; what falls due happens
  dolfin-mock clock advance 600        the same, in seconds
  dolfin-mock clock set 2026-02-28T09:00:00Z"""


@click.group("clock", invoke_without_command=True, epilog=_EXAMPLES)
@world_options
@click.pass_context
def command(context: click.Context, remote: Remote) -> None:
    """Show or move the clock of a world of a running server."""
    context.obj = remote
    if context.invoked_subcommand is None:
        _tell(remote.ask("GET", "/clock"))


@command.command("freeze")
@click.pass_obj
def freeze(remote: Remote) -> None:
    """Time stands still until it is moved."""
    _tell(remote.ask("PUT", "/clock", {"frozen": True}))


@command.command("unfreeze")
@click.pass_obj
def unfreeze(remote: Remote) -> None:
    """Time goes on from where it stood."""
    _tell(remote.ask("PUT", "/clock", {"frozen": False}))


@command.command("set")
@click.argument("now")
@click.pass_obj
def set_clock(remote: Remote, now: str) -> None:
    """Sets the clock to NOW, a time with its zone; a frozen one stays frozen."""
    _tell(remote.ask("PUT", "/clock", {"now": now}))


@command.command("advance", context_settings={"ignore_unknown_options": True})
@click.argument("step")
@click.pass_obj
def advance(remote: Remote, step: str) -> None:
    """Moves the clock forwards by STEP: seconds, or an ISO 8601 duration such as PT10M or P1Y."""
    sent: Json = {"seconds": float(step)} if _SECONDS.fullmatch(step) else {"duration": step}
    _tell(remote.ask("POST", "/clock/advance", sent))


def _tell(clock: dict[str, Json]) -> None:
    click.echo(f"{clock['now']}{' (frozen)' if clock['frozen'] else ''}")
