"""The body of a request: read from the wire up to its limit, and parsed by its media type."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from email.message import Message
from functools import lru_cache
from typing import TypeAlias

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import Field, File, FormParser, parse_options_header
from starlette.requests import ClientDisconnect
from starlette.types import Receive

from mock_server.catalogue import INVALID_REQUEST, PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE
from mock_server.contract.document import Operation
from mock_server.domain.journal import Headers
from mock_server.domain.violations import Violation
from mock_server.http_api.json_codec import JsonError, read_json
from mock_server.json_value import Json

BODY_LIMIT = 1024 * 1024
"""Bytes, for everything but files. Assumed, as is the next one."""

UPLOAD_LIMIT = 20 * 1024 * 1024
_MULTIPART = "multipart/form-data"
_LINGER_SECONDS = 1
_IN_MEMORY = {"MAX_MEMORY_FILE_SIZE": float("inf")}
"""The parser's default moves files to disk, and leaves them there."""


def limit_for(operation: Operation | None, headers: Headers) -> int:
    """The most bytes that are read: more for files, where the operation takes some."""
    if operation is None or _MULTIPART not in operation.bodies:
        return BODY_LIMIT
    content_type = headers.get("content-type", ("",))[0]
    return UPLOAD_LIMIT if content_type.lower().startswith(_MULTIPART) else BODY_LIMIT


def may_come(operation: Operation | None, headers: Headers) -> bool:
    """Whether there is a body to wait for: in HTTP/1.1 one of these headers says so (RFC 9112, section 6.3)."""
    if "content-length" in headers or "transfer-encoding" in headers:
        return True
    return operation is not None and bool(operation.bodies)


async def receive_body(receive: Receive, headers: Headers, limit: int) -> bytes | None:
    """The whole body; None as soon as it is known to be longer than the limit.

    One that is announced as too long is not waited for, nor asked for with 100 Continue. Raises
    ClientDisconnect when the caller goes away before its end.
    """
    if "content-length" in headers and _announced(headers["content-length"]) > limit:
        return None
    parts: list[bytes] = []
    length = 0
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        part = message.get("body", b"")
        length += len(part)
        if length > limit:
            return None
        parts.append(part)
        more = message.get("more_body", False)
    return b"".join(parts)


async def discard_rest(receive: Receive) -> None:
    """Reads on for a moment what nobody wants: a connection that closes on unread bytes takes the answer along."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_LINGER_SECONDS):
            while (await receive()).get("more_body", False):
                pass


def _announced(lengths: tuple[str, ...]) -> int:
    try:
        return max(map(int, lengths))
    except ValueError:  # no length, which the layer beneath refuses: what comes is counted anyway
        return 0


def read_body(operation: Operation, headers: Headers, sent: bytes | None) -> tuple[str, Json] | None:
    """The media type and the value of the body; None where there is none and none is needed.

    Raises Violation: 413 when too large, 415 for a media type the operation does not take, 400 for a body
    that is missing or no such text.
    """
    if not operation.bodies:
        return None
    if sent is None:
        raise Violation(PAYLOAD_TOO_LARGE, limit=limit_for(operation, headers))
    values = headers.get("content-type", ())
    if not sent and (not values or not operation.body_required):
        _require_no_body(operation)
        return None
    media_type = _media_type(operation, values)
    if not sent:
        _require_no_body(operation)
        return None
    return media_type, _PARSERS.get(media_type, _parse_json)(sent, values[0])


def _require_no_body(operation: Operation) -> None:
    if operation.body_required:
        raise Violation(INVALID_REQUEST, reason="A body is required and none was sent.")


def _media_type(operation: Operation, values: tuple[str, ...]) -> str:
    if len(values) > 1:
        raise Violation(INVALID_REQUEST, reason="The header content-type was sent more than once.")
    sent, charset = _parsed(values[0]) if values else ("", "")
    if sent not in operation.bodies:
        raise Violation(UNSUPPORTED_MEDIA_TYPE, accepted=_accepted(operation))
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise Violation(UNSUPPORTED_MEDIA_TYPE, accepted=f"{_accepted(operation)} in UTF-8")
    return sent


def _accepted(operation: Operation) -> str:
    return " or ".join(operation.bodies)


def _parsed(content_type: str) -> tuple[str, str]:
    """Media type and charset. Callers send the same few over and over: short ones are remembered."""
    return _remembered(content_type) if len(content_type) <= _REMEMBERED_LENGTH else _read_anew(content_type)


def _read_anew(content_type: str) -> tuple[str, str]:
    header = Message()
    header["content-type"] = content_type
    return header.get_content_type(), header.get_content_charset("utf-8")


_REMEMBERED_LENGTH = 100
_remembered = lru_cache(100)(_read_anew)


def _parse_json(body: bytes, content_type: str) -> Json:  # noqa: ARG001  (the parsers' one signature)
    try:
        return read_json(body)
    except JsonError as error:
        raise Violation(INVALID_REQUEST, reason=f"The body is not JSON: {error}.") from error


def _parse_multipart(body: bytes, content_type: str) -> Json:
    """Fields by name; a file is shown by its name. A form without its last boundary was cut short."""
    members: dict[str, Json] = {}
    complete = False

    def on_field(field: Field) -> None:
        members[_text(field.field_name)] = _text(field.value)

    def on_file(file: File) -> None:
        members[_text(file.field_name)] = _text(file.file_name)

    def on_end() -> None:
        nonlocal complete
        complete = True

    boundary = parse_options_header(content_type)[1].get(b"boundary") or None
    try:
        parser = FormParser(_MULTIPART, on_field, on_file, on_end, boundary, config=_IN_MEMORY)
        parser.write(body)
    except (FormParserError, ValueError) as error:
        raise Violation(INVALID_REQUEST, reason=f"The body is not {_MULTIPART}.") from error
    if not complete:
        raise Violation(INVALID_REQUEST, reason=f"The body is not {_MULTIPART}: its last boundary is missing.")
    return members


def _text(value: bytes | None) -> str:
    return (value or b"").decode()


_Parser: TypeAlias = Callable[[bytes, str], Json]
_PARSERS: dict[str, _Parser] = {_MULTIPART: _parse_multipart}
