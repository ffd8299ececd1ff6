"""One of the two documents, and places in it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mock_server.contract.document import resolved
from mock_server.json_pointer import escaped, keys_of

_NAMELESS = {"schema", "properties", "content", "items", "allOf", "anyOf", "oneOf", "responses", "headers"}


@dataclass(frozen=True, slots=True)
class Spot:
    """A value in a document and the JSON pointer that leads to it."""

    value: Any
    pointer: str

    def at(self, *keys: str | int) -> "Spot":
        """A place below; what is not there is an empty object."""
        value, pointer = self.value, self.pointer
        for key in keys:
            value = value[int(key)] if isinstance(value, list) else value.get(key, {})
            pointer += f"/{escaped(str(key))}"
        return Spot(value, pointer)

    def items(self) -> "Iterator[tuple[str, Spot]]":
        """The members of an object, each with its place."""
        return ((str(key), self.at(key)) for key in self.value)

    def entries(self, key: str) -> "tuple[Spot, ...]":
        """The entries of the array that a member holds, each with its place."""
        return tuple(self.at(key, position) for position in range(len(self.value.get(key, ()))))


@dataclass(frozen=True, slots=True)
class Side:
    """A valid OpenAPI 3.1 document."""

    document: Mapping[str, Any]

    @property
    def root(self) -> Spot:
        return Spot(self.document, "")

    def followed(self, spot: Spot) -> Spot:
        """The place itself, or that which its `$ref` leads to."""
        while isinstance(spot.value, Mapping) and isinstance(spot.value.get("$ref"), str):
            target = spot.value["$ref"]
            spot = Spot(resolved(self.document, {"$ref": target}), target.removeprefix("#"))
        return spot

    def label(self, pointer: str) -> str:
        """A place in words: `Customer.address.city`, `body.name`, `answer 200[].id`, `parameter limit`."""
        keys = keys_of(pointer)
        start, rest = self._start(keys)
        return start + "".join(_steps(rest))

    def _start(self, keys: list[str]) -> tuple[str, list[str]]:
        if keys[0] == "components":
            return self._component(keys)
        inside = keys[3:] if len(keys) > 2 and keys[2] not in ("parameters",) else keys[2:]
        if inside[:1] == ["parameters"]:
            return f"parameter {self._name(keys, len(keys) - len(inside) + 2)}", inside[2:]
        if inside[:1] == ["requestBody"]:
            return "body", inside[1:]
        return f"answer {inside[1]}" if len(inside) > 1 else "answer", inside[2:]

    def _component(self, keys: list[str]) -> tuple[str, list[str]]:
        kind, name = keys[1:3]
        if kind == "parameters":
            return f"parameter {self._name(keys, 3)}", keys[3:]
        return name, keys[3:]

    def _name(self, keys: list[str], length: int) -> str:
        spot = self.root
        for key in keys[:length]:
            spot = spot.at(key)
        return str(self.followed(spot).value.get("name", ""))


def _steps(keys: list[str]) -> Iterator[str]:
    """The members and items on a way through schemas."""
    waiting = iter(keys)
    for key in waiting:
        if key in ("properties", "headers"):
            yield f".{next(waiting, '')}"
        elif key == "content":
            next(waiting, None)
        elif key == "items":
            yield "[]"
        elif key == "additionalProperties":
            yield ".*"
        elif key not in _NAMELESS and not re.fullmatch(r"\d+", key):
            yield f".{key}"
