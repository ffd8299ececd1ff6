"""The control API under /__mock__/: what its resources offer, for the default world and for worlds by name."""

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route as StarletteRoute
from starlette.types import ASGIApp

from mock_server.control.answering import WORLD_PARAMETER, Answering
from mock_server.control.guard import Guard
from mock_server.control.resources import clock, server, tokens, worlds
from mock_server.control.route import Route
from mock_server.control.services import Services
from mock_server.http_api.respond import refused_by_router

PREFIX = "/__mock__"
ROUTES: tuple[Route, ...] = (*server.ROUTES, *worlds.ROUTES, *clock.ROUTES, *tokens.ROUTES)
_OF_WORLD = f"/worlds/{{{WORLD_PARAMETER}}}"


def build_control(services: Services, guard: Guard) -> ASGIApp:
    methods: dict[str, dict[str, Answering]] = {}
    for route in ROUTES:
        for path in paths_of(route):
            methods.setdefault(path, {})[route.method] = Answering(route, services, guard)
    application = Starlette(
        routes=[StarletteRoute(PREFIX + path, _answered(each), methods=list(each)) for path, each in methods.items()],
        exception_handlers={HTTPException: refused_by_router},
    )
    application.router.redirect_slashes = False  # the redirect would be built from a Host that nobody checked
    return application


def paths_of(route: Route) -> tuple[str, ...]:
    """Where a route is, below the prefix: once for the server; of a world for the default one and for any by name."""
    if route.scope == "server":
        return (route.path,)
    return (route.path, _OF_WORLD + ("" if route.path == "/world" else route.path))


def _answered(methods: dict[str, Answering]) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        return await methods["GET" if request.method == "HEAD" else request.method](request)

    return answer
