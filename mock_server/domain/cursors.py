"""Opaque cursors: a place in a list, sealed so that only ours are taken."""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from typing import Literal

Direction = Literal["older", "newer", "from"]
_SEAL_BYTES = 9
_DIRECTIONS: tuple[Direction, ...] = ("older", "newer", "from")


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list ordered newest first.

    `older` than a position is the next page, `newer` the previous one, `from` the page that starts there.
    """

    direction: Direction
    position: int


class CursorError(Exception):
    """A text that is no cursor of this list."""


class CursorSeal:
    """Writes and reads cursors; a cursor names the list it belongs to and is signed with our key."""

    def __init__(self, key: bytes) -> None:
        self._keyed = hmac.new(hashlib.sha256(b"cursor:" + key).digest(), digestmod="sha256")

    def seal(self, scope: str, cursor: Cursor) -> str:
        place = f"{cursor.direction[0]}{cursor.position}".encode()
        return base64.urlsafe_b64encode(self._signature(scope, place) + place).decode().rstrip("=")

    def open(self, scope: str, text: str) -> Cursor:
        """Raises CursorError unless `seal` wrote the text for this list."""
        try:
            sealed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError) as error:
            raise CursorError from error
        signature, place = sealed[:_SEAL_BYTES], sealed[_SEAL_BYTES:]
        if not hmac.compare_digest(signature, self._signature(scope, place)):
            raise CursorError
        direction = next(word for word in _DIRECTIONS if word.encode()[:1] == place[:1])
        cursor = Cursor(direction, int(place[1:]))
        if text != self.seal(scope, cursor):  # decoding overlooks padding and spare bits
            raise CursorError
        return cursor

    def _signature(self, scope: str, place: bytes) -> bytes:
        hashed = self._keyed.copy()
        hashed.update(scope.encode() + b"\0" + place)
        return hashed.digest()[:_SEAL_BYTES]
