"""An answer as ASGI sends it, as HTTP writes it, or as Starlette does."""

from functools import lru_cache

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message

from mock_server.catalogue import METHOD_NOT_ALLOWED, UNROUTED
from mock_server.domain.violations import Violation
from mock_server.http_api.answer import Answer
from mock_server.http_api.problems import problem_of

_WITHOUT_CONTENT = (204, 304)
_REMEMBERED = 1_000
"""Of how many sets of headers the lines are remembered: most answers have one of a few."""


def head_of(answer: Answer) -> Message:
    """The message that an answer begins with."""
    headers = [(name.encode(), value.encode("latin-1")) for name, value in answer.headers.items()]
    if answer.media_type is not None:
        headers.append((b"content-type", answer.media_type.encode()))
        headers.append((b"content-length", b"%d" % answer.length))
    return {"type": "http.response.start", "status": answer.status, "headers": headers}


def lines_of(answer: Answer) -> bytes | None:
    """The headers of an answer as HTTP writes them.

    None where one could break out of its line, and for an answer that has no length and is not without content: it is
    up to the server how such a one ends.
    """
    lines = _lines_of(tuple(answer.headers.items()), answer.media_type)
    if lines is None:
        return None
    if answer.media_type is not None:
        return lines + b"content-length: %d\r\n" % answer.length
    return lines if answer.status in _WITHOUT_CONTENT else None


@lru_cache(_REMEMBERED)
def _lines_of(headers: tuple[tuple[str, str], ...], media_type: str | None) -> bytes | None:
    lines = [f"{name}: {value}" for name, value in headers]
    if media_type is not None:
        lines.append(f"content-type: {media_type}")
    if not all(map(str.isprintable, lines)):
        return None
    return "".join(f"{line}\r\n" for line in lines).encode("latin-1")


def response_of(answer: Answer) -> Response:
    return Response(answer.content, answer.status, answer.headers, answer.media_type)


async def refused_by_router(request: Request, error: Exception) -> Response:
    """Starlette's own 404 and 405, as problems; for the pages and the control API."""
    assert isinstance(error, HTTPException)
    path = request.scope["path"]
    allowed = (error.headers or {}).get("Allow")
    if allowed is not None:
        return response_of(problem_of(Violation(METHOD_NOT_ALLOWED, allowed=allowed), path, {"allow": allowed}))
    return response_of(problem_of(Violation(UNROUTED, reason="The control API has no such path."), path))
