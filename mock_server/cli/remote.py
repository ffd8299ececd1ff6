"""How commands talk to a running server: its control API over HTTP, and the options that all of them share."""

import functools
import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.parse import urlencode, urlsplit

import click

from mock_server.cli.options import control_token_option
from mock_server.config import ENVIRONMENT_PREFIX, ConfigurationError, require_form
from mock_server.control.guard import TOKEN_HEADER
from mock_server.control.signature import VERSION_HEADER
from mock_server.domain.worlds import WORLD_NAME
from mock_server.json_value import Json

_TIMEOUT_SECONDS = 600
"""A move of the clock sends what falls due, and waits for those who receive it."""
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_SCHEMES = ("http", "https")
_NO_ANSWER_OF_OURS = (OSError, HTTPException, ValueError, KeyError, TypeError)


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Takes a redirect for a refusal: the control token is for the server that was named."""

    def redirect_request(self, *_: object) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Remote:
    """A running server, as the options name it; `world` None: the default one."""

    url: str
    control_token: str | None
    world: str | None = None

    def __post_init__(self) -> None:
        """Raises ConfigurationError for a world that cannot be: a slash in its name would lead to another path."""
        if self.world is not None and not WORLD_NAME.fullmatch(self.world):
            raise ConfigurationError("no world has such a name: up to 64 letters, digits, and . _ - after the first")

    def ask(
        self,
        method: str,
        path: str,
        body: Json = None,
        *,
        query: Mapping[str, str] | None = None,
        of_server: bool = False,
    ) -> Any:
        """The JSON value that a control operation answers with; None where it answers without content.

        `path` is below the control API of the world, or of the server. Raises ConfigurationError with one line: that
        nobody answers, or why the server refuses.
        """
        content = None if body is None else json.dumps(body).encode()
        answer = self.send(method, path, content, "application/json", query=query, of_server=of_server)
        try:
            return json.loads(answer) if answer else None
        except ValueError as error:
            raise self._nobody() from error

    def send(
        self,
        method: str,
        path: str,
        content: bytes | None,
        content_type: str,
        *,
        query: Mapping[str, str] | None = None,
        of_server: bool = False,
    ) -> bytes:
        """The same for content of any kind."""
        with self._answer(method, path, content, content_type, query, of_server=of_server) as response:
            return bytes(response.read())

    def lines(self, path: str, query: Mapping[str, str]) -> Iterator[bytes]:
        """The lines of an answer as they come, until the server ends it."""
        with self._answer("GET", path, None, "text/plain", query) as response:
            yield from response

    @contextmanager
    def _answer(
        self,
        method: str,
        path: str,
        content: bytes | None,
        content_type: str,
        query: Mapping[str, str] | None,
        *,
        of_server: bool = False,
    ) -> Iterator[Any]:
        """Raises ConfigurationError also for what goes wrong while the answer is read."""
        headers = {"content-type": content_type}
        if self.control_token is not None:
            headers[TOKEN_HEADER] = self.control_token
        base = "" if of_server or self.world is None else f"/worlds/{self.world}"
        address = f"{self.url}/__mock__{base}{path}{'?' + urlencode(query) if query else ''}"
        request = urllib.request.Request(address, content, headers, method=method)
        try:
            with _opener(self.url).open(request, timeout=_TIMEOUT_SECONDS) as response:
                if VERSION_HEADER not in response.headers:
                    raise self._nobody()
                yield response
        except urllib.error.HTTPError as error:
            raise ConfigurationError(f"{self.url} refused: {_detail(error)}") from error
        except _NO_ANSWER_OF_OURS as error:
            raise self._nobody() from error

    def _nobody(self) -> ConfigurationError:
        return ConfigurationError(f"no dolfin-mock answers at {self.url}: start one with dolfin-mock serve")


def _opener(url: str) -> urllib.request.OpenerDirector:
    """Never a proxy for a server on this machine: none could reach it."""
    local = urlsplit(url).hostname in _LOOPBACK
    return urllib.request.build_opener(_NoRedirects, *([urllib.request.ProxyHandler({})] if local else []))


def remote_options(command: Callable[..., None]) -> Callable[..., None]:
    """`--url` and `--control-token`: the command is called with the Remote that they name, as `remote`."""

    @functools.wraps(command)
    def called(*args: Any, url: str, control_token: str | None, world: str | None = None, **others: Any) -> None:
        command(*args, remote=remote_of(url, control_token, world), **others)

    return control_token_option(_url(called))


def world_options(command: Callable[..., None]) -> Callable[..., None]:
    """The same, and `--world`."""
    option = click.option("--world", help="The world that is meant; the default one where none is named.")
    return option(remote_options(command))


def remote_of(url: str, control_token: str | None, world: str | None = None) -> Remote:
    """Raises ConfigurationError for values that cannot be."""
    address = url.rstrip("/")
    if not _is_address(address):
        raise ConfigurationError("--url must be an address such as http://127.0.0.1:4010")
    if control_token is not None:
        require_form("control_token", control_token)
    return Remote(address, control_token, world)


_url = click.option(
    "--url",
    envvar=f"{ENVIRONMENT_PREFIX}URL",
    show_envvar=True,
    default="http://127.0.0.1:4010",
    show_default=True,
    help="Address of the running server.",
)


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
