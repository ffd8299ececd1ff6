"""`dolfin-mock token`."""

import click

from mock_server.cli.remote import Remote, world_options


@click.command("token", epilog="Example: dolfin-mock token alice@acmeplumbing.co.uk")
@click.argument("email")
@world_options
def command(email: str, remote: Remote) -> None:
    """Print a session token of a running server for the user with this EMAIL."""
    click.echo(remote.ask("POST", "/tokens", {"email": email})["token"])
