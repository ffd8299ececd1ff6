"""`dolfin-mock world`."""

import json
from pathlib import Path

import click

from mock_server.cli.remote import Remote, remote_options
from mock_server.config import ConfigurationError
from mock_server.json_value import Json

_EXAMPLES = """\b
Examples:
  dolfin-mock world create checkout                         as the server began
  dolfin-mock world create guide-run --scenario guide --seed 7
  dolfin-mock world create mine --scenario my-world.yaml    from a file
  dolfin-mock world create again --snapshot before-checkout
  dolfin-mock world list
  dolfin-mock world delete checkout"""


@click.group("world", epilog=_EXAMPLES)
@remote_options
@click.pass_context
def command(context: click.Context, remote: Remote) -> None:
    """Make, list, reset and delete the worlds of a running server."""
    context.obj = remote


@command.command("create")
@click.argument("name", required=False)
@click.option("--scenario", help="One that comes with the program, or a YAML file; the server's own by default.")
@click.option("--snapshot", help="A snapshot, instead of a scenario; a reset goes back to it.")
@click.option("--from-world", help="The world whose snapshot it is; the default one where none is named.")
@click.option("--seed", type=click.IntRange(0), help="Makes ids, codes and tokens reproducible.")
@click.option("--now", help="Where its clock starts, for example 2025-01-15T10:30:00Z.")
@click.option("--freeze", "frozen", is_flag=True, help="Its clock stands still until it is moved.")
@click.pass_obj
def create(
    remote: Remote,
    name: str | None,
    scenario: str | None,
    snapshot: str | None,
    from_world: str | None,
    seed: int | None,
    now: str | None,
    frozen: bool,
) -> None:
    """Make a world and print its address. Without NAME it gets one that nobody guesses."""
    sent: dict[str, Json] = {"name": name, "seed": seed, "now": now, "frozen": frozen or None}
    sent |= {"snapshot": snapshot, "fromWorld": from_world}
    sent |= {} if scenario is None else _scenario(scenario)
    made = remote.ask("POST", "/worlds", {k: v for k, v in sent.items() if v is not None}, of_server=True)
    click.echo(made["url"])


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_obj
def list_worlds(remote: Remote, as_json: bool) -> None:
    """The worlds, oldest first."""
    listed = remote.ask("GET", "/worlds", of_server=True)
    if as_json:
        click.echo(json.dumps(listed, indent=2))
        return
    for world in listed["worlds"]:
        stands = " (frozen)" if world["frozen"] else ""
        click.echo(f"{world['name']:<20} {world['scenario']:<10} {world['now']}{stands}  {world['url']}")


@command.command("reset")
@click.argument("name")
@click.pass_obj
def reset(remote: Remote, name: str) -> None:
    """Take the world NAME back to its start."""
    _of(remote, name).ask("POST", "/reset")


@command.command("delete")
@click.argument("name")
@click.pass_obj
def delete(remote: Remote, name: str) -> None:
    """Drop the world NAME and all that belongs to it."""
    _of(remote, name).ask("DELETE", "")


def _of(remote: Remote, name: str) -> Remote:
    return Remote(remote.url, remote.control_token, name)


def _scenario(named: str) -> dict[str, Json]:
    """A name as it is, a file as its text."""
    path = Path(named)
    if path.suffix not in (".yaml", ".yml"):
        return {"scenario": named}
    try:
        return {"scenarioText": path.read_text(encoding="utf-8")}
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"cannot read the scenario {path}: {error}") from error
