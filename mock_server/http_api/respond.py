"""An answer as ASGI sends it, or as Starlette does."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message

from mock_server.catalogue import METHOD_NOT_ALLOWED, UNROUTED
from mock_server.domain.violations import Violation
from mock_server.http_api.answer import Answer
from mock_server.http_api.problems import problem_of


def head_of(answer: Answer) -> Message:
    """The message that an answer begins with."""
    headers = [(name.encode(), value.encode("latin-1")) for name, value in answer.headers.items()]
    if answer.media_type is not None:
        headers.append((b"content-type", answer.media_type.encode()))
        headers.append((b"content-length", b"%d" % answer.length))
    return {"type": "http.response.start", "status": answer.status, "headers": headers}


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
