"""`dolfin-mock token`."""

import click

from mock_server.cli.remote import remote_of, world_options


@click.command("token", epilog="Example: dolfin-mock token alice@acmeplumbing.co.uk")
@click.argument("email")
@world_options
def command(email: str, url: str, control_token: str | None, world: str | None) -> None:
    """Print a session token of a running server for the user with this EMAIL."""
    click.echo(remote_of(url, control_token, world).ask("POST", "/tokens", {"email": email})["token"])
