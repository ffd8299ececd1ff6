"""The headers of a request as the steps look them up."""

from typing import TypeAlias

from starlette.types import Scope

from mock_server.domain.journal import Headers

_Sent: TypeAlias = tuple[tuple[bytes, bytes], ...]
_READ = "mock_server.headers"
_MOST_KNOWN = 256
_LONGEST_KNOWN = 4_096
_known: dict[_Sent, Headers] = {}
"""Callers send the same headers over and over: what was read of them is shared by requests, and never changed."""


def read_headers(scope: Scope) -> Headers:
    """By lower-case name. Read once: several layers look for one of them."""
    read: Headers | None = scope.get(_READ)
    if read is None:
        sent = tuple(scope["headers"])
        read = _known.get(sent) or _read_anew(sent)
        scope[_READ] = read
    return read


def _read_anew(sent: _Sent) -> Headers:
    headers: dict[str, tuple[str, ...]] = {}
    for name, value in sent:
        key, text = name.decode("latin-1"), value.decode("latin-1")
        headers[key] = (*headers[key], text) if key in headers else (text,)
    if sum(len(name) + len(value) for name, value in sent) <= _LONGEST_KNOWN:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[sent] = headers
    return headers
