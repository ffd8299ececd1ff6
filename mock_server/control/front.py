"""The way in: a request goes to the control API, to a page, or to the API, of the world that it names."""

import asyncio
from collections.abc import Awaitable, Mapping, Sequence

from starlette.types import ASGIApp, Receive, Scope, Send

from mock_server.catalogue import UNROUTED
from mock_server.control.paths import PREFIX
from mock_server.domain.violations import Violation
from mock_server.domain.worlds import Worlds
from mock_server.http_api.api import with_cors
from mock_server.http_api.problems import problem_of
from mock_server.http_api.respond import response_of
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

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        try:
            inner = with_world(scope)
            application = self._application(inner)
        except Violation as violation:
            refusal = response_of(problem_of(violation, scope["path"]))
            return with_cors(refusal, self._origins)(scope, receive, send)
        if application is self._api:
            return application(inner, receive, send)
        return _in_task(application, inner, receive, send)

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


async def _in_task(application: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """A server may begin a request outside of a task, and goes on in one: Starlette's own parts ask for that."""
    if asyncio.current_task() is None:
        await asyncio.sleep(0)
    await application(scope, receive, send)
