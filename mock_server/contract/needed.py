"""The components that a contract needs, of those that overlays bring along."""

from collections.abc import Mapping
from typing import Any

from mock_server.contract.validators import component_references


def with_needed_components(
    document: Mapping[str, Any], given: Mapping[str, Any], ours: Mapping[str, Any]
) -> dict[str, Any]:
    """The document with the components of the `given` one, and of the others those that something refers to.

    What an overlay refers to and the document lacks comes from `ours`, the contract that overlays are written for.
    """
    there: Mapping[str, Mapping[str, Any]] = document["components"]
    kept: dict[str, dict[str, Any]] = {"securitySchemes": dict(there.get("securitySchemes", {}))}
    for kind, entries in given.get("components", {}).items():
        kept.setdefault(kind, {}).update({name: there[kind][name] for name in entries})
    whole = {**document, "components": kept}
    waiting = list(component_references(whole))
    while waiting:
        kind, name = waiting.pop()
        found = there.get(kind, {}).get(name, ours["components"].get(kind, {}).get(name))
        if found is not None and name not in kept.setdefault(kind, {}):
            kept[kind][name] = found
            waiting.extend(component_references(found))
    return whole
