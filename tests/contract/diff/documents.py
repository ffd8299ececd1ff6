"""Small documents to compare: one operation that takes and answers a thing."""

import copy
from typing import Any

from mock_server.contract.diff.change import Change
from mock_server.contract.diff.compare import changes
from tests.inference.shops import answering, taking

Document = dict[str, Any]
THING: dict[str, Any] = {"type": "object", "properties": {"name": {"type": "string"}}}
OPERATION = "POST /things/{id}"
_SCHEMES = {
    "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "token": {"type": "http", "scheme": "bearer"},
}


def document(paths: dict[str, Any] | None = None, components: dict[str, Any] | None = None, **members: Any) -> Document:
    """An OpenAPI document with these paths; none: a single empty operation."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "paths": {"/things": {"get": {"responses": answering({})}}} if paths is None else paths,
        "components": {"securitySchemes": copy.deepcopy(_SCHEMES), **(components or {})},
        **members,
    }


def with_operation(path: str = "/things/{id}", **members: Any) -> Document:
    parameter = {"name": path.partition("{")[2].partition("}")[0], "in": "path", "required": True, "schema": {}}
    operation = {"responses": {"200": {"description": ""}}, **members}
    return document({path: {"parameters": [parameter], "post": operation}})


def with_parameter(*parameters: dict[str, Any]) -> Document:
    return with_operation(parameters=list(parameters))


def limit(**members: Any) -> dict[str, Any]:
    return {"name": "limit", "in": "query", "schema": {"type": "integer"}, **members}


def taking_a(schema: Any) -> Document:
    """The request body is an object whose member `it` has the schema."""
    return with_operation(requestBody=taking({"type": "object", "properties": {"it": schema}}))


def answering_a(schema: Any) -> Document:
    return with_operation(responses=answering({"type": "object", "properties": {"it": schema}}))


def taking_object(**members: Any) -> Document:
    return with_operation(requestBody=taking({**copy.deepcopy(THING), **members}))


def answering_object(**members: Any) -> Document:
    return with_operation(responses=answering({**copy.deepcopy(THING), **members}))


def answering_with(**response: Any) -> Document:
    return with_operation(responses={"200": {"description": "", **response}})


def refusing(status: str, description: str, **members: Any) -> Document:
    return with_operation(responses={"200": {"description": ""}, status: {"description": description, **members}})


def found(older: Document, newer: Document) -> dict[str, Change]:
    """The changes by their rules."""
    return {change.finding.rule: change for change in changes(older, newer)}
