"""The state of a world: records in tables, found by key or by index, in the order they were first put.

Operations reach state through these few verbs alone, so that another store can stand in for this one.
Records are immutable values: a change is a `put` of a new one.
"""

from bisect import bisect_left, bisect_right, insort
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

R = TypeVar("R")
_SLACK = 1_000


class Index(Generic[R]):
    """A way to find records by a value: their table says by which."""

    __slots__ = ()


def _no_values(_: object) -> Sequence[Hashable]:
    return ()


@dataclass(frozen=True, eq=False)
class Table(Generic[R]):
    """A kind of record, with its key and the indexes it can be found by.

    `values` are those of a record, one for each index: together, since they share work. None: it is not found by it.
    """

    name: str
    key: Callable[[R], Hashable]
    indexes: tuple[Index[R], ...] = ()
    values: Callable[[R], Sequence[Hashable]] = _no_values


class Placed(NamedTuple, Generic[R]):
    """A record and its position: positions grow in the order records were first put."""

    position: int
    record: R


_Buckets: TypeAlias = dict[Hashable, int | list[int]]
"""For each value the positions of the records that have it, growing. Many values are of one record alone."""


class _TableRows(Generic[R]):
    """The records of one table with its indexes."""

    __slots__ = ("buckets", "by_index", "order", "positions", "records", "table")

    def __init__(self, table: Table[R]) -> None:
        self.table = table
        self.positions: dict[Hashable, int] = {}
        """By key."""
        self.records: dict[int, R] = {}
        """By position, which grows."""
        self.order: deque[int] | None = None
        """Positions as they were taken, for who asks for the first: a dict walks over all that was removed."""
        self.buckets: tuple[_Buckets, ...] = tuple({} for _ in table.indexes)
        """Of each index."""
        self.by_index = dict(zip(table.indexes, self.buckets, strict=True))

    def add(self, key: Hashable, position: int, record: R) -> None:
        """Puts a record where none is."""
        self.positions[key] = position
        self.records[position] = record
        if self.order is not None:
            self.order.append(position)
        if self.buckets:
            for buckets, value in zip(self.buckets, self.table.values(record), strict=True):
                if value is not None:
                    _add(buckets, value, position)

    def remove(self, key: Hashable) -> tuple[int, R]:
        """Takes away the record that is there."""
        position = self.positions.pop(key)
        record = self.records.pop(position)
        if self.buckets:
            for buckets, value in zip(self.buckets, self.table.values(record), strict=True):
                if value is not None:
                    _drop(buckets, value, position)
        return position, record

    def change(self, position: int, record: R) -> R:
        """Puts a record in the place of the one that is there. Most changes leave most values as they are."""
        before = self.records[position]
        self.records[position] = record
        if self.buckets and (old := self.table.values(before)) != (new := self.table.values(record)):
            for buckets, left, entered in zip(self.buckets, old, new, strict=True):
                if left == entered:
                    continue
                if left is not None:
                    _drop(buckets, left, position)
                if entered is not None:
                    _add(buckets, entered, position)
        return before

    def copy(self) -> "_TableRows[R]":
        other = _TableRows(self.table)
        other.positions = self.positions.copy()
        other.records = self.records.copy()
        for buckets, others in zip(self.buckets, other.buckets, strict=True):
            others.update(buckets)
            others.update((value, held.copy()) for value, held in buckets.items() if not isinstance(held, int))
        return other

    def restore(self, key: Hashable, before: tuple[int, R] | None) -> None:
        """Undoes what was done to a record; one that comes back takes its old place in the order."""
        present = self.positions.get(key)
        if present is None:
            if before is not None:
                self.add(key, *before)
                self.order = None
                self.records = dict(sorted(self.records.items(), key=itemgetter(0)))
        elif before is None:
            self.remove(key)
        else:
            self.change(*before)

    def first(self) -> R | None:
        """The one with the lowest position. What is gone leaves `order` at the front, or by a new start."""
        if self.order is None or len(self.order) > 2 * len(self.records) + _SLACK:
            self.order = deque(self.records)
        while self.order:
            first = self.records.get(self.order[0])
            if first is not None:
                return first
            self.order.popleft()
        return None

    def of(self, index: Index[R], value: Hashable) -> Sequence[int]:
        """The positions of the records with that value, growing."""
        held = self.by_index[index].get(value, ())
        return (held,) if isinstance(held, int) else held


def _drop(buckets: _Buckets, value: Hashable, position: int) -> None:
    held = buckets[value]
    if isinstance(held, int) or len(held) == 1:
        del buckets[value]
    else:
        del held[bisect_left(held, position)]


def _add(buckets: _Buckets, value: Hashable, position: int) -> None:
    held = buckets.get(value)
    if held is None:
        buckets[value] = position
    elif isinstance(held, int):
        buckets[value] = [held, position] if held < position else [position, held]
    elif position < held[-1]:
        insort(held, position)
    else:
        held.append(position)


class MemoryStore:
    """A store in memory, for one thread: a request's unit of work runs without interruption.

    `changes` counts what was put and removed, so that whoever compares it sees whether anything was.
    """

    def __init__(self) -> None:
        self.changes = 0
        self._tables: dict[Table[Any], _TableRows[Any]] = {}
        self._shared: set[Table[Any]] = set()
        self._last_position = 0
        self._undo: list[tuple[Table[Any], Hashable, tuple[int, Any] | None]] | None = None

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
                rows.add(table.key(each.record), each.position, each.record)
        store._last_position = last_position
        return store

    @property
    def last_position(self) -> int:
        """The position of the record that was put last, or would have been, were it still there."""
        return self._last_position

    def tables(self) -> tuple[Table[Any], ...]:
        """Those that hold records."""
        return tuple(table for table, rows in self._tables.items() if rows.records)

    def placed(self, table: Table[R]) -> Iterator[Placed[R]]:
        """The records with their positions, in the order they were first put."""
        return iter([Placed(position, record) for position, record in self._rows(table).records.items()])

    def get(self, table: Table[R], key: Hashable) -> R | None:
        rows = self._tables.get(table)
        position = None if rows is None else rows.positions.get(key)
        return None if rows is None or position is None else rows.records[position]

    def put(self, table: Table[R], record: R) -> None:
        """Adds a record, or replaces the one with its key, which then keeps its position."""
        key = table.key(record)
        rows = self._own_rows(table)
        position = rows.positions.get(key)
        if position is None:
            self._last_position += 1
            rows.add(key, self._last_position, record)
            self._note_change(table, key, None)
        else:
            self._note_change(table, key, (position, rows.change(position, record)))

    def delete(self, table: Table[R], key: Hashable) -> None:
        self._remove(table, key)

    def take(self, table: Table[R], key: Hashable) -> R | None:
        """Removes a record and returns it, in one step: of many takers one gets it."""
        return self._remove(table, key)

    def first(self, table: Table[R]) -> R | None:
        """The record that was put before all others that are there."""
        rows = self._tables.get(table)
        return None if rows is None else rows.first()

    def all(self, table: Table[R]) -> Iterator[R]:
        """The records in the order they were first put."""
        return iter(self._rows(table).records.values())

    def find(self, table: Table[R], index: Index[R], value: Hashable) -> tuple[R, ...]:
        """The records with that value, in the order they were first put."""
        rows = self._rows(table)
        held = rows.by_index[index].get(value)
        if held is None:
            return ()
        return (rows.records[held],) if isinstance(held, int) else tuple(map(rows.records.__getitem__, held))

    def older_than(
        self, table: Table[R], index: Index[R], value: Hashable, position: int | None
    ) -> Iterator[tuple[int, R]]:
        """The records with that value below a position (None: all), newest first."""
        rows = self._rows(table)
        positions = rows.of(index, value)
        end = len(positions) if position is None else bisect_left(positions, position)
        return _at(rows, positions, range(end - 1, -1, -1))

    def newer_than(self, table: Table[R], index: Index[R], value: Hashable, position: int) -> Iterator[tuple[int, R]]:
        """The records with that value above a position, oldest first."""
        rows = self._rows(table)
        positions = rows.of(index, value)
        start = bisect_right(positions, position)
        return _at(rows, positions, range(start, len(positions)))

    def unit_of_work(self) -> "_UnitOfWork":
        """Everything inside happens, or (when it raises) nothing of it."""
        return _UnitOfWork(self)

    def _begin(self) -> int:
        """From here on what is done can be taken back. Returns how much was changed until now."""
        self._undo = []
        return self.changes

    def _end(self) -> None:
        self._undo = None

    def _take_back(self, changes: int) -> None:
        """Takes back all that was done since then."""
        undo, self._undo = self._undo or [], None
        for table, key, before in reversed(undo):
            self._rows(table).restore(key, before)
        self.changes = changes

    def _remove(self, table: Table[R], key: Hashable) -> R | None:
        if key not in self._rows(table).positions:
            return None
        before = self._own_rows(table).remove(key)
        self._note_change(table, key, before)
        return before[1]

    def _note_change(self, table: Table[R], key: Hashable, before: tuple[int, R] | None) -> None:
        self.changes += 1
        if self._undo is not None:
            self._undo.append((table, key, before))

    def _rows(self, table: Table[R]) -> _TableRows[R]:
        rows = self._tables.get(table)
        if rows is None:
            rows = self._tables[table] = _TableRows(table)
        return rows

    def _own_rows(self, table: Table[R]) -> _TableRows[R]:
        """Rows that no other store shares, to be written to."""
        if table in self._shared:
            self._shared.discard(table)
            self._tables[table] = self._tables[table].copy()
        rows = self._tables.get(table)
        return self._rows(table) if rows is None else rows


class _UnitOfWork:
    """Every request has one: a generator would take three times as long."""

    __slots__ = ("_changes", "_store")

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    def __enter__(self) -> None:
        self._changes = self._store._begin()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._store._end()
        else:
            self._store._take_back(self._changes)


def _at(rows: _TableRows[R], positions: Sequence[int], places: range) -> Iterator[tuple[int, R]]:
    """One after the other, as they are asked for: nothing is copied of a long list."""
    records = rows.records
    for place in places:
        position = positions[place]
        yield position, records[position]
