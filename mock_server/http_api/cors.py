"""Cross-origin requests (CORS), as Starlette answers them."""

from collections.abc import Awaitable

from starlette.datastructures import MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.types import Message, Receive, Scope, Send

from mock_server.http_api.headers import read_headers

_VARY = b"vary"
_ORIGIN = "Origin"
_BY_ORIGIN = (_VARY, _ORIGIN.encode())


class Cors(CORSMiddleware):
    """Starlette's middleware, passed by where nothing is cross-origin, as with most of a mock's requests."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if "origin" in read_headers(scope):
            await super().__call__(scope, receive, send)
            return

        def varying(message: Message) -> Awaitable[None]:
            if message["type"] == "http.response.start":
                _vary(message)
            return send(message)

        await self.app(scope, receive, varying)


def _vary(message: Message) -> None:
    """The answer would be another for a page of another origin: Starlette says so also where there is none."""
    headers = message["headers"]
    if _VARY in dict(headers):
        several = MutableHeaders(raw=headers)
        several[_VARY.decode()] = ", ".join([*several.getlist(_VARY.decode()), _ORIGIN])
    else:
        headers.append(_BY_ORIGIN)
