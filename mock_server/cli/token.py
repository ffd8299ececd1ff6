"""`dolfin-mock token`."""

import json
import re
import urllib.error
import urllib.request
from http.client import HTTPException
from urllib.parse import urlsplit

import click

from mock_server.config import ENVIRONMENT_PREFIX, ConfigurationError, require_form
from mock_server.control.guard import TOKEN_HEADER

_TIMEOUT_SECONDS = 10
_SCHEMES = ("http", "https")
_NO_ANSWER_OF_OURS = (OSError, HTTPException, ValueError, KeyError, TypeError)


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Takes a redirect for a refusal: the control token is for the server that was named."""

    def redirect_request(self, *_: object) -> None:
        return None


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
    if not _is_address(url):
        raise ConfigurationError("--url must be an address such as http://127.0.0.1:4010")
    headers = {"content-type": "application/json"}
    if control_token is not None:
        require_form("control_token", control_token)
        headers[TOKEN_HEADER] = control_token
    try:
        request = urllib.request.Request(f"{url}/__mock__/tokens", json.dumps({"email": email}).encode(), headers)
        with urllib.request.build_opener(_NoRedirects).open(request, timeout=_TIMEOUT_SECONDS) as response:
            return str(json.load(response)["token"])
    except urllib.error.HTTPError as error:
        raise ConfigurationError(f"{url} refused: {_detail(error)}") from error
    except _NO_ANSWER_OF_OURS as error:
        raise ConfigurationError(f"no dolfin-mock answers at {url}: start one with dolfin-mock serve") from error


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return bool(re.fullmatch(r"[!-~]+", url) and parts.hostname and parts.port != 0) and parts.scheme in _SCHEMES
    except ValueError:
        return False


def _detail(error: urllib.error.HTTPError) -> str:
    try:
        return " ".join(str(json.load(error)["detail"]).split())
    except _NO_ANSWER_OF_OURS:
        return f"status {error.code}"
