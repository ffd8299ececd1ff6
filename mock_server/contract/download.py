"""A document from the web: over HTTP alone, of bounded size, in bounded time."""

import time
from importlib import import_module
from typing import TYPE_CHECKING

from mock_server.contract.errors import ContractError

if TYPE_CHECKING:
    import httpx

MOST_BYTES = 32 * 1024 * 1024
_SCHEMES = ("http", "https")
_MOST_REDIRECTS = 10
_TIMEOUT_SECONDS = 30.0


def is_address(place: str) -> bool:
    """Whether a text names a place on the web rather than a file."""
    return "://" in place


def shown(address: str) -> str:
    """An address without what may be secret in it."""
    return address.partition("?")[0].partition("#")[0]


def download(address: str, timeout: float = _TIMEOUT_SECONDS) -> bytes:
    """Raises ContractError with one line where nothing can be had."""
    name = shown(address)
    if "@" in name.partition("://")[2].partition("/")[0]:
        raise ContractError("an address with a user name or a password is not taken: fetch the file yourself")
    deadline = time.monotonic() + timeout
    httpx = import_module("httpx")  # here: only those who name an address pay for it
    try:
        url = httpx.URL(address)
        if url.scheme not in _SCHEMES or not url.host:
            raise ContractError(f"{name}: only files and http:// or https:// addresses are taken")
        with httpx.Client(timeout=timeout) as client:
            for _ in range(_MOST_REDIRECTS):
                found = _content_or_redirect(client, url, name, deadline)
                if isinstance(found, bytes):
                    return found
                url = found
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        reason = str(error).partition("\n")[0] or type(error).__name__
        raise ContractError(f"{name}: cannot be had ({reason})") from error
    raise ContractError(f"{name}: cannot be had (it redirects more than {_MOST_REDIRECTS} times)")


def _content_or_redirect(client: "httpx.Client", url: "httpx.URL", name: str, deadline: float) -> "bytes | httpx.URL":
    with client.stream("GET", url, headers={"accept": "application/json, application/yaml, */*"}) as response:
        if response.next_request is not None:
            return _followed(url, response.next_request.url, name)
        if not response.is_success:
            raise ContractError(f"{name}: cannot be had, the server answers {response.status_code}")
        content = bytearray()
        for piece in response.iter_bytes():
            content += piece
            if len(content) > MOST_BYTES:
                raise ContractError(f"{name}: is larger than {MOST_BYTES // 1024 // 1024} MiB, which is not read")
            if time.monotonic() > deadline:
                raise ContractError(f"{name}: cannot be had (it takes too long)")
        return bytes(content)


def _followed(url: "httpx.URL", target: "httpx.URL", name: str) -> "httpx.URL":
    """Where a redirect leads: to HTTP addresses, and never from HTTPS to HTTP."""
    if target.scheme not in _SCHEMES or (url.scheme == "https" and target.scheme == "http"):
        raise ContractError(f"{name}: cannot be had, it redirects to an address that is not taken ({target.scheme}:)")
    return target
