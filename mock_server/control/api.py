"""The control API under /__mock__/: what its resources offer, for the default world and for worlds by name."""

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route as StarletteRoute
from starlette.types import ASGIApp

from mock_server.control.answering import Answering
from mock_server.control.description import described
from mock_server.control.guard import Guard
from mock_server.control.paths import PREFIX, paths_of
from mock_server.control.resources import (
    capsules,
    clock,
    coverage,
    credentials,
    errors,
    faults,
    journal,
    scenario,
    server,
    snapshots,
    state,
    tokens,
    verification,
    worlds,
)
from mock_server.control.route import ControlRequest, Route
from mock_server.control.services import Services
from mock_server.http_api.respond import refused_by_router
from mock_server.json_value import Json

_RESOURCES = (
    server,
    worlds,
    clock,
    credentials,
    tokens,
    snapshots,
    state,
    scenario,
    errors,
    faults,
    journal,
    capsules,
    verification,
    coverage,
)
ROUTES: tuple[Route, ...] = tuple(route for resource in _RESOURCES for route in resource.ROUTES)


async def show_description(request: ControlRequest) -> Json:
    return described(ALL_ROUTES, request.base_url, request.services.version)


ALL_ROUTES: tuple[Route, ...] = (
    Route("GET", "/openapi.json", show_description, "This document.", {"type": "object"}, "server"),
    *ROUTES,
)


def build_control(services: Services, guard: Guard) -> ASGIApp:
    methods: dict[str, dict[str, Answering]] = {}
    for route in ALL_ROUTES:
        for path in paths_of(route):
            methods.setdefault(path, {})[route.method] = Answering(route, services, guard)
    application = Starlette(
        routes=[
            StarletteRoute(PREFIX + path, _answered(methods[path]), methods=list(methods[path]))
            for path in sorted(methods, key=_parameters)
        ],
        exception_handlers={HTTPException: refused_by_router},
    )
    application.router.redirect_slashes = False  # the redirect would be built from a Host that nobody checked
    return application


def _parameters(path: str) -> tuple[bool, ...]:
    """Sorts what is spelled out before what a parameter stands for: else /journal/{id} would tell its methods of it."""
    return tuple(part.startswith("{") for part in path.split("/"))


def _answered(methods: dict[str, Answering]) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        return await methods["GET" if request.method == "HEAD" else request.method](request)

    return answer
