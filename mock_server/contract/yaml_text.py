"""Reads YAML as JSON would be read: strings stay strings, and nothing is lost in silence."""

from collections.abc import Hashable
from typing import Any

import yaml

from mock_server.contract.errors import ContractError

_TIMESTAMP = "tag:yaml.org,2002:timestamp"


class _Loader(yaml.SafeLoader):
    """The safe loader without dates, with string keys only and without duplicates."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - the library's own way to choose resolvers
        first: [(tag, pattern) for tag, pattern in resolvers if tag != _TIMESTAMP]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                raise _problem(key_node, f"the key {key!r} is no string: quote it")
            if key in seen:
                raise _problem(key_node, f"the key {key!r} occurs twice")
            seen.add(key)
        return super().construct_mapping(node, deep)


def _problem(node: yaml.Node, text: str) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=text, problem_mark=node.start_mark)


def read_yaml_object(text: str, file: str) -> dict[str, Any]:
    """The mapping a YAML text holds; raises ContractError naming `file` and the line."""
    try:
        value = yaml.load(text, _Loader)
    except yaml.MarkedYAMLError as error:
        line = f":{error.problem_mark.line + 1}" if error.problem_mark else ""
        raise ContractError(f"{file}{line}: {error.problem or 'no YAML'}") from error
    except yaml.YAMLError as error:
        raise ContractError(f"{file}: no YAML") from error
    if not isinstance(value, dict):
        raise ContractError(f"{file}: a mapping is expected")
    return value
