"""How to answer requests whose head came before: callers send the same heads over and over, and only bodies differ."""

from typing import NamedTuple

from mock_server.http_api.connection import Shortcut

_END_OF_HEAD = b"\r\n\r\n"
_MOST_HEADS = 1_000
_LONGEST_HEAD = 4_096


class Found(NamedTuple):
    """A shortcut, and the body that came with the head."""

    shortcut: Shortcut
    body: bytes


class _Known(NamedTuple):
    shortcut: Shortcut
    size: int
    """Of a whole request with this head."""


class Shortcuts:
    """By the bytes of a head. What was parsed once, as the head of a whole request that came alone, means the same
    whenever a request begins with it.
    """

    def __init__(self) -> None:
        self._by_head: dict[bytes, _Known] = {}

    def find(self, data: bytes) -> Found | None:
        """The shortcut of a request that came whole and alone; None for any other data."""
        end = data.find(_END_OF_HEAD) + len(_END_OF_HEAD)
        known = self._by_head.get(data[:end])
        if known is None or len(data) != known.size:
            return None
        return Found(known.shortcut, data[end:])

    def keep(self, data: bytes, body: bytes, shortcut: Shortcut) -> None:
        """Keeps the shortcut of a request that was read from `data`, if it was there alone and as it is."""
        end = data.find(_END_OF_HEAD) + len(_END_OF_HEAD)
        if data[end:] != body or end > _LONGEST_HEAD:
            return
        if len(self._by_head) >= _MOST_HEADS:
            self._by_head.clear()
        self._by_head[data[:end]] = _Known(shortcut, len(data))
