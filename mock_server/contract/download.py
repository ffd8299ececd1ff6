"""A document from the web: over HTTP alone, of bounded size, in bounded time."""

import time
import urllib.error
import urllib.request
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.parse import urlsplit

from mock_server.contract.errors import ContractError

MOST_BYTES = 32 * 1024 * 1024
_SCHEMES = ("http", "https")
_TIMEOUT_SECONDS = 30.0
_PIECE = 64 * 1024


class _RedirectRefused(Exception):
    """A redirect to a place where nothing is fetched from."""


class _HttpRedirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects to HTTP addresses, and never from HTTPS to HTTP."""

    def redirect_request(  # noqa: PLR0913, RUF100  (the library's signature)
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        scheme = urlsplit(newurl).scheme
        if scheme not in _SCHEMES or (scheme == "http" and req.full_url.lower().startswith("https:")):
            raise _RedirectRefused(f"it redirects to an address that is not taken ({scheme}:)")
        return super().redirect_request(req, fp, code, msg, headers, newurl)

    def http_error_302(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage
    ) -> IO[bytes] | None:
        scheme = urlsplit(headers.get("location", headers.get("uri", ""))).scheme.lower()
        if scheme and scheme not in _SCHEMES:
            raise _RedirectRefused(f"it redirects to an address that is not taken ({scheme}:)")
        return super().http_error_302(req, fp, code, msg, headers)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


def is_address(place: str) -> bool:
    """Whether a text names a place on the web rather than a file."""
    return "://" in place


def shown(address: str) -> str:
    """An address without what may be secret in it."""
    return address.partition("?")[0].partition("#")[0]


def download(address: str, timeout: float = _TIMEOUT_SECONDS) -> bytes:
    """Raises ContractError with one line where nothing can be had."""
    name = shown(address)
    try:
        parts = urlsplit(address)
        if parts.scheme.lower() not in _SCHEMES or not parts.hostname:
            raise ContractError(f"{name}: only files and http:// or https:// addresses are taken")
        if "@" in parts.netloc:
            raise ContractError("an address with a user name or a password is not taken: fetch the file yourself")
        return _fetched(address, name, timeout)
    except urllib.error.HTTPError as error:
        raise ContractError(f"{name}: cannot be had, the server answers {error.code}") from error
    except (OSError, HTTPException, ValueError, _RedirectRefused) as error:
        raise ContractError(f"{name}: cannot be had ({_reason(error)})") from error


def _fetched(address: str, name: str, timeout: float) -> bytes:
    deadline = time.monotonic() + timeout
    request = urllib.request.Request(address, headers={"accept": "application/json, application/yaml, */*"})
    content = bytearray()
    with urllib.request.build_opener(_HttpRedirects).open(request, timeout=timeout) as response:
        while piece := response.read1(_PIECE):
            content += piece
            if len(content) > MOST_BYTES:
                raise ContractError(f"{name}: is larger than {MOST_BYTES // 1024 // 1024} MiB, which is not read")
            if time.monotonic() > deadline:
                raise ContractError(f"{name}: cannot be had (it takes longer than {timeout:.0f} seconds)")
        expected = response.headers.get("content-length")
    if expected is not None and expected.isdecimal() and len(content) < int(expected):
        raise ContractError(f"{name}: cannot be had (it ended too early)")
    return bytes(content)


def _reason(error: Exception) -> str:
    told = getattr(error, "reason", None) or getattr(error, "strerror", None) or error
    return str(told).partition("\n")[0] or type(error).__name__
