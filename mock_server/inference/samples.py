"""Values made from a schema: always the same for the same schema, and valid."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from mock_server.contract.document import Schema, schema_of
from mock_server.inference.patterns import text_of
from mock_server.inference.schemas import Schemas, choices_of, types_of
from mock_server.json_value import Json

_DEEPEST = 6
"""Levels after which only what must be there is made: schemas can contain themselves."""
_DEEPEST_REQUIRED = 30
"""Levels after which nothing is made: such a schema has no end."""

_MOST_MEMBERS = 150
"""Members after which only what must be there is made: schemas that hold each other have no other end."""

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
    "byte": "dGV4dA==",
}
_BOUNDS = ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")
_MANY = 20
_TEXTS = ("text", "1", "GBP", "GB", "a", "A1", "a-1", "#000000", "00-00-00", "2025-01-15", "+441632960000", "")
"""Tried in turn against a pattern."""


def sample(schemas: Schemas, schema: Schema | bool) -> Json:
    """A value with every declared member, as deep as that makes sense."""
    return _Sampler(schemas).value(schema_of(schema))


@dataclass(frozen=True)
class _Sampler:
    """Makes a value at some depth inside another; `within` are the components that it is a part of.

    All samplers of one value share `made`, which counts its members.
    """

    schemas: Schemas
    depth: int = 0
    within: frozenset[str] = frozenset()
    made: Iterator[int] = field(default_factory=count)

    def value(self, schema: Schema) -> Json:
        """The first candidate that matches; where none does, the first."""
        candidates = self.candidates(schema)
        first = next(candidates)
        accepts = self.schemas.validator(schema).accepts
        return first if accepts(first) else next((value for value in candidates if accepts(value)), first)

    def candidates(self, schema: Schema) -> Iterator[Json]:
        """Values that may match: those that the schema names, those of its types, those of its other choices."""
        whole = self.schemas.merged(schema)
        yield from _named(whole)
        if self.depth <= _DEEPEST_REQUIRED:
            yield from self._inside(schema)._of_types(whole)
        if whole.get("nullable"):
            yield None
        if self.depth <= _DEEPEST_REQUIRED:
            yield from self._of_other_choices(self.schemas.resolved(schema))
        yield from ({}, "text", 0, False, None)

    def _of_types(self, whole: Schema) -> Iterator[Json]:
        makers: Mapping[str, Callable[[Schema], Iterator[Json]]] = {
            "object": self._objects,
            "array": self._arrays,
            "string": _strings,
            "integer": _integers,
            "number": _numbers,
            "boolean": lambda _: iter((False, True)),
        }
        declared = types_of(whole)
        for kind, values in makers.items():
            if kind in declared:
                yield from values(whole)

    def _of_other_choices(self, schema: Schema) -> Iterator[Json]:
        for choice in ("anyOf", "oneOf"):
            rest = {keyword: value for keyword, value in schema.items() if keyword != choice}
            for branch in schema.get(choice, ())[1:]:
                yield from self.candidates({"allOf": [rest, branch]})

    def _objects(self, whole: Schema) -> Iterator[Json]:
        required = dict.fromkeys(whole.get("required", ()))
        declared = whole.get("properties", {})
        made: dict[str, Json] = {}
        for name, member in {**declared, **{name: {} for name in required if name not in declared}}.items():
            value = self._member(schema_of(member), required=name in required)
            made.update({} if value is None else {name: value[0]})
        others = schema_of(whole.get("additionalProperties", True))
        for number in range(whole.get("minProperties", 0) - len(made)):
            made[f"member{number + 1}"] = self._below.value(others)
        yield made
        yield {name: value for name, value in made.items() if name in required}

    def _member(self, member: Schema, *, required: bool) -> tuple[Json] | None:
        """The value of a member; None where it is better left out."""
        if not required and (self.depth >= _DEEPEST or self._is_around(member) or next(self.made) > _MOST_MEMBERS):
            empty: tuple[Json, ...] = ([], None)
            return next(((value,) for value in empty if self.schemas.accepts(member, value)), None)
        value = self._below.value(member)
        return (value,) if required or self.schemas.accepts(member, value) else None

    def _arrays(self, whole: Schema) -> Iterator[Json]:
        first = [self._below.value(schema_of(item)) for item in whole.get("prefixItems", ())]
        item, least = schema_of(whole.get("items", {})), max(whole.get("minItems", 0) - len(first), 0)
        one_is_enough = "items" in whole and self.depth < _DEEPEST and not self._is_around(item)
        items = self._distinct if whole.get("uniqueItems") else self._same
        for length in (max(least, 1), least) if one_is_enough else (least,):
            yield [*first, *items(item, length)]
        yield []

    def _same(self, item: Schema, length: int) -> list[Json]:
        return [self._below.value(item)] * length if length else []

    def _distinct(self, item: Schema, length: int) -> list[Json]:
        accepts = self.schemas.validator(item).accepts
        found: list[Json] = []
        for value in self._below.candidates(item):
            if len(found) == length:
                break
            if accepts(value) and value not in found:
                found.append(value)
        return found

    def _is_around(self, schema: Schema) -> bool:
        """Whether the value is a part of one of the same component."""
        parts = (schema, schema_of(schema.get("items", {})))
        return any(reference in self.within for part in parts for reference in _references(part))

    @property
    def _below(self) -> "_Sampler":
        return replace(self, depth=self.depth + 1)

    def _inside(self, schema: Schema) -> "_Sampler":
        return replace(self, within=self.within | set(_references(schema)))


def _references(schema: Schema) -> Iterator[str]:
    """The components that a schema is, or may be."""
    choices = (part for keyword in ("allOf", "anyOf", "oneOf") for part in schema.get(keyword, ()))
    yield from (part["$ref"] for part in map(schema_of, (schema, *choices)) if "$ref" in part)


def _named(whole: Schema) -> Iterator[Json]:
    """The values that a schema itself names."""
    yield from (whole[keyword] for keyword in ("const", "default", "example") if keyword in whole)
    examples = whole.get("examples", ())
    yield from examples if isinstance(examples, list) else ()
    yield from choices_of(whole)


def _strings(whole: Schema) -> Iterator[Json]:
    known = _BY_FORMAT.get(whole.get("format", ""))
    least, most = whole.get("minLength", 0), whole.get("maxLength")
    yield from () if known is None else (known,)
    for text in (*_TEXTS, *_of_pattern(whole)):
        yield text.ljust(least, "x")[:most]
        yield text.ljust(least, text[-1:] or "x")[:most]
    yield from (f"text {number}".ljust(least, "x") for number in range(2, _MANY))


def _of_pattern(whole: Schema) -> Iterator[str]:
    if "pattern" in whole:
        texts = (text_of(whole["pattern"], number, repeat) for number in (0, 1, 11) for repeat in (0, 1, 8))
        yield from (text for text in texts if text is not None)


def _integers(whole: Schema) -> Iterator[Json]:
    return (int(number) for number in _numbers(whole) if number == int(number))


def _numbers(whole: Schema) -> Iterator[Any]:
    """Numbers at the bounds and beside them, at multiples of the step, and many of them in a row."""
    bounds = [whole[bound] for bound in _BOUNDS if bound in whole]
    step = whole.get("multipleOf", 1)
    yield from (0, step, *bounds)
    for bound in bounds:
        for number in (math.ceil(bound), math.floor(bound), -(-bound // step) * step, bound // step * step):
            yield from (number, number + step, number - step)
    if len(bounds) > 1:
        yield sum(bounds) / len(bounds)
    start = -(-bounds[0] // step) * step if bounds else 0
    for many in range(1, _MANY):
        yield from (start + many * step, start - many * step)
