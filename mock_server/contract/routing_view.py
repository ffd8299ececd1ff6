"""The skeleton of the contract that Connexion routes by.

Connexion reads OpenAPI 3.0 alone: it gets paths, methods, operation ids and path parameters under that label.
Bodies and schemas stay out; requests are judged against the real document elsewhere.
"""

from typing import Any

from mock_server.contract.document import Contract, Operation


def routing_view(contract: Contract) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for operation in contract.operations.values():
        paths.setdefault(operation.path, {})[operation.method.lower()] = _skeleton(operation)
    return {"openapi": "3.0.3", "info": {"title": "routing view", "version": "1"}, "paths": paths}


def _skeleton(operation: Operation) -> dict[str, Any]:
    return {
        "operationId": operation.id,
        "parameters": [
            {"name": parameter.name, "in": "path", "required": True, "schema": {"type": "string"}}
            for parameter in operation.parameters
            if parameter.place == "path"
        ],
        "responses": {"default": {"description": "see the contract"}},
    }
