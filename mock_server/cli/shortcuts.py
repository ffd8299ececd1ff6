"""How to answer requests whose head came before: callers send the same heads over and over, and only bodies differ."""

from typing import NamedTuple

from mock_server.http_api.connection import Shortcut

_END_OF_HEAD = b"\r\n\r\n"
_MOST_KNOWN = 2_000
_MOST_SEEN = 8_000
_LONGEST_HEAD = 4_096


class KnownHead(NamedTuple):
    """`whole` is the size of a request with the body that it announces, in bytes."""

    shortcut: Shortcut
    whole: int


class Shortcuts:
    """By the bytes of a head. What was parsed once, as the head of a whole request that came alone, means the same
    whenever a request begins with it.
    """

    def __init__(self) -> None:
        self._known: dict[bytes, KnownHead] = {}
        self._seen: set[int] = set()
        """Hashes of heads: most come once, of which nothing is worth keeping."""

    def find(self, head: bytes, size: int) -> KnownHead | None:
        """What is known of a request that came alone, whole or in part, if that many bytes came; None for any other."""
        known = self._known.get(head)
        return known if known is not None and size <= known.whole else None

    def is_seen_again(self, head: bytes) -> bool:
        """Whether it is worth keeping a shortcut for it."""
        hashed = hash(head)
        if hashed in self._seen:
            return True
        if len(self._seen) >= _MOST_SEEN:
            self._seen.clear()
        self._seen.add(hashed)
        return False

    def keep(self, data: bytes, body: bytes, shortcut: Shortcut) -> None:
        """Keeps the shortcut of a request that was read from `data`, if it came alone, and its body as it is."""
        head = head_in(data)
        if data[len(head) :] != body or len(head) > _LONGEST_HEAD:
            return
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[head] = KnownHead(shortcut, len(data))


def head_in(data: bytes) -> bytes:
    """The head of a request that begins there, if it does and its head came whole."""
    return data[: data.find(_END_OF_HEAD) + len(_END_OF_HEAD)]
