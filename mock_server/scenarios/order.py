"""The order of records that a scenario tells in groups, such as members by organisation."""

from collections.abc import Iterable
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
    """Gives a `position` to each entry that, by its key, does not stand where the keys have it."""
    places = {key: place for place, key in enumerate(keys)}
    for place, (key, entry) in enumerate(entries):
        if places[key] != place:
            entry["position"] = places[key]
