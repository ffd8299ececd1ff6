"""How a request to the control API is read, judged by its route, and answered."""

from collections.abc import Mapping

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from mock_server.catalogue import INVALID_REQUEST, PAYLOAD_TOO_LARGE
from mock_server.contract.validators import PartValidator
from mock_server.control.guard import Guard
from mock_server.control.paths import WORLD_PARAMETER
from mock_server.control.route import ControlRequest, Route, Taken
from mock_server.control.services import Services
from mock_server.control.signature import VERSION_HEADER
from mock_server.control.whole_numbers import with_whole_numbers
from mock_server.domain.violations import Violation
from mock_server.domain.worlds import DEFAULT_WORLD
from mock_server.http_api.body import BODY_LIMIT, receive_body
from mock_server.http_api.headers import read_headers
from mock_server.http_api.json_codec import JsonError, read_json, write_json
from mock_server.http_api.problems import problem_of
from mock_server.http_api.query import typed
from mock_server.http_api.request_head import base_url
from mock_server.http_api.respond import response_of
from mock_server.http_api.world_of_request import WORLD_HEADER, is_world_named
from mock_server.json_value import Json


class Answering:
    """Answers the requests of one route."""

    def __init__(self, route: Route, services: Services, guard: Guard) -> None:
        self._route = route
        self._services = services
        self._guard = guard
        self._body = None if route.body is None else PartValidator(route.body.schema, {})

    async def __call__(self, request: Request) -> Response:
        response = await self._answer(request)
        response.headers[VERSION_HEADER] = self._services.version
        return response

    async def _answer(self, request: Request) -> Response:
        try:
            shown = await self._route.handler(await self._read(request))
        except Violation as violation:
            return response_of(problem_of(violation, request.scope["path"]))
        if isinstance(shown, Response):
            return shown
        return Response(write_json(shown), self._route.status, media_type="application/json")

    async def _read(self, request: Request) -> ControlRequest:
        headers = read_headers(request.scope)
        origin = base_url(request.scope, headers)
        self._guard.check(headers, request.client.host if request.client else None, origin)
        if is_world_named(request.scope):
            raise Violation(
                INVALID_REQUEST, reason=f"Name the world in the path, /__mock__/worlds/..., not in {WORLD_HEADER}."
            )
        path: dict[str, str] = {name: str(value) for name, value in request.path_params.items()}
        sent = await self._received(request)
        world = self._services.worlds.require(path.pop(WORLD_PARAMETER, DEFAULT_WORLD))  # it may go while one waits
        query = self._query(request)
        body, text = self._taken(sent, headers.get("content-type", ("",))[0])
        return ControlRequest(self._services, world, path, query, body, text, origin, headers)

    def _query(self, request: Request) -> Mapping[str, Json]:
        read: dict[str, Json] = {}
        for name, value in request.query_params.multi_items():
            schema = self._route.query.get(name)
            if schema is None:
                known = ", ".join(self._route.query) or "none"
                raise Violation(INVALID_REQUEST, reason=f"The query has a parameter not known here; known: {known}.")
            if name in read:
                raise Violation(INVALID_REQUEST, reason=f"The query parameter {name} was sent more than once.")
            read[name] = typed(value, schema)
            if not PartValidator(schema, {}).accepts(read[name]):
                raise Violation(INVALID_REQUEST, reason=f"The query parameter {name} must match {_shown(schema)}.")
        return read

    async def _received(self, request: Request) -> bytes:
        limit = BODY_LIMIT if self._route.body is None else self._route.body.limit
        try:
            body = await receive_body(request.receive, read_headers(request.scope), limit)
        except ClientDisconnect as error:
            raise Violation(INVALID_REQUEST, reason="The body was cut short.") from error
        if body is None:
            raise Violation(PAYLOAD_TOO_LARGE, limit=limit)
        return body

    def _taken(self, sent: bytes, content_type: str) -> tuple[Json, str]:
        taken = self._route.body
        if taken is None or (not sent and not taken.required):
            return None, ""
        if content_type.partition(";")[0].strip().lower() in taken.text_types:
            return None, _text(sent)
        return self._json(sent, taken), ""

    def _json(self, sent: bytes, taken: Taken) -> Json:
        example = _shown(taken.example)
        try:
            value = read_json(sent)
        except JsonError as error:
            raise Violation(INVALID_REQUEST, reason=f"The body is not JSON: {error}. Send {example}.") from error
        assert self._body is not None
        failures = tuple(f"{failure.pointer or '/'}: {failure.message}" for failure in self._body.failures(value))
        if failures:
            reason = f"The body must read like {example}: {'; '.join(failures)}."
            raise Violation(INVALID_REQUEST, failures=failures, reason=reason)
        return with_whole_numbers(value, taken.schema)


def _text(sent: bytes) -> str:
    try:
        return sent.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Violation(INVALID_REQUEST, reason="The body is not UTF-8.") from error


def _shown(value: Json) -> str:
    return write_json(value).decode()
