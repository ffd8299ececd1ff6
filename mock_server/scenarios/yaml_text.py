"""The YAML of scenarios that are written down."""

import json
from collections.abc import Mapping
from typing import Any

import yaml

_BREAKS = frozenset("\n\r\x85\u2028\u2029\ufeff")
"""What other quotes than double ones would lose, or fold."""


class _Dumper(yaml.SafeDumper):
    """Writes times without quotes, as they are read here, and nothing by reference."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  (the library's signature)
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002  (same)
        super().increase_indent(flow, indentless=False)

    def represent_str(self, data: str) -> yaml.ScalarNode:
        return self.represent_scalar("tag:yaml.org,2002:str", data, style='"' if _BREAKS & {*data} else None)


_Dumper.add_representer(str, _Dumper.represent_str)
_Dumper.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items()
}


def yaml_of(value: Mapping[str, Any]) -> str:
    """Text that reads as the same value, with one line for what fits in it."""
    plain = json.loads(json.dumps(value))
    return yaml.dump(plain, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120, default_flow_style=None)
