"""What one place takes or holds: its type, null, format, values and bounds before and after."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mock_server.contract.diff.view import View

_LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains")
_UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains")
_OTHER_BOUNDS = ("multipleOf", "uniqueItems")
_JUDGED_APART = {"format", "enum", "pattern", "default", "deprecated", *_LOWER, *_UPPER, *_OTHER_BOUNDS}
_NULL = "null"
_NARROWED, _WIDENED, _CHANGED = "narrowed", "widened", "changed"
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Difference:
    """A rule's id without its direction (`enum-narrowed`), and what follows the name of the place in a sentence."""

    rule: str
    told: str


def differences(older: View, newer: View) -> Iterator[Difference]:
    """What a single value may be, compared; members and items are compared elsewhere."""
    yield from _types(older, newer)
    yield from _null(older, newer)
    yield from _stated("format", older.keywords, newer.keywords)
    yield from _stated("pattern", older.keywords, newer.keywords)
    yield from _enum(older, newer)
    yield from _bounds(older.keywords, newer.keywords)
    yield from _rest(older.keywords, newer.keywords)


def shown(value: Any) -> str:
    """A value in a sentence, cut where it is long."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _types(older: View, newer: View) -> Iterator[Difference]:
    before, after = _widened(older), _widened(newer)
    if before == after:
        return
    told = f"is {_named(newer)} now, was {_named(older)}"
    if after is not None and (before is None or before > after):
        yield Difference(f"type-{_NARROWED}", told)
    elif before is not None and (after is None or after > before):
        yield Difference(f"type-{_WIDENED}", told)
    else:
        yield Difference(f"type-{_CHANGED}", told)


def _widened(view: View) -> frozenset[str] | None:
    """Its types without null; a number may be an integer."""
    if view.types is None:
        return None
    return (view.types | ({"integer"} if "number" in view.types else set())) - {_NULL}


def _named(view: View) -> str:
    return "any type" if view.types is None else " or ".join(sorted(view.types - {_NULL})) or _NULL


def _null(older: View, newer: View) -> Iterator[Difference]:
    if older.nullable == newer.nullable or (older.types is None) != (newer.types is None):
        return
    yield (
        Difference("null-added", "can be null now")
        if newer.nullable
        else Difference("null-removed", "can no longer be null")
    )


def _stated(keyword: str, older: Mapping[str, Any], newer: Mapping[str, Any]) -> Iterator[Difference]:
    """A keyword that restricts in ways that cannot be compared: only having it is less than not having it."""
    before, after = older.get(keyword), newer.get(keyword)
    if before == after:
        return
    if before is None:
        yield Difference(f"{keyword}-{_NARROWED}", f"has the {keyword} {shown(after)} now")
    elif after is None:
        yield Difference(f"{keyword}-{_WIDENED}", f"no longer has the {keyword} {shown(before)}")
    else:
        yield Difference(f"{keyword}-{_CHANGED}", f"has the {keyword} {shown(after)} now, was {shown(before)}")


def _enum(older: View, newer: View) -> Iterator[Difference]:
    before, after = older.keywords.get("enum"), newer.keywords.get("enum")
    if before is None and after is not None:
        yield Difference(f"enum-{_NARROWED}", f"takes only {_listed(after)} now")
    elif before is not None and after is None:
        yield Difference(f"enum-{_WIDENED}", "is no longer limited to certain values")
    elif before is not None and after is not None:
        gone = [value for value in before if value not in after and value is not None]
        new = [value for value in after if value not in before and value is not None]
        if gone:
            yield Difference(f"enum-{_NARROWED}", f"no longer has {_listed(gone)}")
        if new:
            yield Difference(f"enum-{_WIDENED}", f"has {_listed(new)} now")


def _listed(values: list[Any]) -> str:
    return shown(", ".join(shown(value) for value in values if value is not None))


def _bounds(older: Mapping[str, Any], newer: Mapping[str, Any]) -> Iterator[Difference]:
    for keyword in (*_LOWER, *_UPPER, *_OTHER_BOUNDS):
        before, after = older.get(keyword) or None, newer.get(keyword) or None
        if keyword in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "maxLength", "maxItems"):
            before, after = older.get(keyword), newer.get(keyword)
        if before != after:
            how = _direction(keyword, before, after)
            yield Difference(f"bound-{how}", f"has {keyword} {_bound(after)} now, was {_bound(before)}")


def _bound(value: Any) -> str:
    return "none" if value is None else shown(value)


def _direction(keyword: str, before: Any, after: Any) -> str:
    if before is None:
        return _NARROWED
    if after is None:
        return _WIDENED
    if keyword in _OTHER_BOUNDS:
        return _CHANGED
    higher = after > before
    return _NARROWED if higher == (keyword in _LOWER) else _WIDENED


def _rest(older: Mapping[str, Any], newer: Mapping[str, Any]) -> Iterator[Difference]:
    if older.get("default") != newer.get("default"):
        before, after = (_bound(keywords.get("default")) for keywords in (older, newer))
        yield Difference("default-changed", f"has the default {after} now, was {before}")
    for keyword in sorted((older.keys() | newer.keys()) - _JUDGED_APART):
        if older.get(keyword) != newer.get(keyword):
            yield Difference("schema-changed", f"has another {keyword}")
