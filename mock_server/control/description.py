"""The control API's own OpenAPI document, made from its routes."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mock_server.catalogue import CODES, ErrorCode
from mock_server.control.guard import TOKEN_HEADER
from mock_server.control.paths import PREFIX, WORLD_PARAMETER, paths_of
from mock_server.control.route import Route, Taken
from mock_server.domain.worlds import WORLD_NAME
from mock_server.http_api.problems import PROBLEM_MEDIA_TYPE, TITLES
from mock_server.json_names import camel_case

_CONVERTOR = re.compile(r":\w+\}")
"""What Starlette reads a path parameter as: no part of OpenAPI."""
_OF_ALL = ("Mock.InvalidRequest", "Mock.ControlRefused", "Mock.Unauthorized", "Mock.PayloadTooLarge")
_OF_A_NAMED_WORLD = ("Mock.WorldNotFound",)
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
    },
}


def described(routes: Iterable[Route], base_url: str, version: str) -> dict[str, Any]:
    """The OpenAPI 3.1 document of these routes; those of a world are there for the default one and for any by name."""
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        for path in paths_of(route):
            paths.setdefault(PREFIX + _CONVERTOR.sub("}", path), {})[route.method.lower()] = _operation(route, path)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Control API of dolfin-mock",
            "version": version,
            "description": "Worlds, time, state, faults and the journal of a running mock. No part of the Dolfin API.",
        },
        "servers": [{"url": base_url, "description": "This mock"}],
        "security": [{}, {"controlToken": []}],
        "paths": paths,
        "components": {
            "schemas": {"Problem": _PROBLEM},
            "securitySchemes": {"controlToken": {"type": "apiKey", "in": "header", "name": TOKEN_HEADER}},
        },
    }


def _operation(route: Route, path: str) -> dict[str, Any]:
    named = f"{{{WORLD_PARAMETER}}}" in path
    operation: dict[str, Any] = {
        "operationId": camel_case(route.handler.__name__) + ("OfWorld" if named else ""),
        "tags": [route.handler.__module__.rpartition(".")[2]],
        "summary": route.summary,
        "parameters": [*_path_parameters(path), *_query_parameters(route.query)],
        "responses": {str(route.status): _success(route), **_refusals(_codes(route, named=named))},
    }
    if route.body is not None:
        operation["requestBody"] = _body(route.body)
    return operation


def _path_parameters(path: str) -> Iterator[dict[str, Any]]:
    for part in path.split("/"):
        if part.startswith("{"):
            name = part.strip("{}").partition(":")[0]
            schema = {"type": "string"} | ({"pattern": f"^{WORLD_NAME.pattern}$"} if name == WORLD_PARAMETER else {})
            yield {"name": name, "in": "path", "required": True, "schema": schema}


def _query_parameters(query: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for name, schema in query.items():
        yield {"name": name, "in": "query", "schema": schema}


def _body(taken: Taken) -> dict[str, Any]:
    text: dict[str, Any] = {media: {"schema": {"type": "string"}} for media in taken.text_types}
    json_body = {"schema": taken.schema, "example": taken.example}
    return {"required": taken.required, "content": {"application/json": json_body, **text}}


def _success(route: Route) -> dict[str, Any]:
    if route.status == 204:
        return {"description": "Done."}
    texts: dict[str, Any] = {media: {"schema": {"type": "string"}} for media in route.text_types}
    return {"description": route.summary, "content": {route.media_type: {"schema": route.answer}, **texts}}


def _codes(route: Route, *, named: bool) -> tuple[ErrorCode, ...]:
    names = (*_OF_ALL, *(_OF_A_NAMED_WORLD if named else ()), *route.refusals)
    return tuple(CODES[name] for name in dict.fromkeys(names))


def _refusals(codes: tuple[ErrorCode, ...]) -> dict[str, Any]:
    by_status: dict[int, list[ErrorCode]] = {}
    for code in codes:
        by_status.setdefault(code.status, []).append(code)
    return {
        str(status): {
            "description": "; ".join(f"{code.code}: {code.meaning}" for code in each) or TITLES[status],
            "content": {PROBLEM_MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status, each in sorted(by_status.items())
    }
