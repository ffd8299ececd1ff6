"""What OpenAPI allows and this server cannot do: told when a contract is read, not when a request comes."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from mock_server.contract.document import Contract, Operation, Schema, resolved, schema_of
from mock_server.contract.validators import PartValidator, RequestValidators

_ROUTED = re.compile(r"(/([^{}]+|\{[^{}/]+\}))+|/")


def obstacles(contract: Contract) -> Iterator[str]:
    """One line for each operation that could not be served."""
    shapes: dict[str, str] = {}
    for operation in contract.operations.values():
        shape = re.sub(r"\{[^}]*\}", "{}", operation.path)
        if not _ROUTED.fullmatch(operation.path):
            yield f"{_told(operation)}: a parameter must be a whole segment of the path"
        elif shapes.setdefault(shape, operation.path) != operation.path:
            yield f"{_told(operation)}: cannot be told from {shapes[shape]}"
        yield from _schema_obstacles(contract, operation)


def _schema_obstacles(contract: Contract, operation: Operation) -> Iterator[str]:
    validators = RequestValidators(contract)
    try:
        for place in ("path", "query", "header"):
            validators.parameters(operation, place)
        for media_type in operation.bodies:
            validators.body(operation, media_type)
        for schema in operation.answers.values():
            PartValidator(schema, contract.document)
    except Exception as error:  # noqa: BLE001  (whatever the compiler says, it cannot use the schema)
        reason = str(error).partition("\n")[0] or type(error).__name__
        yield f"{_told(operation)}: has a schema that cannot be used ({reason})"
        return
    for schema in (*operation.bodies.values(), *operation.answers.values()):
        if not _ends(contract.document, schema, frozenset()):
            yield f"{_told(operation)}: has a schema that requires itself without end"


def _ends(document: Mapping[str, Any], schema: Schema | bool, within: frozenset[str]) -> bool:
    """Whether a value of the schema can be finite: what it must hold is not itself."""
    schema = schema_of(schema)
    if "$ref" in schema:
        if schema["$ref"] in within:
            return False
        within |= {schema["$ref"]}
        if not _ends(document, resolved(document, {"$ref": schema["$ref"]}), within):
            return False
    parts = [*schema.get("allOf", ())]
    types = schema.get("type", "object")
    if types in ("object", ["object"]):
        members = schema.get("properties", {})
        parts += [members[name] for name in schema.get("required", ()) if name in members]
    if types in ("array", ["array"]) and schema.get("minItems", 0) > 0:
        parts.append(schema.get("items", {}))
    choices = [schema[choice] for choice in ("anyOf", "oneOf") if choice in schema]
    return all(_ends(document, part, within) for part in parts) and all(
        any(_ends(document, branch, within) for branch in branches) for branches in choices
    )


def _told(operation: Operation) -> str:
    return f"{operation.method} {operation.path}"
