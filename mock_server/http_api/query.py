"""Query parameters as the contract types them (style form, arrays exploded)."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from mock_server.contract.document import Contract, Operation, Parameter, resolved
from mock_server.json_value import Json

_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,99})")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,99})(?:\.[0-9]{1,100})?(?:[eE][+-]?[0-9]{1,2})?")
"""Numbers as JSON writes them: Python's own reader takes underscores, spaces, NaN and other digits too."""


class QueryError(Exception):
    """A query string that cannot be read."""


def read_query(contract: Contract, operation: Operation, query_string: bytes) -> dict[str, Json]:
    """The declared parameters that were sent; undeclared ones are ignored. Raises QueryError."""
    declared = [parameter for parameter in operation.parameters if parameter.place == "query"]
    sent = _pairs(query_string) if declared else {}
    read: dict[str, Json] = {}
    for parameter in declared:
        values = sent.get(parameter.name)
        if values:
            read[parameter.name] = _value(contract, parameter, values)
    return read


def _pairs(query_string: bytes) -> dict[str, list[str]]:
    pairs: dict[str, list[str]] = {}
    if not query_string:
        return pairs
    try:
        for name, value in parse_qsl(
            query_string.decode("ascii"), keep_blank_values=True, encoding="utf-8", errors="strict"
        ):
            pairs.setdefault(name, []).append(_without_nul(value))
    except ValueError as error:
        raise QueryError("The query string is not percent-encoded UTF-8") from error
    return pairs


def _without_nul(value: str) -> str:
    """The value itself: no name, number or date holds NUL, and databases cannot store it."""
    if "\0" in value:
        raise QueryError("The query string holds a NUL character")
    return value


def _value(contract: Contract, parameter: Parameter, values: list[str]) -> Json:
    schema = resolved(contract.document, parameter.schema)
    if "array" in _types(schema):
        items = resolved(contract.document, schema.get("items", {}))
        return [typed(value, items) for value in values]
    if len(values) > 1:
        raise QueryError(f"The query parameter {parameter.name} was sent more than once")
    return typed(values[0], schema)


def typed(text: str, schema: Mapping[str, Any]) -> Json:
    """A parameter as its schema, resolved, types it.

    The text itself where the schema takes text, else the number or boolean that it spells, if it does.
    """
    types = _types(schema)
    if not types or "string" in types:
        return text
    if "boolean" in types and text in ("true", "false"):
        return text == "true"
    if "integer" in types and _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if "number" in types and _DECIMAL.fullmatch(text) else text


def _types(schema: Mapping[str, Any]) -> tuple[str, ...]:
    declared = schema.get("type", ())
    return (declared,) if isinstance(declared, str) else tuple(declared)
