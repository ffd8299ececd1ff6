"""What a schema says once references, `allOf` and choices are put together."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from mock_server.contract.document import Contract, Operation, Schema, resolved, schema_of
from mock_server.contract.validators import PartValidator
from mock_server.json_value import Json

_JSON = "application/json"
_NONE: frozenset[str] = frozenset()


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

    def merged(self, schema: Schema | bool, within: frozenset[str] = _NONE) -> dict[str, Any]:
        """The schema with what it refers to, all of `allOf` and the first branch of a choice that is not null.

        `nullable` is added where null is allowed. A schema that holds itself (`within`) adds nothing to itself.
        """
        whole = dict(schema_of(schema))
        reference = whole.pop("$ref", None)
        if reference is not None:
            target = {} if reference in within else self.resolved({"$ref": reference})
            within |= {reference}
            whole = _both(self.merged(target, within), whole)
        for part in whole.pop("allOf", ()):
            whole = _both(self.merged(part, within), whole)
        for choice in ("anyOf", "oneOf"):
            branches = [self.merged(branch, within) for branch in whole.pop(choice, ())]
            useful = [branch for branch in branches if branch.get("type") != "null"]
            if len(useful) < len(branches):
                whole["nullable"] = True
            if useful:
                whole = _both(useful[0], whole)
        if "null" in types_of(whole) or None in whole.get("enum", ()):
            whole["nullable"] = True
        return whole

    def members(self, schema: Schema) -> Mapping[str, Schema]:
        """The declared members of an object, by name."""
        declared = self.merged(schema).get("properties", {})
        return {name: schema_of(member) for name, member in declared.items()}

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
    """Two schemas that hold together; of keywords that cannot be put into one, the latter's."""
    common = {
        keyword: _JOINED[keyword](value, over[keyword])
        for keyword, value in base.items()
        if keyword in over and keyword in _JOINED and value != over[keyword]
    }
    return {**base, **over, **common}


def _joined_members(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    common = {name: {"allOf": [base[name], over[name]]} for name in base if name in over and base[name] != over[name]}
    return {**base, **over, **common}


def _joined_types(base: Any, over: Any) -> list[str]:
    """The types that are in both; a whole number is a number."""
    one, other = types_of({"type": base}), types_of({"type": over})
    return [
        *(kind for kind in one if kind in other or (kind == "integer" and "number" in other)),
        *(kind for kind in other if kind == "integer" and "number" in one and kind not in one),
    ]


_JOINED: Mapping[str, Callable[[Any, Any], Any]] = {
    **dict.fromkeys(("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"), max),
    **dict.fromkeys(("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"), min),
    "required": lambda base, over: [*base, *over],
    "enum": lambda base, over: [value for value in base if value in over],
    "properties": _joined_members,
    "type": _joined_types,
    "items": lambda base, over: {"allOf": [base, over]},
}
"""Keyword -> its value where two schemas hold together."""
