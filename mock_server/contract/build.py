"""Builds a contract: published fragments and reconstructed operations make one document, overlays change it."""

import copy
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mock_server.contract.errors import ContractError
from mock_server.contract.overlay import Overlay, apply_overlay

ORIGIN = "x-origin"
RECONSTRUCTED = "reconstructed"

_OUR_OWN = ("paths", "components")

_Entries = dict[tuple[str, str], Any]


def assemble(fragments: Mapping[str, Mapping[str, Any]], reconstructed: Mapping[str, Any]) -> dict[str, Any]:
    """The vendored contract, marked `info.x-origin: reconstructed`.

    `fragments` are the published documents by name. Title, servers, security and tags are theirs; operations
    and components are theirs and the reconstructed ones. Raises ContractError where two of them disagree, or
    where a published operation or component is reconstructed as well.
    """
    if not fragments:
        raise ContractError("published: no fragment is there to take the title and the tags from")
    root: dict[str, Any] = {}
    paths: _Entries = {}
    components: _Entries = {}
    for name, fragment in fragments.items():
        _require_same_root(root, fragment, name)
        root = root or {key: value for key, value in fragment.items() if key not in _OUR_OWN}
        _add(paths, _entries(fragment, "paths"), name, equal_is_fine=False)
        _add(components, _entries(fragment, "components"), name, equal_is_fine=True)
    for part, known in (("paths", paths), ("components", components)):
        _add(known, _entries(reconstructed, part), "reconstructed.yaml", equal_is_fine=False)
    document = {**root, "paths": _nested(paths), "components": _nested(components)}
    document["info"] = {**root["info"], ORIGIN: RECONSTRUCTED}
    return copy.deepcopy(document)


def effective(
    contract: Mapping[str, Any], overlays: Iterable[Overlay], strict: bool = True
) -> tuple[dict[str, Any], list[str]]:
    """The contract with all overlays applied in turn, and the warnings of the lenient mode.

    Strict, an action that cannot be applied raises ContractError; otherwise it is left out with a warning.
    """
    document: dict[str, Any] = copy.deepcopy(dict(contract))
    warnings: list[str] = []
    for overlay in overlays:
        document, more = apply_overlay(document, overlay, strict)
        warnings += more
    return document, warnings


def render(document: Mapping[str, Any]) -> str:
    """The text of a document as it is committed: the same for the same document, on every machine."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _entries(document: Mapping[str, Any], part: str) -> Iterator[tuple[tuple[str, str], Any]]:
    """The operations, or the components, of a document: path and method, or kind and name, with the value."""
    for outer, inner in document.get(part, {}).items():
        for key, value in inner.items():
            yield (outer, key), value


def _add(known: _Entries, entries: Iterable[tuple[tuple[str, str], Any]], name: str, equal_is_fine: bool) -> None:
    for key, value in entries:
        if key in known and not (equal_is_fine and known[key] == value):
            raise ContractError(f"{name}: {' '.join(key)} is there already")
        known[key] = value


def _nested(entries: _Entries) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for (outer, key), value in entries.items():
        nested.setdefault(outer, {})[key] = value
    return nested


def _require_same_root(root: Mapping[str, Any], fragment: Mapping[str, Any], name: str) -> None:
    """The fragments come from one document: they must agree on everything around their operations."""
    for key, value in root.items():
        if fragment.get(key) != value:
            raise ContractError(f"{name}: {key} differs from that of the other fragments")
