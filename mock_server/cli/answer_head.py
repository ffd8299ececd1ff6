"""The head of an answer, as Uvicorn writes it."""

from typing import Any, TypeAlias

from uvicorn.protocols.http.httptools_impl import HEADER_RE, HEADER_VALUE_RE, STATUS_LINE

AnswerHead: TypeAlias = tuple[bytes, int]
"""What is written, and the size of the body that it announces."""

_LENGTH = b"content-length"
_TO_UVICORN = frozenset({_LENGTH, b"transfer-encoding", b"connection"})
"""Headers that say how an answer is sent; the length only where it is written in capitals."""

_WITHOUT_BODY = (204, 304)
_MOST_NAMES = _MOST_VALUES = 100
_LONGEST_VALUE = 200


class _UnusualHeaderError(Exception):
    """A header that cannot be, or that says how the answer is sent."""


class _Lines(dict[bytes, bytes]):
    """The lines of a header by its values, which answers have over and over."""

    def __init__(self, name: bytes) -> None:
        super().__init__()
        self._name = name

    def __missing__(self, value: bytes) -> bytes:
        if HEADER_VALUE_RE.search(value):
            raise _UnusualHeaderError
        line = b"%b: %b\r\n" % (self._name, value)
        if len(self) >= _MOST_VALUES:
            self.clear()
        if len(value) <= _LONGEST_VALUE:
            self[value] = line
        return line


class _LinesByName(dict[bytes, _Lines]):
    """What could break out of its line is refused, as Uvicorn does; what was seen before is not looked at again."""

    def __missing__(self, name: bytes) -> _Lines:
        lower = name.lower()
        if lower in _TO_UVICORN or HEADER_RE.search(name):
            raise _UnusualHeaderError
        if len(self) >= _MOST_NAMES:
            self.clear()
        lines = self[name] = _Lines(lower)
        return lines


_lines = _LinesByName()


def head_of(message: Any, default_headers: list[tuple[bytes, bytes]]) -> AnswerHead | None:
    """None for one that is not usual: what becomes of it is up to Uvicorn."""
    headers = message.get("headers")
    if type(headers) is not list:  # others may be there to be read once
        return None
    try:
        return _written(message["status"], headers, default_headers)
    except (_UnusualHeaderError, AttributeError, LookupError, TypeError, ValueError):
        return None


def head_before(status: int, default_headers: list[tuple[bytes, bytes]]) -> bytes:
    """The status line and the headers that every answer begins with."""
    head = STATUS_LINE[status]
    for name, value in default_headers:
        head += _lines[name][value]
    return head


def _written(status: int, headers: Any, default_headers: list[tuple[bytes, bytes]]) -> AnswerHead:
    head = head_before(status, default_headers)
    length = None
    for name, value in headers:
        if name != _LENGTH:
            head += _lines[name][value]
        elif length is None and value.isdigit():
            length = int(value)
            head += b"content-length: " + value + b"\r\n"
        else:
            raise _UnusualHeaderError
    if length is None:
        if status not in _WITHOUT_BODY:
            raise _UnusualHeaderError
        length = 0
    return head + b"\r\n", length
