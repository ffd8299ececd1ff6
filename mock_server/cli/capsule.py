"""`dolfin-mock journal reproduce`."""

import click

from mock_server.cli.performing import performed, server_at
from mock_server.cli.remote import Remote
from mock_server.config import ConfigurationError
from mock_server.reproductions.read_script import read_script
from mock_server.reproductions.script import Script

_EXAMPLES = """\b
Examples:
  dolfin-mock journal reproduce 12                         the requests that led to the answer, to read
  dolfin-mock journal reproduce 12 --curl > reproduce.sh   for bash, to hand on
  dolfin-mock journal reproduce 12 --pytest > test_it.py
  dolfin-mock journal reproduce 12 --run                   performs them in a server of their own

\b
Exit codes of --run: 0 the same status and code came, 1 another answer came, 2 there is no such entry or server."""


@click.command("reproduce", epilog=_EXAMPLES)
@click.argument("entry_id", metavar="ID", type=click.IntRange(1))
@click.option("--curl", "form", flag_value="curl", help="Print a bash script.")
@click.option("--pytest", "form", flag_value="pytest", help="Print a test module.")
@click.option("--json", "form", flag_value="json", help="For programs.")
@click.option("--run", "is_run", is_flag=True, help="Perform the requests and show the answer.")
@click.option("--at", "address", help="A running server in which --run makes a world for it; else one is started.")
@click.pass_obj
def reproduce(remote: Remote, entry_id: int, form: str | None, is_run: bool, address: str | None) -> None:
    """Print what led to the answer of the request ID, from its world's start on, as a script for any other server."""
    if is_run and form is not None:
        raise click.UsageError("--run performs the requests, --curl, --pytest and --json print them: choose one")
    if address is not None and not is_run:
        raise click.UsageError("--at says where --run performs the requests: add --run")
    path = f"/journal/{entry_id}/reproduce"
    if not is_run:
        query = {"as": form or "text"}
        click.echo(remote.send("GET", path, None, "application/json", query=query).decode(), nl=form in (None, "json"))
        return
    script = _script(remote, path)
    click.echo(script.title)
    with server_at(address, remote.control_token) as server:
        raise SystemExit(performed(script, server))


def _script(remote: Remote, path: str) -> Script:
    try:
        return read_script(remote.ask("GET", path))
    except (KeyError, TypeError, ValueError) as error:
        raise ConfigurationError(f"{remote.url} did not answer with a script: is it another version?") from error
