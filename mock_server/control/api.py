"""The control API under /__mock__/: health, the clock, reset, and tokens for the command line."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from mock_server.catalogue import (
    INVALID_REQUEST,
    PAYLOAD_TOO_LARGE,
    UNKNOWN_EMAIL,
)
from mock_server.control.bodies import read_clock, read_destination, read_email
from mock_server.control.guard import Guard
from mock_server.domain import times
from mock_server.domain.behaviour import Behaviour
from mock_server.domain.logins import first_login
from mock_server.domain.violations import Violation
from mock_server.domain.world import World
from mock_server.domain.worlds import Worlds
from mock_server.http_api.body import BODY_LIMIT, receive_body
from mock_server.http_api.endpoint import base_url, read_headers
from mock_server.http_api.json_codec import write_json
from mock_server.http_api.problems import problem_of
from mock_server.http_api.respond import refused_by_router, response_of
from mock_server.http_api.timekeeper import Timekeeper
from mock_server.json_value import Json

PREFIX = "/__mock__"
CAPABILITIES = ("clock", "reset", "tokens")

Handler = Callable[[Request], Awaitable[Json]]


class Control:
    """The operations of the control API on one server's worlds."""

    def __init__(
        self, behaviours: Mapping[str, Behaviour], worlds: Worlds, timekeeper: Timekeeper, version: str
    ) -> None:
        self._behaviours = behaviours
        self._worlds = worlds
        self._timekeeper = timekeeper
        self._version = version

    @property
    def _world(self) -> World:
        return self._worlds.default

    async def health(self, request: Request) -> Json:  # noqa: ARG002  (the handlers' one signature)
        return {
            "status": "ok",
            "name": "dolfin-mock",
            "version": self._version,
            "capabilities": list(CAPABILITIES),
        }

    async def operations(self, request: Request) -> Json:  # noqa: ARG002  (same)
        return [
            {"operationId": operation_id, "fidelity": behaviour.fidelity}
            for operation_id, behaviour in self._behaviours.items()
        ]

    async def clock(self, request: Request) -> Json:  # noqa: ARG002  (same)
        return self._clock_shown()

    async def set_clock(self, request: Request) -> Json:
        now, frozen = read_clock(await _body(request))
        clock = self._world.clock
        if frozen is not None:
            (clock.freeze if frozen else clock.unfreeze)()
        return await self._moved((lambda _: now) if now is not None else (lambda present: present))

    async def advance_clock(self, request: Request) -> Json:
        body = await _body(request)
        return await self._moved(lambda present: read_destination(body, present))

    async def reset(self, request: Request) -> Json:  # noqa: ARG002  (same)
        world = self._worlds.reset(self._world.name)
        return {"world": world.name, "now": times.written(world.clock.now())}

    async def issue_token(self, request: Request) -> Json:
        token = first_login(self._world, read_email(await _body(request)))
        if token is None:
            raise Violation(UNKNOWN_EMAIL)
        return {"token": token}

    async def _moved(self, target: Callable[[datetime], datetime]) -> Json:
        """The clock after what fell due on its way has happened."""
        world = self._world
        await self._timekeeper.move(world, target)
        self._timekeeper.stir()
        return self._clock_shown()

    def _clock_shown(self) -> Json:
        clock = self._world.clock
        return {"now": times.written(clock.now()), "frozen": clock.frozen}


def build_control(
    behaviours: Mapping[str, Behaviour], worlds: Worlds, timekeeper: Timekeeper, guard: Guard, version: str
) -> ASGIApp:
    control = Control(behaviours, worlds, timekeeper, version)
    routes = (
        ("GET", "/health", control.health),
        ("GET", "/operations", control.operations),
        ("GET", "/clock", control.clock),
        ("PUT", "/clock", control.set_clock),
        ("POST", "/clock/advance", control.advance_clock),
        ("POST", "/reset", control.reset),
        ("POST", "/tokens", control.issue_token),
    )
    methods: dict[str, dict[str, Handler]] = {}
    for method, path, handler in routes:
        methods.setdefault(path, {})[method] = handler
    application = Starlette(
        routes=[
            Route(PREFIX + path, _guarded(handlers, guard), methods=list(handlers))
            for path, handlers in methods.items()
        ],
        exception_handlers={HTTPException: refused_by_router},
    )
    application.router.redirect_slashes = False  # the redirect would be built from a Host that nobody checked
    return application


def _guarded(handlers: dict[str, Handler], guard: Guard) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        method = "GET" if request.method == "HEAD" else request.method
        headers = read_headers(request.scope)
        try:
            guard.check(headers, request.client.host if request.client else None, base_url(request.scope, headers))
            shown = await handlers[method](request)
        except Violation as violation:
            return response_of(problem_of(violation, request.scope["path"]))
        return Response(write_json(shown), media_type="application/json")

    return answer


async def _body(request: Request) -> bytes:
    try:
        body = await receive_body(request.receive, read_headers(request.scope), BODY_LIMIT)
    except ClientDisconnect as error:
        raise Violation(INVALID_REQUEST, reason="The body was cut short.") from error
    if body is None:
        raise Violation(PAYLOAD_TOO_LARGE, limit=BODY_LIMIT)
    return body
