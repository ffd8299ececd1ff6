"""Finds the operations of a path without trying them one by one.

A path without parameters is one look-up; the others are walked segment by segment in a tree, concrete
segments before parameters, as OpenAPI asks: the first path that matches decides, whatever its methods.
"""

from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import unquote_to_bytes

from mock_server.http_api.request_head import Routed


@dataclass(slots=True)
class _Node:
    """`children` by concrete segment; `parameter` for any other; `end` where a path ends here."""

    children: dict[str, "_Node"] = field(default_factory=dict)
    parameter: "_Node | None" = None
    end: "_Path | None" = None


@dataclass(slots=True)
class _Path:
    """A path of the contract: its parameter names in order, and its operations by method.

    What is found is made once for each operation of a path without parameters.
    """

    parameters: tuple[str, ...]
    operations: dict[str, Routed] = field(default_factory=dict)


_Found: TypeAlias = tuple[_Path, tuple[str, ...]]
"""A path with the values of its parameters."""


NO_MATCH = Routed(None, {}, ())


class RouteTable:
    """Paths are templates such as `/invoices/{id}/payments`."""

    def __init__(self) -> None:
        self._root = _Node()
        self._literal: dict[str, _Path] = {}

    def add(self, method: str, template: str, operation_id: str) -> None:
        """Adds an operation; a GET answers HEAD too."""
        path = self._path(template)
        path.operations[method] = Routed(operation_id, {}, ())
        if method == "GET":
            path.operations.setdefault("HEAD", path.operations[method])

    def find(self, method: str, raw_path: str) -> Routed:
        """The match of a path as it was sent, still percent-encoded."""
        literal = self._literal.get(raw_path)
        if literal is not None:
            return _routed(literal, method, ())
        found = self._walk(raw_path)
        return NO_MATCH if found is None else _routed(found[0], method, found[1])

    def _path(self, template: str) -> _Path:
        node, names = self._root, []
        for segment in template.strip("/").split("/"):
            if segment.startswith("{"):
                names.append(segment.strip("{}"))
                node.parameter = node.parameter or _Node()
                node = node.parameter
            else:
                node = node.children.setdefault(segment, _Node())
        node.end = node.end or _Path(tuple(names))
        if not names:
            self._literal[template] = node.end
        return node.end

    def _walk(self, raw_path: str) -> _Found | None:
        segments = raw_path[1:].split("/")
        if "%" in raw_path:
            try:
                segments = [unquote_to_bytes(segment).decode() for segment in segments]
            except UnicodeDecodeError:
                return None
        return _descend(self._root, segments, 0, ())


def _routed(path: _Path, method: str, values: tuple[str, ...]) -> Routed:
    found = path.operations.get(method)
    if found is None:
        return Routed(None, {}, (*sorted(path.operations), "OPTIONS"))
    if not values:
        return found
    return Routed(found.operation_id, dict(zip(path.parameters, values, strict=True)), ())


def _descend(node: _Node, segments: list[str], depth: int, values: tuple[str, ...]) -> _Found | None:
    if depth == len(segments):
        return None if node.end is None else (node.end, values)
    segment = segments[depth]
    concrete = node.children.get(segment)
    found = None if concrete is None else _descend(concrete, segments, depth + 1, values)
    if found is None and node.parameter is not None and segment:
        return _descend(node.parameter, segments, depth + 1, (*values, segment))
    return found
