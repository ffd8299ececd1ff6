"""How to answer requests whose head came before: callers send the same heads over and over, and only bodies differ."""

from typing import NamedTuple

from mock_server.http_api.connection import Shortcut

_END_OF_HEAD = b"\r\n\r\n"
_MOST_HEADS = 1_000
_LONGEST_HEAD = 4_096


class KnownHead(NamedTuple):
    """`length` is its own, `whole` that of a request with the body that it announces, in bytes."""

    shortcut: Shortcut
    length: int
    whole: int


class Shortcuts:
    """By the bytes of a head. What was parsed once, as the head of a whole request that came alone, means the same
    whenever a request begins with it.
    """

    def __init__(self) -> None:
        self._known: dict[bytes, KnownHead] = {}

    def find(self, data: bytes) -> KnownHead | None:
        """What is known of a request that came alone, whole or in part; None for any other data."""
        known = self._known.get(data[: _length_of_head(data)])
        return known if known is not None and len(data) <= known.whole else None

    def keep(self, data: bytes, body: bytes, shortcut: Shortcut) -> None:
        """Keeps the shortcut of a request that was read from `data`, if it came alone, and its body as it is."""
        length = _length_of_head(data)
        if data[length:] != body or length > _LONGEST_HEAD:
            return
        if len(self._known) >= _MOST_HEADS:
            self._known.clear()
        self._known[data[:length]] = KnownHead(shortcut, length, len(data))


def _length_of_head(data: bytes) -> int:
    return data.find(_END_OF_HEAD) + len(_END_OF_HEAD)
