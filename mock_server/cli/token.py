"""`dolfin-mock token`."""

import json
import urllib.error
import urllib.request

import click

from mock_server.config import ENVIRONMENT_PREFIX, ConfigurationError
from mock_server.control.guard import TOKEN_HEADER

_TIMEOUT_SECONDS = 10


@click.command("token", epilog="Example: dolfin-mock token alice@acmeplumbing.co.uk")
@click.argument("email")
@click.option("--url", default="http://127.0.0.1:4010", show_default=True, help="Address of the running server.")
@click.option(
    "--control-token",
    envvar=f"{ENVIRONMENT_PREFIX}CONTROL_TOKEN",
    show_envvar=True,
    help="The server's control token, where it has one.",
)
def command(email: str, url: str, control_token: str | None) -> None:
    """Print a session token of a running server for the user with this EMAIL."""
    click.echo(_issue(email, url.rstrip("/"), control_token))


def _issue(email: str, url: str, control_token: str | None) -> str:
    if not url.startswith(("http://", "https://")):
        raise ConfigurationError(f"--url must begin with http:// or https://: {url}")
    request = urllib.request.Request(
        f"{url}/__mock__/tokens",
        data=json.dumps({"email": email}).encode(),
        headers={
            "content-type": "application/json",
            **({TOKEN_HEADER: control_token} if control_token else {}),
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS) as response:
            return str(json.load(response)["token"])
    except urllib.error.HTTPError as error:
        raise ConfigurationError(f"{url} refused: {_detail(error)}") from error
    except (OSError, ValueError, KeyError) as error:
        raise ConfigurationError(f"no dolfin-mock answers at {url}: start one with dolfin-mock serve") from error


def _detail(error: urllib.error.HTTPError) -> str:
    try:
        return str(json.load(error)["detail"])
    except (ValueError, KeyError):
        return f"status {error.code}"
