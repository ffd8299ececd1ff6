"""`dolfin-mock scenario`."""

from pathlib import Path

import click

from mock_server.cli.files import read_file, write_file
from mock_server.cli.remote import Remote, world_options

_EXAMPLES = """\b
Examples:
  dolfin-mock scenario export                     on the screen
  dolfin-mock scenario export my-world.yaml
  dolfin-mock serve --scenario my-world.yaml      the same world again
  dolfin-mock scenario load my-world.yaml         into a running server"""


@click.group("scenario", epilog=_EXAMPLES)
@world_options
@click.pass_context
def command(context: click.Context, remote: Remote) -> None:
    """Write a world of a running server down as a scenario, or begin it again from one."""
    context.obj = remote


@command.command("export")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def export(remote: Remote, file: Path | None) -> None:
    """Write the world as it is now to FILE (YAML, secrets included), or to the screen."""
    text = remote.send("GET", "/scenario", None, "application/yaml")
    if file is None:
        click.echo(text.decode("utf-8"), nl=False)
    else:
        write_file(file, text)


@command.command("load")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def load(remote: Remote, file: Path) -> None:
    """Begin the world again from the scenario in FILE; a reset comes back to it."""
    remote.send("PUT", "/scenario", read_file(file), "application/yaml")
