"""Cross-origin requests (CORS), as Starlette answers them."""

from collections.abc import Awaitable, Sequence

from starlette.datastructures import MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mock_server.http_api.headers import read_headers

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
_PREFLIGHT_SECONDS = 600
ORIGIN_HEADER = "origin"
_VARY = b"vary"
_ORIGIN = "Origin"
BY_ORIGIN = (_VARY, _ORIGIN.encode())
"""The header that says that an answer would be another for a page of another origin."""


class Cors:
    """Starlette's middleware, passed by where nothing is cross-origin, as with most of a mock's requests.

    `origins` are those whose pages may call the application (`*` stands for all), `exposed` the headers of its answers
    that they may read. One that `varies` says by itself, where no origin is sent, that its answers vary by it.
    """

    def __init__(
        self, application: ASGIApp, origins: Sequence[str], exposed: Sequence[str], *, varies: bool = False
    ) -> None:
        self._application = application
        self._varies = varies
        self._cross_origin = CORSMiddleware(
            application,
            allow_origins=origins,
            allow_methods=_METHODS,
            allow_headers=["*"],
            expose_headers=exposed,
            max_age=_PREFLIGHT_SECONDS,
            allow_private_network=True,
        )

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        if ORIGIN_HEADER in read_headers(scope):
            return self._cross_origin(scope, receive, send)
        if self._varies:
            return self._application(scope, receive, send)

        def varying(message: Message) -> Awaitable[None]:
            if message["type"] == "http.response.start":
                _vary(message)
            return send(message)

        return self._application(scope, receive, varying)


def _vary(message: Message) -> None:
    """Starlette says that an answer varies by origin also where there is none."""
    headers = message["headers"]
    if _VARY in dict(headers):
        several = MutableHeaders(raw=headers)
        several[_VARY.decode()] = ", ".join([*several.getlist(_VARY.decode()), _ORIGIN])
    else:
        headers.append(BY_ORIGIN)
