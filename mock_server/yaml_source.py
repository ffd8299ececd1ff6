"""YAML text with the line of every value, so that a mistake can be pointed at."""

import math
from dataclasses import dataclass
from typing import Any

import yaml

Path = tuple[str | int, ...]

_TAG = "tag:yaml.org,2002:"
_MERGE = f"{_TAG}merge"
_JSON_TAGS = frozenset(_TAG + kind for kind in ("null", "bool", "int", "float", "str", "seq", "map"))
_MOST_VALUES = 100_000
_DEEPEST = 50
"""Aliases can make a short text endless: beyond these limits it is not read."""


class YamlSourceError(Exception):
    """A text that cannot be used; one line for each mistake, each with file and line."""


class _Loader(yaml.SafeLoader):
    """Safe YAML in which times stay text: they are judged by a schema, like everything else."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != f"{_TAG}timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed file: its value, and the line of each value by its path."""

    name: str
    value: Any
    lines: dict[Path, int]

    def at(self, path: Path) -> Any:
        """The value at a path."""
        value = self.value
        for key in path:
            value = value[key]
        return value

    def error(self, path: Path, message: str) -> str:
        """The mistake at a path, or at the nearest value around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return f"{self.name}:{self.lines.get(path, 1)}: {message}"


def parse(text: str, name: str, *, numbers_are_names: bool = False) -> Source:
    """Raises YamlSourceError for text that is no YAML document, names a member twice, or holds more than JSON can.

    With `numbers_are_names` a member may be named by a number, which is taken as its text: `200` for `'200'`.
    """
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is None:
            return Source(name, None, {})
        survey = _Survey(loader, name, numbers_are_names=numbers_are_names)
        survey.visit(node, ())
        if survey.mistakes:
            raise YamlSourceError("\n".join(survey.mistakes))
        return Source(name, loader.construct_document(node), survey.lines)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise YamlSourceError(f"{name}:{line}: not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise YamlSourceError(f"{name}:1: not YAML: {error.__class__.__name__}") from error
    except RecursionError as error:
        raise YamlSourceError(f"{name}:1: nested more than {_DEEPEST} levels deep") from error


class _Survey:
    """Notes the line of each value, and the mistakes that loading would overlook or stumble over."""

    def __init__(self, loader: _Loader, name: str, *, numbers_are_names: bool) -> None:
        self._loader = loader
        self._name = name
        self._numbers_are_names = numbers_are_names
        self.lines: dict[Path, int] = {}
        self.mistakes: list[str] = []

    def visit(self, node: yaml.Node, path: Path) -> None:
        self._keep_in_bounds(node, path)
        self.lines[path] = _line(node)
        if node.tag not in _JSON_TAGS:
            self._mistake(node, f"the tag {node.tag.replace(_TAG, '!!')} is not taken: only what JSON can hold is")
        elif isinstance(node, yaml.MappingNode):
            self._visit_members(node, path)
        elif isinstance(node, yaml.SequenceNode):
            for position, item in enumerate(node.value):
                self.visit(item, (*path, position))
        elif not self._is_json(node):
            self._mistake(node, "the value is none that JSON can hold")

    def _visit_members(self, node: yaml.MappingNode, path: Path) -> None:
        seen: set[str] = set()
        for key, value in node.value:
            if self._numbers_are_names and key.tag == f"{_TAG}int":
                key.tag = f"{_TAG}str"
            if key.tag != _MERGE and not (key.tag == f"{_TAG}str" and self._is_json(key)):
                self._mistake(key, "the name of a member is no text: quote it")
                continue
            if key.value in seen:
                self._mistake(key, f"{key.value} is there twice")
            seen.add(key.value)
            self.visit(value, (*path, key.value))

    def _is_json(self, scalar: yaml.Node) -> bool:
        try:
            value = self._loader.construct_object(scalar)
            str(value).encode()
        except (ValueError, KeyError):
            return False
        return not isinstance(value, float) or math.isfinite(value)

    def _keep_in_bounds(self, node: yaml.Node, path: Path) -> None:
        if len(path) > _DEEPEST:
            raise YamlSourceError(f"{self._name}:{_line(node)}: nested more than {_DEEPEST} levels deep")
        if len(self.lines) >= _MOST_VALUES:
            raise YamlSourceError(f"{self._name}:{_line(node)}: more than {_MOST_VALUES} values")

    def _mistake(self, node: yaml.Node, message: str) -> None:
        self.mistakes.append(f"{self._name}:{_line(node)}: {message}")


def _line(node: yaml.Node) -> int:
    return node.start_mark.line + 1
