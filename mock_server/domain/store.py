"""The state of a world: records in tables, found by key or by index, in the order they were first put.

Operations reach state through these few verbs alone, so that another store can stand in for this one.
Records are immutable values: a change is a `put` of a new one.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

R = TypeVar("R")


@dataclass(frozen=True, eq=False)
class Index(Generic[R]):
    """A way to find records by a value computed from them."""

    value: Callable[[R], Hashable]


@dataclass(frozen=True, eq=False)
class Table(Generic[R]):
    """A kind of record, with its key and the indexes it can be found by."""

    name: str
    key: Callable[[R], Hashable]
    indexes: tuple[Index[R], ...] = ()


class Placed(NamedTuple, Generic[R]):
    """A record and its position: positions grow in the order records were first put."""

    position: int
    record: R


class _Rows(Generic[R]):
    """Records by position, kept in order."""

    __slots__ = ("by_position", "positions")

    def __init__(self) -> None:
        self.by_position: dict[int, R] = {}
        self.positions: list[int] = []

    def add(self, position: int, record: R) -> None:
        if position not in self.by_position:
            if self.positions and position < self.positions[-1]:
                insort(self.positions, position)
            else:
                self.positions.append(position)
        self.by_position[position] = record

    def remove(self, position: int) -> None:
        del self.by_position[position]
        del self.positions[bisect_left(self.positions, position)]

    def copy(self) -> "_Rows[R]":
        other: _Rows[R] = _Rows()
        other.by_position, other.positions = self.by_position.copy(), self.positions.copy()
        return other


class _TableRows(Generic[R]):
    """The records of one table with its indexes."""

    def __init__(self, table: Table[R]) -> None:
        self.table = table
        self.by_key: dict[Hashable, Placed[R]] = {}
        self.by_index: dict[Index[R], dict[Hashable, _Rows[R]]] = {index: {} for index in table.indexes}

    def replace(self, key: Hashable, placed: Placed[R] | None) -> Placed[R] | None:
        """Puts a record at a key, or removes what is there; returns what was there."""
        before = self.by_key.pop(key, None) if placed is None else self.by_key.get(key)
        if placed is not None:
            self.by_key[key] = placed
        for index, buckets in self.by_index.items():
            _move(index, buckets, before, placed)
        return before

    def copy(self) -> "_TableRows[R]":
        other = _TableRows(self.table)
        other.by_key = self.by_key.copy()
        for index, buckets in self.by_index.items():
            other.by_index[index] = {value: rows.copy() for value, rows in buckets.items()}
        return other

    def restore(self, key: Hashable, before: Placed[R] | None) -> None:
        """Undoes a replacement; a record that comes back takes its old place in the order."""
        if self.replace(key, before) is None and before is not None:
            self.by_key = dict(sorted(self.by_key.items(), key=lambda item: item[1].position))


def _move(
    index: Index[R], buckets: dict[Hashable, _Rows[R]], before: Placed[R] | None, after: Placed[R] | None
) -> None:
    old = None if before is None else index.value(before.record)
    new = None if after is None else index.value(after.record)
    if before is not None and (after is None or old != new):
        buckets[old].remove(before.position)
        if not buckets[old].positions:
            del buckets[old]
    if after is not None:
        buckets.setdefault(new, _Rows()).add(after.position, after.record)


class MemoryStore:
    """A store in memory, for one thread: a request's unit of work runs without interruption.

    `changes` counts what was put and removed, so that whoever compares it sees whether anything was.
    """

    def __init__(self) -> None:
        self.changes = 0
        self._tables: dict[Table[Any], _TableRows[Any]] = {}
        self._shared: set[Table[Any]] = set()
        self._last_position = 0
        self._undo: list[tuple[Table[Any], Hashable, Placed[Any] | None]] | None = None

    def copy(self) -> "MemoryStore":
        """A store of its own with the same records. A table is copied when one of the two first writes to it."""
        assert self._undo is None, "a store is not copied within a unit of work"
        other = MemoryStore()
        other._tables = self._tables.copy()
        other._last_position = self._last_position
        other._shared = set(self._tables)
        self._shared = set(self._tables)
        return other

    @classmethod
    def of(cls, tables: Mapping[Table[Any], Iterable[Placed[Any]]], last_position: int) -> "MemoryStore":
        """A store with these records in their places; the next record comes after `last_position`.

        Keys and positions must each be there once in a table, the positions growing.
        """
        store = cls()
        for table, placed in tables.items():
            rows = store._rows(table)
            for each in placed:
                rows.replace(table.key(each.record), each)
        store._last_position = last_position
        return store

    @property
    def last_position(self) -> int:
        """The position of the record that was put last, or would have been, were it still there."""
        return self._last_position

    def tables(self) -> tuple[Table[Any], ...]:
        """Those that hold records."""
        return tuple(table for table, rows in self._tables.items() if rows.by_key)

    def placed(self, table: Table[R]) -> Iterator[Placed[R]]:
        """The records with their positions, in the order they were first put."""
        return iter(tuple(self._rows(table).by_key.values()))

    def get(self, table: Table[R], key: Hashable) -> R | None:
        placed = self._rows(table).by_key.get(key)
        return None if placed is None else placed.record

    def put(self, table: Table[R], record: R) -> None:
        """Adds a record, or replaces the one with its key, which then keeps its position."""
        key = table.key(record)
        present = self._rows(table).by_key.get(key)
        self._last_position += present is None
        self._replace(table, key, Placed(self._last_position if present is None else present.position, record))

    def delete(self, table: Table[R], key: Hashable) -> None:
        self._replace(table, key, None)

    def take(self, table: Table[R], key: Hashable) -> R | None:
        """Removes a record and returns it, in one step: of many takers one gets it."""
        placed = self._replace(table, key, None)
        return None if placed is None else placed.record

    def all(self, table: Table[R]) -> Iterator[R]:
        """The records in the order they were first put."""
        return (placed.record for placed in self._rows(table).by_key.values())

    def find(self, table: Table[R], index: Index[R], value: Hashable) -> tuple[R, ...]:
        """The records with that value, in the order they were first put."""
        rows = self._bucket(table, index, value)
        return tuple(rows.by_position[position] for position in rows.positions)

    def older_than(
        self, table: Table[R], index: Index[R], value: Hashable, position: int | None
    ) -> Iterator[Placed[R]]:
        """The records with that value below a position (None: all), newest first."""
        rows = self._bucket(table, index, value)
        end = len(rows.positions) if position is None else bisect_left(rows.positions, position)
        return (Placed(p, rows.by_position[p]) for p in _downwards(rows.positions, end))

    def newer_than(self, table: Table[R], index: Index[R], value: Hashable, position: int) -> Iterator[Placed[R]]:
        """The records with that value above a position, oldest first."""
        rows = self._bucket(table, index, value)
        start = bisect_right(rows.positions, position)
        return (Placed(p, rows.by_position[p]) for p in _upwards(rows.positions, start))

    @contextmanager
    def unit_of_work(self) -> Iterator[None]:
        """Everything inside happens, or (when it raises) nothing of it."""
        self._undo = []
        changes = self.changes
        try:
            yield
        except BaseException:
            undo, self._undo = self._undo, None
            for table, key, before in reversed(undo):
                self._rows(table).restore(key, before)
            self.changes = changes
            raise
        finally:
            self._undo = None

    def _replace(self, table: Table[R], key: Hashable, placed: Placed[R] | None) -> Placed[R] | None:
        before = self._own_rows(table).replace(key, placed)
        self.changes += before is not None or placed is not None
        if self._undo is not None:
            self._undo.append((table, key, before))
        return before

    def _rows(self, table: Table[R]) -> _TableRows[R]:
        rows = self._tables.get(table)
        if rows is None:
            rows = self._tables[table] = _TableRows(table)
        return rows

    def _own_rows(self, table: Table[R]) -> _TableRows[R]:
        """Rows that no other store shares, to be written to."""
        rows = self._rows(table)
        if table in self._shared:
            self._shared.discard(table)
            rows = self._tables[table] = rows.copy()
        return rows

    def _bucket(self, table: Table[R], index: Index[R], value: Hashable) -> _Rows[R]:
        return self._rows(table).by_index[index].get(value) or _Rows()


def _downwards(positions: list[int], end: int) -> Iterator[int]:
    for i in range(end - 1, -1, -1):
        yield positions[i]


def _upwards(positions: list[int], start: int) -> Iterator[int]:
    for i in range(start, len(positions)):
        yield positions[i]
