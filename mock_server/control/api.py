"""The control API under /__mock__/: health, the clock, reset, and tokens for the command line."""

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from mock_server.catalogue import (
    INVALID_REQUEST,
    METHOD_NOT_ALLOWED,
    PAYLOAD_TOO_LARGE,
    UNKNOWN_EMAIL,
    UNROUTED,
)
from mock_server.control.bodies import read_clock, read_email, read_step
from mock_server.control.guard import Guard
from mock_server.domain import times
from mock_server.domain.clock import ClockRangeError
from mock_server.domain.logins import first_login
from mock_server.domain.violations import Violation
from mock_server.domain.world import World
from mock_server.domain.worlds import Worlds
from mock_server.http_api.answer import Answer
from mock_server.http_api.body import BODY_LIMIT, receive_body
from mock_server.http_api.endpoint import base_url, read_headers
from mock_server.http_api.json_codec import write_json
from mock_server.http_api.problems import problem_of
from mock_server.json_value import Json

PREFIX = "/__mock__"
CAPABILITIES = ("clock", "reset", "tokens")

Handler = Callable[[Request], Awaitable[Json]]


class Control:
    """The operations of the control API on one server's worlds."""

    def __init__(self, worlds: Worlds, version: str) -> None:
        self._worlds = worlds
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

    async def clock(self, request: Request) -> Json:  # noqa: ARG002  (same)
        return self._clock_shown()

    async def set_clock(self, request: Request) -> Json:
        now, frozen = read_clock(await _body(request))
        clock = self._world.clock
        if frozen is not None:
            (clock.freeze if frozen else clock.unfreeze)()
        if now is not None:
            clock.set(now)
        return self._clock_shown()

    async def advance_clock(self, request: Request) -> Json:
        clock = self._world.clock
        step = read_step(await _body(request), clock.now())
        try:
            clock.advance(step)
        except ClockRangeError as error:
            reason = "The clock cannot go past the year 9999."
            raise Violation(INVALID_REQUEST, reason=reason) from error
        return self._clock_shown()

    async def reset(self, request: Request) -> Json:  # noqa: ARG002  (same)
        world = self._worlds.reset(self._world.name)
        return {"world": world.name, "now": times.written(world.clock.now())}

    async def issue_token(self, request: Request) -> Json:
        token = first_login(self._world, read_email(await _body(request)))
        if token is None:
            raise Violation(UNKNOWN_EMAIL)
        return {"token": token}

    def _clock_shown(self) -> Json:
        clock = self._world.clock
        return {"now": times.written(clock.now()), "frozen": clock.frozen}


def build_control(worlds: Worlds, guard: Guard, version: str) -> ASGIApp:
    control = Control(worlds, version)
    routes = (
        ("GET", "/health", control.health),
        ("GET", "/clock", control.clock),
        ("PUT", "/clock", control.set_clock),
        ("POST", "/clock/advance", control.advance_clock),
        ("POST", "/reset", control.reset),
        ("POST", "/tokens", control.issue_token),
    )
    methods: dict[str, dict[str, Handler]] = {}
    for method, path, handler in routes:
        methods.setdefault(path, {})[method] = handler
    return Starlette(
        routes=[
            Route(PREFIX + path, _guarded(handlers, guard), methods=list(handlers))
            for path, handlers in methods.items()
        ],
        exception_handlers={HTTPException: _refused_by_router},
    )


def _guarded(handlers: dict[str, Handler], guard: Guard) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        method = "GET" if request.method == "HEAD" else request.method
        try:
            guard.check(
                request.headers,
                request.client.host if request.client else None,
                base_url(request.scope, read_headers(request.scope)),
            )
            shown = await handlers[method](request)
        except Violation as violation:
            return _response(problem_of(violation, request.url.path))
        return Response(write_json(shown), media_type="application/json")

    return answer


async def _body(request: Request) -> bytes:
    body = await receive_body(request.receive, BODY_LIMIT)
    if body is None:
        raise Violation(PAYLOAD_TOO_LARGE, limit=BODY_LIMIT)
    return body


async def _refused_by_router(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    allowed = (error.headers or {}).get("Allow")
    if allowed is not None:
        violation = Violation(METHOD_NOT_ALLOWED, allowed=allowed)
        return _response(problem_of(violation, request.url.path, {"allow": allowed}))
    violation = Violation(UNROUTED, reason="The control API has no such path.")
    return _response(problem_of(violation, request.url.path))


def _response(answer: Answer) -> Response:
    return Response(answer.content, answer.status, answer.headers, answer.media_type)
