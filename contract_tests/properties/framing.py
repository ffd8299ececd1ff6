"""Headers that say where a request ends or which connection it takes: HTTP's own, never the contract's to break.

A generator that makes up header names may hit one of them. The HTTP layer then refuses the bytes, before there is a
request that an API could answer.
"""

from collections.abc import Mapping
from typing import Any

_FRAMING = frozenset(
    ["connection", "content-length", "expect", "host", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"]
)


def leaves_framing_alone(_context: Any, headers: Mapping[str, Any] | None) -> bool:
    """Whether generated headers may be sent; a filter as Schemathesis calls them."""
    return not any(str(name).casefold() in _FRAMING for name in headers or ())
