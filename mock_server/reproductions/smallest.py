"""The smallest value that a schema takes: for requests that are to be refused for another reason than their body."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from mock_server.contract.document import Schema
from mock_server.inference.samples import sample
from mock_server.inference.schemas import Schemas
from mock_server.json_value import Json


def smallest(schemas: Schemas, schema: Schema) -> Json:
    """What remains of a sample when all that may be left out is left out. Its ids name nothing."""
    whole = sample(schemas, schema)
    accepts = schemas.validator(schema).accepts
    return _shrunk(whole, accepts) if accepts(whole) else whole


def _shrunk(value: Json, accepts: Callable[[Any], bool]) -> Json:
    """The value without the members and items that nobody misses, outermost first."""
    while (less := next((each for each in _with_one_less(value) if accepts(each)), None)) is not None:
        value = less
    for key, part in _parts(value):
        value = _put(value, key, _shrunk(part, _accepted_as_part(value, key, accepts)))
    return value


def _accepted_as_part(whole: Json, key: Any, accepts: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda part: accepts(_put(whole, key, part))


def _with_one_less(value: Json) -> Iterator[Json]:
    if isinstance(value, Mapping):
        yield from ({name: member for name, member in value.items() if name != left_out} for left_out in value)
    elif isinstance(value, list):
        yield from (value[:index] + value[index + 1 :] for index in range(len(value)))


def _parts(value: Json) -> list[tuple[Any, Json]]:
    if isinstance(value, Mapping):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, list) else []


def _put(whole: Any, key: Any, part: Json) -> Any:
    if isinstance(whole, Mapping):
        return {**whole, key: part}
    return [*whole[:key], part, *whole[key + 1 :]]
