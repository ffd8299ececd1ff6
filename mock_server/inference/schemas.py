"""What a schema says once references, `allOf` and choices are put together."""

from collections.abc import Iterator, Mapping
from typing import Any

from mock_server.contract.document import Contract, Operation, Schema, resolved
from mock_server.contract.validators import PartValidator
from mock_server.json_value import Json

_JSON = "application/json"


class Schemas:
    """Reads the schemas of one contract."""

    def __init__(self, contract: Contract) -> None:
        self._document = contract.document

    def resolved(self, schema: Schema) -> Schema:
        return resolved(self._document, schema)

    def answer(self, operation: Operation) -> Schema | None:
        """The JSON schema of the operation's success, not resolved; None where it answers no JSON."""
        return operation.answers.get(_JSON) or next(
            (schema for name, schema in operation.answers.items() if name.endswith("+json")), None
        )

    def body(self, operation: Operation) -> Schema:
        return next(iter(operation.bodies.values()), {})

    def merged(self, schema: Schema) -> dict[str, Any]:
        """The schema with what it refers to, all of `allOf` and the first branch of a choice that is not null.

        `nullable` is added where null is allowed.
        """
        whole = dict(self.resolved(schema))
        for part in whole.pop("allOf", ()):
            whole = _both(self.merged(part), whole)
        for choice in ("anyOf", "oneOf"):
            branches = [self.resolved(branch) for branch in whole.pop(choice, ())]
            useful = [branch for branch in branches if branch.get("type") != "null"]
            if len(useful) < len(branches):
                whole["nullable"] = True
            if useful:
                whole = _both(self.merged(useful[0]), whole)
        if "null" in types_of(whole) or None in whole.get("enum", ()):
            whole["nullable"] = True
        return whole

    def members(self, schema: Schema) -> Mapping[str, Schema]:
        """The declared members of an object, by name."""
        members: Mapping[str, Schema] = self.merged(schema).get("properties", {})
        return members

    def accepts(self, schema: Schema, value: Json) -> bool:
        """Whether a value matches."""
        return self.validator(schema).accepts(value)

    def validator(self, schema: Schema) -> PartValidator:
        return PartValidator(schema, self._document)


def component_of(schema: Schema) -> str | None:
    """The name of the component that a schema refers to; an anonymous schema has none."""
    reference = schema.get("$ref")
    return None if reference is None else str(reference).rpartition("/")[2]


def types_of(schema: Schema) -> tuple[str, ...]:
    declared = schema.get("type")
    if declared is None:
        return ("object",) if "properties" in schema else ()
    return (declared,) if isinstance(declared, str) else tuple(declared)


def choices_of(schema: Schema) -> Iterator[Any]:
    """The values of an enum, null left out."""
    return (value for value in schema.get("enum", ()) if value is not None)


def _both(base: dict[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Two schemas that hold together."""
    together = {**base, **over}
    if "properties" in base and "properties" in over:
        together["properties"] = {**base["properties"], **over["properties"]}
    if "required" in base and "required" in over:
        together["required"] = [*base["required"], *over["required"]]
    return together
