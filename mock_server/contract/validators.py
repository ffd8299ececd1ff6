"""Compiled JSON Schema validators (draft 2020-12, formats on) for the parts of a request.

Compiled at first use, with only the components a schema reaches: compiling all at start costs memory for
operations nobody calls.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import jsonschema_rs

from mock_server.contract.document import Contract, Operation, Schema
from mock_server.json_pointer import pointer_of
from mock_server.json_value import Json

_MASK = "the value"
_COMPONENTS = "#/components/"


@dataclass(frozen=True, slots=True)
class SchemaFailure:
    """One way in which a value does not match: where, by which keyword, in words that do not repeat the value.

    `empty` tells that the value is absent, null or an empty text.
    """

    pointer: str
    keyword: str
    message: str
    empty: bool


class PartValidator:
    """Judges one part of a request, or any value against one schema."""

    def __init__(self, schema: Schema, document: Mapping[str, Any]) -> None:
        self._validator = jsonschema_rs.Draft202012Validator(
            with_components(schema, document),
            validate_formats=True,
            mask=_MASK,
        )

    def accepts(self, value: Json) -> bool:
        return self._validator.is_valid(value)

    def failures(self, value: Json) -> tuple[SchemaFailure, ...]:
        """Every failure, in the validator's order."""
        return tuple(_failure(error) for error in self._validator.iter_errors(value))


class RequestValidators:
    """The validators of a contract's requests, by operation and part."""

    def __init__(self, contract: Contract) -> None:
        self._document = contract.document
        self._compiled: dict[str, dict[str, PartValidator]] = {}

    def parameters(self, operation: Operation, place: str) -> PartValidator:
        """Judges the object of all parameters in one place: path, query or header."""
        known = self._of(operation)
        return known.get(place) or self._compile(known, place, _parameters_schema(operation, place))

    def body(self, operation: Operation, media_type: str) -> PartValidator:
        known = self._of(operation)
        return known.get(media_type) or self._compile(known, media_type, operation.bodies[media_type])

    def _of(self, operation: Operation) -> dict[str, PartValidator]:
        return self._compiled.setdefault(operation.id, {})

    def _compile(self, known: dict[str, PartValidator], part: str, schema: Schema) -> PartValidator:
        known[part] = PartValidator(schema, self._document)
        return known[part]


def with_components(schema: Schema, document: Mapping[str, Any]) -> dict[str, Any]:
    """The schema together with the components that it reaches."""
    reached: dict[str, dict[str, Any]] = {}
    waiting = list(component_references(schema))
    while waiting:
        kind, name = waiting.pop()
        if name not in reached.setdefault(kind, {}):
            reached[kind][name] = document["components"][kind][name]
            waiting.extend(component_references(reached[kind][name]))
    return {**schema, "components": reached} if reached else dict(schema)


def component_references(value: object) -> Iterator[tuple[str, str]]:
    """Kind and name of every component that a value refers to, however deep inside."""
    if isinstance(value, Mapping):
        target = value.get("$ref")
        if isinstance(target, str) and target.startswith(_COMPONENTS):
            kind, name = target.removeprefix(_COMPONENTS).split("/")[:2]
            yield kind, name
        for member in value.values():
            yield from component_references(member)
    elif isinstance(value, list):
        for item in value:
            yield from component_references(item)


def _parameters_schema(operation: Operation, place: str) -> Schema:
    here = [parameter for parameter in operation.parameters if parameter.place == place]
    return {
        "type": "object",
        "properties": {parameter.name: parameter.schema for parameter in here},
        "required": [parameter.name for parameter in here if parameter.required],
    }


def _failure(error: jsonschema_rs.ValidationError) -> SchemaFailure:
    path, kind = error.instance_path, error.kind
    keyword = kind.name
    if isinstance(kind, jsonschema_rs.ValidationErrorKind.Required):
        return SchemaFailure(pointer_of([*path, kind.property]), keyword, "is required", empty=True)
    return SchemaFailure(pointer_of(path), keyword, error.message, empty=error.instance in (None, ""))
