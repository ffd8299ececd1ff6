"""A schema as a caller meets it: references followed, allOf joined, "or null" taken for a type."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from mock_server.contract.diff.side import Side, Spot
from mock_server.contract.document import schema_of

Types = frozenset[str] | None
"""None: any type."""

_NULL = "null"
_STRUCTURE = {"$ref", "allOf", "anyOf", "oneOf", "type", "properties", "required", "items", "additionalProperties"}
_BESIDE = {"deprecated", "default", "readOnly", "writeOnly"}
"""What may stand beside a reference and say nothing of the values."""
_PROSE = {"title", "description", "summary", "example", "examples", "xml", "externalDocs", "$comment", "discriminator"}


@dataclass(frozen=True, slots=True)
class View:
    """`spots` of a member are all the places that speak of it; `choices` the branches where there is a real choice."""

    pointer: str
    types: Types
    keywords: Mapping[str, Any]
    members: Mapping[str, tuple[Spot, ...]]
    required: frozenset[str]
    items: tuple[Spot, ...]
    extra: Spot | None
    choices: tuple[Spot, ...]
    null_beside: bool = False

    @property
    def nullable(self) -> bool:
        by_enum = "enum" not in self.keywords or None in self.keywords["enum"]
        return self.null_beside or ((self.types is None or _NULL in self.types) and by_enum)

    @property
    def says_nothing(self) -> bool:
        """Whether everything matches it, as far as it goes without a reference."""
        parts = self.members or self.required or self.items or self.choices or self.keywords.keys() - _BESIDE
        return not parts and self.types is None and self.extra is None


def view_of(side: Side, spots: tuple[Spot, ...]) -> View:
    """What several places say together."""
    reading = _Reading(side)
    return reduce(_both, (reading.view(spot) for spot in spots))


class _Reading:
    """Follows each reference once, however often schemas join it."""

    def __init__(self, side: Side) -> None:
        self._side = side
        self._known: dict[str, View | None] = {}

    def view(self, spot: Spot) -> View:
        schema = schema_of(spot.value)
        place = Spot(schema, spot.pointer)
        whole = _own(place)
        if "$ref" in schema:
            target = self._target(schema["$ref"])
            whole = whole if target is None else _both(whole, target)
        for branch in place.entries("allOf"):
            whole = _both(whole, self.view(branch))
        for keyword in ("anyOf", "oneOf"):
            whole = self._chosen(whole, place.entries(keyword))
        return whole

    def _target(self, reference: str) -> View | None:
        """What is referred to; None within itself, where it adds nothing."""
        if reference not in self._known:
            self._known[reference] = None
            self._known[reference] = self.view(self._side.followed(Spot({"$ref": reference}, "")))
        return self._known[reference]

    def _chosen(self, whole: View, branches: tuple[Spot, ...]) -> View:
        """With a choice of one thing or null, that thing; otherwise the choice stays one."""
        others = tuple(branch for branch in branches if not _is_null(branch.value))
        has_null = len(others) < len(branches)
        if len(others) == 1:
            one = self.view(others[0])
            types = one.types if one.types is None or not has_null else one.types | {_NULL}
            return _both(whole, replace(one, types=types, null_beside=one.null_beside or has_null))
        return replace(whole, choices=(*whole.choices, *others), null_beside=whole.null_beside or has_null)


def _own(spot: Spot) -> View:
    schema = spot.value
    types = schema.get("type")
    plain = {k: v for k, v in schema.items() if k not in _STRUCTURE | _PROSE and not k.startswith("x-")}
    if "const" in plain:
        plain["enum"] = [plain.pop("const")]
    return View(
        pointer=spot.pointer,
        types=None if types is None else frozenset([types] if isinstance(types, str) else types),
        keywords=plain,
        members={name: (member,) for name, member in spot.at("properties").items()},
        required=frozenset(schema.get("required", ())),
        items=(spot.at("items"),) if "items" in schema else (),
        extra=spot.at("additionalProperties") if "additionalProperties" in schema else None,
        choices=(),
    )


def _is_null(schema: Any) -> bool:
    return schema in ({"type": _NULL}, {"type": [_NULL]}, {"const": None}, {"enum": [None]})


def _both(one: View, other: View) -> View:
    """What matches both. Its place is that of the one that says something, the outer one where both do."""
    names = {*one.members, *other.members}
    return View(
        pointer=other.pointer if one.says_nothing else one.pointer,
        types=_common(one.types, other.types),
        keywords=_joined(one.keywords, other.keywords),
        members={name: _once(one.members.get(name, ()), other.members.get(name, ())) for name in sorted(names)},
        required=one.required | other.required,
        items=_once(one.items, other.items),
        extra=other.extra if one.extra is None else one.extra,
        choices=_once(one.choices, other.choices),
        null_beside=one.null_beside or other.null_beside,
    )


def _once(*places: tuple[Spot, ...]) -> tuple[Spot, ...]:
    """Each place once: a schema that joins itself would otherwise grow without end."""
    found: dict[str, Spot] = {}
    for spots in places:
        for spot in spots:
            found.setdefault(spot.pointer, spot)
    return tuple(found.values())


def _common(one: Types, other: Types) -> Types:
    if one is None or other is None:
        return other if one is None else one
    integer = {"integer"} if "integer" in one | other and {"integer", "number"} <= one | other else set()
    return (one & other) | integer


def _joined(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """The keywords of both; where both bound something, the closer bound."""
    joined = {**other, **one}
    for keyword in one.keys() & other.keys():
        if keyword == "enum":
            joined[keyword] = [value for value in one[keyword] if value in other[keyword]]
        elif keyword.startswith(("min", "exclusiveMin")):
            joined[keyword] = max(one[keyword], other[keyword])
        elif keyword.startswith(("max", "exclusiveMax")):
            joined[keyword] = min(one[keyword], other[keyword])
    return joined
