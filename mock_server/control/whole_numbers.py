"""Whole numbers of a JSON body that were written with a fraction of nothing, such as 1.0: JSON Schema counts them."""

from collections.abc import Iterator, Mapping
from typing import Any

from mock_server.json_value import Json


def with_whole_numbers(value: Json, schema: Any) -> Json:
    """The value, with an int wherever its schema takes an integer."""
    if isinstance(value, float):
        return int(value) if value.is_integer() and any(map(_takes_integers, _alternatives(schema))) else value
    for each in _alternatives(schema):
        value = _inside(value, each)
    return value


def _inside(value: Json, schema: Mapping[str, Any]) -> Json:
    members = schema.get("properties")
    if isinstance(value, Mapping) and members:
        return {name: with_whole_numbers(each, members.get(name, {})) for name, each in value.items()}
    if isinstance(value, list) and "items" in schema:
        return [with_whole_numbers(each, schema["items"]) for each in value]
    return value


def _alternatives(schema: Any) -> Iterator[Mapping[str, Any]]:
    if not isinstance(schema, Mapping):
        return
    yield schema
    for word in ("oneOf", "anyOf"):
        for each in schema.get(word, ()):
            yield from _alternatives(each)


def _takes_integers(schema: Mapping[str, Any]) -> bool:
    return "integer" in schema.get("type", ())
