"""`dolfin-mock health`."""

from http.client import HTTPConnection, HTTPException

import click

from mock_server.catalogue import CONTROL_REFUSED
from mock_server.cli.options import control_token_option
from mock_server.config import ENVIRONMENT_PREFIX
from mock_server.control.guard import TOKEN_HEADER
from mock_server.http_api.problems import ERROR_CODE_HEADER

_HOST = "127.0.0.1"
_TIMEOUT_SECONDS = 3
_UNHEALTHY_EXIT = 1


@click.command("health")
@click.option(
    "--port",
    type=click.IntRange(1, 65_535),
    default=4010,
    show_default=True,
    envvar=f"{ENVIRONMENT_PREFIX}PORT",
    show_envvar=True,
    help="Port of the server on this machine.",
)
@control_token_option
def command(port: int, control_token: str | None) -> None:
    """Exit 0 when a server on this machine answers, else 1: a health check for a container.

    It asks /__mock__/health. Without a token the control API may be off: that it says so is an answer too.
    """
    address = f"http://{_HOST}:{port}"
    try:
        status, code = _answer(port, control_token)
    except (OSError, HTTPException) as error:
        click.echo(f"dolfin-mock: nothing answers at {address} ({error})", err=True)
        raise SystemExit(_UNHEALTHY_EXIT) from error
    if status == 200 or (control_token is None and code == CONTROL_REFUSED.code):
        click.echo("healthy")
        return
    click.echo(f"dolfin-mock: {address} answers {status} {code or ''}".rstrip(), err=True)
    raise SystemExit(_UNHEALTHY_EXIT)


def _answer(port: int, control_token: str | None) -> tuple[int, str | None]:
    """Status and error code. Asked without urllib, which would go through a proxy that the environment names."""
    connection = HTTPConnection(_HOST, port, timeout=_TIMEOUT_SECONDS)
    try:
        headers = {} if control_token is None else {TOKEN_HEADER: control_token}
        connection.request("GET", "/__mock__/health", headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.getheader(ERROR_CODE_HEADER)
    except ValueError as error:
        raise HTTPException("the control token cannot be sent") from error
    finally:
        connection.close()
