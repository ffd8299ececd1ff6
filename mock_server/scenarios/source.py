"""YAML text with the line of every value, so that a mistake can be pointed at."""

from dataclasses import dataclass
from typing import Any

import yaml

Path = tuple[str | int, ...]


class ScenarioError(Exception):
    """A scenario that cannot be used; one line for each mistake, each with file and line."""


class _Loader(yaml.SafeLoader):
    """Safe YAML in which times stay text: they are judged by the schema, like everything else."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed file: its value, and the line of each value by its path."""

    name: str
    value: Any
    lines: dict[Path, int]

    def error(self, path: Path, message: str) -> str:
        """The mistake at a path, or at the nearest value around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return f"{self.name}:{self.lines.get(path, 1)}: {message}"


def parse(text: str, name: str) -> Source:
    """Raises ScenarioError for text that is no YAML document or names a member twice."""
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        lines: dict[Path, int] = {}
        mistakes = [] if node is None else list(_survey(node, (), lines, name))
        if mistakes:
            raise ScenarioError("\n".join(mistakes))
        value = None if node is None else loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ScenarioError(f"{name}:{line}: not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise ScenarioError(f"{name}:1: not YAML: {error.__class__.__name__}") from error
    finally:
        loader.dispose()
    return Source(name, value, lines)


def _survey(node: yaml.Node, path: Path, lines: dict[Path, int], name: str) -> list[str]:
    """Notes the line of each value; returns the mistakes that loading would overlook."""
    lines[path] = node.start_mark.line + 1
    mistakes: list[str] = []
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                mistakes.append(f"{name}:{key.start_mark.line + 1}: {key.value} is there twice")
            seen.add(key.value)
            mistakes += _survey(value, (*path, key.value), lines, name)
    elif isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            mistakes += _survey(item, (*path, position), lines, name)
    return mistakes
