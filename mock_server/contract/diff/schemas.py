"""Compares schemas, each pair of places once, however often and in whatever circles they are referred to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from mock_server.contract.diff.change import Document, Finding
from mock_server.contract.diff.side import Side, Spot
from mock_server.contract.diff.values import differences
from mock_server.contract.diff.view import View, view_of

Direction = Literal["request", "answer"]
_Spots = tuple[Spot, ...]
_ANYTHING = Spot({}, "")
_OLDER: Document = "older"
_NEWER: Document = "newer"


@dataclass(frozen=True, slots=True)
class Pair:
    """Places that speak of one value, in the older and in the newer document."""

    older: _Spots
    newer: _Spots

    @property
    def key(self) -> tuple[frozenset[str], frozenset[str]]:
        return frozenset(spot.pointer for spot in self.older), frozenset(spot.pointer for spot in self.newer)


@dataclass(frozen=True, slots=True)
class _Compared:
    """What differs at one pair, and the pairs below it."""

    findings: tuple[Finding, ...]
    below: tuple[Pair, ...]


class SchemaComparison:
    """Remembers every pair, since components are shared by many operations."""

    def __init__(self, older: Side, newer: Side) -> None:
        self._older, self._newer = older, newer
        self._known: dict[tuple[object, Direction], _Compared] = {}

    def findings(self, direction: Direction, older: Spot, newer: Spot) -> Iterator[Finding]:
        """Everything that differs in two schemas and what they reach; `direction`: who writes the value."""
        waiting = [Pair((older,), (newer,))]
        seen = set()
        while waiting:
            pair = waiting.pop(0)
            if pair.key in seen:
                continue
            seen.add(pair.key)
            compared = self._compared(direction, pair)
            yield from compared.findings
            waiting.extend(compared.below)

    def _compared(self, direction: Direction, pair: Pair) -> _Compared:
        key = (pair.key, direction)
        if key not in self._known:
            self._known[key] = self._compare(direction, pair)
        return self._known[key]

    def _compare(self, direction: Direction, pair: Pair) -> _Compared:
        older, newer = view_of(self._older, pair.older), view_of(self._newer, pair.newer)
        findings = [*self._values(direction, pair, older, newer), *self._members(direction, older, newer)]
        below = [Pair(older.members[n], newer.members[n]) for n in older.members if n in newer.members]
        if older.items or newer.items:
            below.append(Pair(older.items or (_ANYTHING,), newer.items or (_ANYTHING,)))
        findings += self._extra(direction, older, newer)
        below += _extra_pairs(older, newer)
        pairs, gone, come = _matched(older.choices, newer.choices)
        findings += self._choices(direction, gone, come)
        return _Compared(tuple(findings), (*below, *pairs))

    def _values(self, direction: Direction, pair: Pair, older: View, newer: View) -> Iterator[Finding]:
        for difference in differences(older, newer):
            beside = difference.rule.startswith("null-") and (older.null_beside or newer.null_beside)
            if beside and pair.newer[0].pointer:
                pointer, document, label = pair.newer[0].pointer, _NEWER, self._new(pair.newer[0].pointer)
            else:
                pointer, document, label = self._place(older, newer)
            yield Finding(f"{direction}-{difference.rule}", pointer, f"{label} {difference.told}", document)

    def _members(self, direction: Direction, older: View, newer: View) -> Iterator[Finding]:
        for name, (spot, *_) in older.members.items():
            if name not in newer.members:
                told = f"{self._old(spot.pointer)} is gone"
                yield Finding(f"{direction}-member-removed", spot.pointer, told, "older")
        for name, spots in newer.members.items():
            yield from self._member(direction, name, spots, older, newer)
        for name in sorted((newer.required ^ older.required) - newer.members.keys()):
            if name not in older.members:
                yield self._required(direction, older, newer, name)

    def _member(self, direction: Direction, name: str, spots: _Spots, older: View, newer: View) -> Iterator[Finding]:
        pointer, label = spots[0].pointer, self._new(spots[0].pointer)
        if name not in older.members:
            if direction == "request" and name in newer.required:
                yield Finding("request-member-added-required", pointer, f"{label} is new and required")
            else:
                yield Finding(f"{direction}-member-added", pointer, f"{label} is new")
            return
        if (name in older.required) != (name in newer.required):
            yield self._required(direction, older, newer, name)
        yield from deprecation(
            f"{direction}-member", _is_deprecated(older.members[name]), _is_deprecated(spots), pointer, label
        )

    def _required(self, direction: Direction, older: View, newer: View, name: str) -> Finding:
        if name in newer.members:
            pointer, document = newer.members[name][0].pointer, _NEWER
            label = self._new(pointer)
        else:  # required, and not described
            pointer, document, label = self._place(older, newer)
            label += f".{name}"
        if name in newer.required:
            return Finding(f"{direction}-member-made-required", pointer, f"{label} is required now", document)
        return Finding(f"{direction}-member-made-optional", pointer, f"{label} is no longer required", document)

    def _extra(self, direction: Direction, older: View, newer: View) -> Iterator[Finding]:
        before, after = _takes_more(older), _takes_more(newer)
        if before != after:
            pointer, document, label = self._place(older, newer)
            rule = "widened" if after else "narrowed"
            told = "may hold members that are not listed now" if after else "takes no members that are not listed now"
            yield Finding(f"{direction}-extra-members-{rule}", pointer, f"{label} {told}", document)

    def _place(self, older: View, newer: View) -> tuple[str, Document, str]:
        """Pointer, document and name: in the older document where the newer one does not describe the value."""
        if newer.pointer:
            return newer.pointer, _NEWER, self._new(newer.pointer)
        return older.pointer, _OLDER, self._old(older.pointer)

    def _choices(self, direction: Direction, gone: _Spots, come: _Spots) -> Iterator[Finding]:
        for spot in gone:
            told = f"{self._old(spot.pointer)} can no longer be {_branch(spot, self._old)}"
            yield Finding(f"{direction}-choice-removed", spot.pointer, told, "older")
        for spot in come:
            told = f"{self._new(spot.pointer)} can be {_branch(spot, self._new)} now"
            yield Finding(f"{direction}-choice-added", spot.pointer, told)

    def _old(self, pointer: str) -> str:
        return self._older.label(pointer)

    def _new(self, pointer: str) -> str:
        return self._newer.label(pointer)


def deprecation(what: str, before: bool, after: bool, pointer: str, label: str) -> Iterator[Finding]:
    """`what` is the beginning of the rule's id, for example `operation`."""
    if after and not before:
        yield Finding(f"{what}-deprecated", pointer, f"{label} is deprecated")
    if before and not after:
        yield Finding(f"{what}-restored", pointer, f"{label} is no longer deprecated")


def _is_deprecated(spots: _Spots) -> bool:
    return any(isinstance(spot.value, dict) and spot.value.get("deprecated") is True for spot in spots)


def _extra_pairs(older: View, newer: View) -> Iterator[Pair]:
    """Members that are not listed, where both documents describe them."""
    if older.extra is not None and newer.extra is not None and _takes_more(older) and _takes_more(newer):
        yield Pair((older.extra,), (newer.extra,))


def _takes_more(view: View) -> bool:
    return view.extra is None or view.extra.value is not False


def _branch(spot: Spot, label: Callable[[str], str]) -> str:
    target = spot.value.get("$ref") if isinstance(spot.value, dict) else None
    return label(target.removeprefix("#")) if isinstance(target, str) else f"as in {spot.pointer}"


def _matched(older: _Spots, newer: _Spots) -> tuple[list[Pair], _Spots, _Spots]:
    """Branches that are the same thing: equal or of one name, or alone on both sides. Then what went, and what came."""
    pairs: list[Pair] = []
    gone, come = list(older), list(newer)
    for spot in older:
        same = next((other for other in come if other.value == spot.value), None)
        if same is not None:
            pairs.append(Pair((spot,), (same,)))
            gone.remove(spot)
            come.remove(same)
    if len(gone) == len(come) == 1:
        return [*pairs, Pair((gone[0],), (come[0],))], (), ()
    return pairs, tuple(gone), tuple(come)
