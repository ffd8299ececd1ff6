"""The way in: a request goes to the control API, to a page, or to the API, of the world that it names."""

from collections.abc import Mapping, Sequence

from starlette.types import ASGIApp, Receive, Scope, Send

from mock_server.catalogue import UNROUTED
from mock_server.control.paths import PREFIX
from mock_server.domain.violations import Violation
from mock_server.domain.worlds import Worlds
from mock_server.http_api.api import with_cors
from mock_server.http_api.problems import problem_of
from mock_server.http_api.respond import send_answer
from mock_server.http_api.world_of_request import named_world, with_world


class Front:
    """`pages` are applications by path. `origins` may see why a request was refused here."""

    def __init__(
        self,
        api: ASGIApp,
        control: ASGIApp,
        pages: Mapping[str, ASGIApp],
        worlds: Worlds,
        origins: Sequence[str],
    ) -> None:
        self._worlds = worlds
        self._api = api
        self._control = control
        self._pages = pages
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            inner = with_world(scope)
            application = self._application(inner)
        except Violation as violation:
            await with_cors(_Refusing(violation), self._origins)(scope, receive, send)
            return
        await application(inner, receive, send)

    def _application(self, scope: Scope) -> ASGIApp:
        path, named = scope["path"], named_world(scope)
        if path.startswith(PREFIX):
            if named.prefix:
                raise Violation(UNROUTED, reason="A world's path leads to its API alone; its controls are elsewhere.")
            return self._control
        if path in self._pages:
            self._worlds.require(named.name)
            return self._pages[path]
        return self._api


class _Refusing:
    """Answers with one refusal."""

    def __init__(self, violation: Violation) -> None:
        self._violation = violation

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  (ASGI's signature)
        await send_answer(send, problem_of(self._violation, scope["path"]))
