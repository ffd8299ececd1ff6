"""`dolfin-mock snapshot`."""

import json
from pathlib import Path
from urllib.parse import quote

import click

from mock_server.cli.files import read_file, write_file
from mock_server.cli.remote import Remote, world_options

_EXAMPLES = """\b
Examples:
  dolfin-mock snapshot save before-checkout
  dolfin-mock snapshot restore before-checkout        state, clock and ids as they were
  dolfin-mock snapshot export before-checkout it.json
  dolfin-mock snapshot import it.json                 into any server
  dolfin-mock world create mine --snapshot before-checkout"""


@click.group("snapshot", epilog=_EXAMPLES)
@world_options
@click.pass_context
def command(context: click.Context, remote: Remote) -> None:
    """Save, list and restore states of a world of a running server, and keep them as files."""
    context.obj = remote


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_obj
def list_snapshots(remote: Remote, as_json: bool) -> None:
    """The world's snapshots, the last one at the end."""
    listed = remote.ask("GET", "/snapshots")
    if as_json:
        click.echo(json.dumps(listed, indent=2))
        return
    for each in listed["snapshots"]:
        click.echo(f"{each['name']:<24} {each['scenario']:<10} {each['now']}{' (frozen)' if each['frozen'] else ''}")


@command.command("save")
@click.argument("name")
@click.option("--replace", is_flag=True, help="Put it in the place of the one that has the name.")
@click.pass_obj
def save(remote: Remote, name: str, replace: bool) -> None:
    """Save the world as it is now under NAME."""
    remote.ask("POST", "/snapshots", {"name": name, "replace": replace})


@command.command("restore")
@click.argument("name")
@click.pass_obj
def restore(remote: Remote, name: str) -> None:
    """Take the world back to the snapshot NAME; session tokens stay valid."""
    remote.ask("POST", f"{_path(name)}/restore")


@command.command("delete")
@click.argument("name")
@click.pass_obj
def delete(remote: Remote, name: str) -> None:
    """Drop the snapshot NAME."""
    remote.ask("DELETE", _path(name))


@command.command("export")
@click.argument("name")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def export(remote: Remote, name: str, file: Path) -> None:
    """Write the snapshot NAME to FILE, secrets included."""
    write_file(file, remote.send("GET", f"{_path(name)}/file", None, "application/json"))


@command.command("import")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--name", help="Another name than the one in the file.")
@click.option("--replace", is_flag=True, help="Put it in the place of the one that has the name.")
@click.pass_obj
def import_file(remote: Remote, file: Path, name: str | None, replace: bool) -> None:
    """Take a snapshot from FILE and print its name; `restore` goes back to it."""
    query = {**({} if name is None else {"name": name}), **({"replace": "true"} if replace else {})}
    content = read_file(file)
    taken = json.loads(remote.send("POST", "/snapshots/import", content, "application/json", query=query))
    click.echo(taken["name"])


def _path(name: str) -> str:
    return f"/snapshots/{quote(name, safe='')}"
