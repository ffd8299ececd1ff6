"""The headers of a request that frame it: whoever sends it writes them anew."""

from collections.abc import Iterator, Mapping

_FRAMING = frozenset({"connection", "content-length", "host", "transfer-encoding"})


def own_headers(headers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The others: those that a script sends as they are."""
    return ((name, value) for name, value in headers.items() if name.lower() not in _FRAMING)
