"""Server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html."""

from collections.abc import AsyncGenerator

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from mock_server.http_api.json_codec import write_json
from mock_server.json_value import Json

MEDIA_TYPE = "text/event-stream"
COMMENT = b": still here\n\n"


def event(name: str, data: Json, event_id: str | None = None) -> bytes:
    """One event; its JSON is one line, as JSON can always be."""
    told = f"id: {event_id}\n" if event_id is not None else ""
    return f"{told}event: {name}\ndata: ".encode() + write_json(data) + b"\n\n"


class EventStream(StreamingResponse):
    """Sends events as they come; who only asks for its head gets that."""

    media_type = MEDIA_TYPE

    def __init__(self, events: AsyncGenerator[bytes, None]) -> None:
        super().__init__(events, headers={"cache-control": "no-store", "x-accel-buffering": "no"})
        self._events = events

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "HEAD":
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            return
        try:
            await super().__call__(scope, receive, send)
        finally:
            await self._events.aclose()  # it may stand where it cannot hear that the caller is gone
