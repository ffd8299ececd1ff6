"""Takes out what an overlay added although it was there.

Overlays append to arrays. They are written for one document; another may already say what they add, and JSON Schema
and OpenAPI want each entry of these arrays once.
"""

from typing import Any

_SETS = {"required", "enum", "parameters", "security", "tags", "type", "x-error-codes"}
_VALUES = {"example", "examples", "default", "const", "enum"}


def without_repeats(value: Any) -> Any:
    """A copy in which the arrays that are sets hold every entry once, in their order."""
    if isinstance(value, list):
        return [without_repeats(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    return {key: _member(key, member) for key, member in value.items()}


def _member(key: str, member: Any) -> Any:
    whole = member if key in _VALUES else without_repeats(member)
    if key in _SETS and isinstance(whole, list):
        return [entry for position, entry in enumerate(whole) if not _among(entry, whole[:position])]
    return whole


def _among(entry: Any, others: list[Any]) -> bool:
    """As JSON sees it: true is not 1."""
    return any(entry == other and isinstance(entry, bool) == isinstance(other, bool) for other in others)
