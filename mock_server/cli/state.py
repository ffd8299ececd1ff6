"""`dolfin-mock state`."""

import json

import click

from mock_server.cli.remote import Remote, world_options

_EXAMPLES = """\b
Examples:
  dolfin-mock state                          all that the world holds, secrets masked
  dolfin-mock state --collection invoices
  dolfin-mock state --secrets > before.json"""


@click.command("state", epilog=_EXAMPLES)
@click.option("--collection", help="Only the documents of this collection, for example invoices.")
@click.option("--organisation", help="Only what belongs to the organisation with this id.")
@click.option("--secrets", is_flag=True, help="Show keys, tokens and codes as they are.")
@world_options
def command(
    collection: str | None,
    organisation: str | None,
    secrets: bool,
    remote: Remote,
) -> None:
    """Print a world of a running server as JSON."""
    asked = {"collection": collection, "organisation": organisation, "secrets": "show" if secrets else None}
    query = {name: value for name, value in asked.items() if value is not None}
    click.echo(json.dumps(remote.ask("GET", "/state", query=query), indent=2))
