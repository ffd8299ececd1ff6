"""Values made from a schema: always the same for the same schema, and valid."""

from collections.abc import Callable, Mapping
from typing import Any

from mock_server.contract.document import Schema
from mock_server.inference.schemas import Schemas, choices_of, types_of
from mock_server.json_value import Json

_DEEPEST = 6
"""Levels after which only what must be there is made: schemas can contain themselves."""

_BY_FORMAT: Mapping[str, str] = {
    "uuid": "3f2b1c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d",
    "date-time": "2025-01-15T10:30:00Z",
    "date": "2025-01-15",
    "time": "10:30:00Z",
    "duration": "P1D",
    "email": "someone@example.com",
    "idn-email": "someone@example.com",
    "uri": "https://example.com/",
    "uri-reference": "/",
    "iri": "https://example.com/",
    "hostname": "example.com",
    "idn-hostname": "example.com",
    "ipv4": "127.0.0.1",
    "ipv6": "::1",
    "regex": ".*",
    "json-pointer": "",
    "byte": "",
    "binary": "",
}
_TEXTS = ("text", "1", "GBP", "GB", "a", "A1", "a-1", "#000000", "00-00-00", "2025-01-15", "+441632960000", "")
"""Tried in turn against a pattern."""


def sample(schemas: Schemas, schema: Schema, depth: int = 0) -> Json:
    """A value with every declared member, as deep as that makes sense."""
    whole = schemas.merged(schema)
    given = _given(schemas, schema, whole)
    if given is not None:
        return given[0]
    makers: Mapping[str, Callable[[Schemas, Schema, int], Json]] = {
        "object": _object,
        "array": _array,
        "string": _string,
        "integer": _number,
        "number": _number,
        "boolean": lambda *_: False,
    }
    declared = types_of(whole)
    kind = next((kind for kind in makers if kind in declared), None)
    if kind is None:
        return None if "null" in declared else {}
    return makers[kind](schemas, whole, depth)


def _given(schemas: Schemas, schema: Schema, whole: Mapping[str, Any]) -> tuple[Json] | None:
    """A value that the schema itself names, if it is one that matches."""
    named = [whole[keyword] for keyword in ("const", "default", "example") if keyword in whole]
    examples = whole.get("examples", ())
    named += [*(examples if isinstance(examples, list) else ()), *list(choices_of(whole))[:1]]
    return next(((value,) for value in named if schemas.accepts(schema, value)), None)


def _object(schemas: Schemas, schema: Schema, depth: int) -> Json:
    required = set(schema.get("required", ()))
    declared = schema.get("properties", {})
    members: Mapping[str, Schema] = {**declared, **{name: {} for name in sorted(required - declared.keys())}}
    return {
        name: sample(schemas, member, depth + 1)
        for name, member in members.items()
        if depth < _DEEPEST or name in required
    }


def _array(schemas: Schemas, schema: Schema, depth: int) -> Json:
    least = schema.get("minItems", 0)
    count = max(least, 1 if depth < _DEEPEST and "items" in schema and schema.get("maxItems", 1) else 0)
    return [sample(schemas, schema.get("items", {}), depth + 1) for _ in range(count)]


def _string(schemas: Schemas, schema: Schema, _: int) -> Json:
    known = _BY_FORMAT.get(schema.get("format", ""))
    least = schema.get("minLength", 0)
    most = schema.get("maxLength")
    candidates = [*([known] if known is not None else []), *(text.ljust(least, "x")[:most] for text in _TEXTS)]
    return next((text for text in candidates if schemas.accepts({**schema, "type": "string"}, text)), candidates[0])


def _number(schemas: Schemas, schema: Schema, _: int) -> Json:
    bounds = [schema[k] for k in ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum") if k in schema]
    step = schema.get("multipleOf", 1)
    candidates = [0, step, *bounds, *(bound + step for bound in bounds), *(bound - step for bound in bounds)]
    candidates += [-(-bound // step) * step for bound in bounds]
    if len(bounds) > 1:
        candidates.append(sum(bounds) / len(bounds))
    return next((number for number in candidates if schemas.accepts(schema, number)), 0)
