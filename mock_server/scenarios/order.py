"""The order of records that a scenario tells in groups, such as members by organisation."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

R = TypeVar("R")


def in_order(entries: Iterable[tuple[int | None, R]]) -> list[R]:
    """Those with a position at it, the others around them as they come."""
    listed = list(entries)
    ordered = [record for position, record in listed if position is None]
    placed = [(position, record) for position, record in listed if position is not None]
    for position, record in sorted(placed, key=lambda each: each[0]):
        ordered.insert(position, record)
    return ordered


def note_positions(entries: Iterable[tuple[Any, dict[str, Any]]], keys: Iterable[Any]) -> None:
    """Gives a `position` to as few entries as it takes, so that all of them come to stand as the keys do."""
    listed = list(entries)
    at = {key: place for place, key in enumerate(keys)}
    places = [at[key] for key, _ in listed]
    rising = _longest_rising(places)
    for place, (_, entry) in zip(places, listed, strict=True):
        if place not in rising:
            entry["position"] = place


def _longest_rising(places: Sequence[int]) -> set[int]:
    """Those that stand in order among themselves: as many as there can be."""
    ends: list[int] = []  # the lowest end of a rising row of each length
    before: dict[int, int | None] = {}
    for place in places:
        length = bisect_left(ends, place)
        before[place] = ends[length - 1] if length else None
        ends[length : length + 1] = [place]
    row: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        row.add(last)
        last = before[last]
    return row
