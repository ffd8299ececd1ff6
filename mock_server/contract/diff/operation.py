"""The operations of a document, as they are told apart and named."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mock_server.contract.diff.side import Side, Spot
from mock_server.contract.document import METHODS

ParameterKey = tuple[str, str]
"""Where it stands and its name; the position in place of the name for a part of the path."""


@dataclass(frozen=True, slots=True)
class OperationAt:
    """An operation of one document; `spot` is its place, `item` that of its path."""

    method: str
    path: str
    spot: Spot
    item: Spot

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def path_names(self) -> list[str]:
        """The names of the parameters in the path, in order."""
        return re.findall(r"\{([^{}]*)\}", self.path)

    def parameters(self, side: Side) -> Mapping[ParameterKey, Spot]:
        """Its own parameters and those of its path; its own win."""
        found: dict[ParameterKey, Spot] = {}
        for spot in (*self.item.entries("parameters"), *self.spot.entries("parameters")):
            parameter = side.followed(spot)
            found[self._key(parameter)] = parameter
        return found

    def _key(self, parameter: Spot) -> ParameterKey:
        place, name = parameter.value["in"], parameter.value["name"]
        if place == "path" and name in self.path_names:
            return place, str(self.path_names.index(name))
        return place, name.lower() if place == "header" else name


def operations_of(side: Side) -> Mapping[tuple[str, str], OperationAt]:
    """Every operation by method and shape of its path: what a part of a path is called makes no difference."""
    found: dict[tuple[str, str], OperationAt] = {}
    for operation in _all(side):
        shape = re.sub(r"\{[^{}]*\}", "{}", operation.path)
        key = (operation.method, shape)
        found[key if key not in found else (operation.method, operation.path)] = operation
    return found


def _all(side: Side) -> Iterator[OperationAt]:
    for path, place in side.root.at("paths").items():
        item = side.followed(place)
        for method in METHODS:
            if method in item.value:
                yield OperationAt(method.upper(), path, item.at(method), item)
