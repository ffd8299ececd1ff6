"""Query parameters as the contract types them (style form, arrays exploded)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from mock_server.contract.document import Contract, Operation, Parameter, resolved
from mock_server.json_value import Json

_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,99})")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,99})(?:\.[0-9]{1,100})?(?:[eE][+-]?[0-9]{1,2})?")
"""Numbers as JSON writes them: Python's own reader takes underscores, spaces, NaN and other digits too."""


class QueryError(Exception):
    """A query string that cannot be read."""


class QueryReader:
    """Reads the query of one operation, whose parameters' types are looked up once."""

    def __init__(self, contract: Contract, operation: Operation) -> None:
        self._declared = [_declared(contract, p) for p in operation.parameters if p.place == "query"]

    def read(self, query_string: bytes) -> dict[str, Json]:
        """The declared parameters that were sent; undeclared ones are ignored. Raises QueryError."""
        read: dict[str, Json] = {}
        if self._declared and query_string:
            sent = _pairs(query_string)
            for parameter in self._declared:
                values = sent.get(parameter.name)
                if values:
                    read[parameter.name] = _value(parameter, values)
        return read


@dataclass(frozen=True, slots=True)
class _Declared:
    """A parameter: what it can be, or (where it is an array) what its items can be."""

    name: str
    types: tuple[str, ...]
    is_array: bool


def _declared(contract: Contract, parameter: Parameter) -> _Declared:
    schema = resolved(contract.document, parameter.schema)
    types = types_of(schema)
    if "array" not in types:
        return _Declared(parameter.name, types, is_array=False)
    return _Declared(parameter.name, types_of(resolved(contract.document, schema.get("items", {}))), is_array=True)


def _pairs(query_string: bytes) -> dict[str, list[str]]:
    pairs: dict[str, list[str]] = {}
    try:
        for pair in query_string.decode("ascii").split("&"):
            if pair:
                name, _, value = pair.replace("+", " ").partition("=")
                pairs.setdefault(unquote(name, errors="strict"), []).append(unquote(value, errors="strict"))
    except ValueError as error:
        raise QueryError("The query string is not percent-encoded UTF-8") from error
    if (b"%00" in query_string or b"\0" in query_string) and _hold_nul(pairs.values()):
        raise QueryError("The query string holds a NUL character")
    return pairs


def _hold_nul(lists: Iterable[list[str]]) -> bool:
    """Whether one of the values does: no name, number or date has it, and databases cannot store it."""
    return any("\0" in value for values in lists for value in values)


def _value(parameter: _Declared, values: list[str]) -> Json:
    if parameter.is_array:
        return [typed_as(parameter.types, value) for value in values]
    if len(values) > 1:
        raise QueryError(f"The query parameter {parameter.name} was sent more than once")
    return typed_as(parameter.types, values[0])


def typed(text: str, schema: Mapping[str, Any]) -> Json:
    """A parameter as its schema, resolved, types it."""
    return typed_as(types_of(schema), text)


def typed_as(types: tuple[str, ...], text: str) -> Json:
    """The text itself where the types take text, else the number or boolean that it spells, if it does."""
    if not types or "string" in types:
        return text
    if "boolean" in types and text in ("true", "false"):
        return text == "true"
    if "integer" in types and _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if "number" in types and _DECIMAL.fullmatch(text) else text


def types_of(schema: Mapping[str, Any]) -> tuple[str, ...]:
    """What a schema, resolved, says that a value can be; nothing where it says nothing."""
    declared = schema.get("type", ())
    return (declared,) if isinstance(declared, str) else tuple(declared)
