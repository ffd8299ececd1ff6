"""The head of a request, and what it asks for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from starlette.types import Scope

from mock_server.domain.journal import Headers
from mock_server.http_api.world_of_request import named_world

_HOST = re.compile(r"[A-Za-z0-9.:\[\]_-]+")
_LONGEST_HOST = 255
_ADDRESSES = 1_000
"""How many are remembered: what the journal keeps of thousands of requests is then one text."""


class Routed(NamedTuple):
    """What the router found: an operation, or the methods that the path takes (none: no such path)."""

    operation_id: str | None
    path_parameters: Mapping[str, str]
    allowed: tuple[str, ...]


@dataclass(slots=True)  # not frozen: most requests make one, and that would take three times as long
class RequestHead:
    """What came before the body; never changed, and shared by requests that have the same.

    `target` is path and query as sent, less the world's prefix; `world` is the name of a world that may not be.
    """

    method: str
    path: str
    query_string: bytes
    target: str
    headers: Headers
    base_url: str
    world: str
    routed: Routed


def read_head(scope: Scope, headers: Headers, routed: Routed) -> RequestHead:
    return RequestHead(
        scope["method"],
        scope["path"],
        scope["query_string"],
        _target(scope),
        headers,
        base_url(scope, headers),
        named_world(scope).name,
        routed,
    )


def base_url(scope: Scope, headers: Headers) -> str:
    """How the caller reached this server and world; by its own address where the Host header is missing or odd."""
    host = named_host(headers)
    if host is None:
        address, port = scope.get("server") or ("127.0.0.1", 80)
        host = f"{address}:{port}"
    return _address(scope["scheme"], host, named_world(scope).prefix)


def named_host(headers: Headers) -> str | None:
    """What the caller calls this server; None where the Host header is missing or odd."""
    host = headers.get("host", ("",))[0]
    return host if len(host) <= _LONGEST_HOST and _HOST.fullmatch(host) else None


@lru_cache(_ADDRESSES)
def _address(scheme: str, host: str, prefix: str) -> str:
    return f"{scheme}://{host}{prefix}"


def _target(scope: Scope) -> str:
    raw_path, query = scope["raw_path"], scope["query_string"]
    path: str = raw_path.decode("latin-1") if b"%" in raw_path else scope["path"]
    return f"{path}?{query.decode('latin-1')}" if query else path
