"""The head of an answer, as Uvicorn writes it."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from uvicorn.protocols.http.httptools_impl import HEADER_RE, HEADER_VALUE_RE, STATUS_LINE

_LENGTH = b"content-length"
_UNUSUAL = frozenset({_LENGTH, b"transfer-encoding", b"connection"})
_WITHOUT_BODY = (204, 304)


class AnswerHead(NamedTuple):
    """Ready to be written. `length` is the size of the body that it announces."""

    content: bytes
    length: int


class _UnusualHeaderError(Exception):
    """A header that cannot be, or that says how the answer is sent."""


def head_of(message: Any, default_headers: Sequence[tuple[bytes, bytes]]) -> AnswerHead | None:
    """None for one that is not usual: what becomes of it is up to Uvicorn."""
    headers = message.get("headers", ())
    if type(headers) is not list:  # others may be there to be read once
        return None
    try:
        return _written(message["status"], headers, default_headers)
    except (_UnusualHeaderError, AttributeError, LookupError, TypeError, ValueError):
        return None


def _written(status: int, headers: Any, default_headers: Sequence[tuple[bytes, bytes]]) -> AnswerHead:
    lines = [STATUS_LINE[status]]
    for name, value in default_headers:
        lines.append(_line(name, value))
    length = None
    for name, value in headers:
        if name == _LENGTH:
            if length is not None or not value.isdigit():
                raise _UnusualHeaderError
            length = int(value)
            lines.append(b"content-length: %b\r\n" % value)
        else:
            lines.append(_line(name, value))
    if length is None:
        if status not in _WITHOUT_BODY:
            raise _UnusualHeaderError
        length = 0
    lines.append(b"\r\n")
    return AnswerHead(b"".join(lines), length)


@lru_cache(1000)
def _line(name: bytes, value: bytes) -> bytes:
    """Answers have the same few headers over and over. What could break out of its line is refused by Uvicorn."""
    lower = name.lower()
    if lower in _UNUSUAL or HEADER_RE.search(name) or HEADER_VALUE_RE.search(value):
        raise _UnusualHeaderError
    return b"%b: %b\r\n" % (lower, value)
