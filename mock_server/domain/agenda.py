"""What will happen by itself, in the order in which it falls due."""

import heapq
from datetime import datetime
from itertools import count

from mock_server.domain.model import Due
from mock_server.domain.store import MemoryStore
from mock_server.domain.tables import DUES

_SLACK = 1_000
"""How many dues that no longer stand the heap may hold, besides as many as those that do."""


class Agenda:
    """The dues of a world. The store holds them (so that a unit of work undoes them, and a copy of the store
    has them); a heap finds the next.
    """

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self._order = count()
        self._heap: list[tuple[datetime, int, Due]] = []
        self._limit = 0
        self._fill()

    def schedule(self, kind: str, subject: str, at: datetime) -> None:
        """Sets the time of an effect; one that was set for the same subject before is replaced."""
        due = Due(kind, subject, at)
        self._store.delete(DUES, (kind, subject))  # among dues of the same moment it comes last now
        self._store.put(DUES, due)
        heapq.heappush(self._heap, (at, next(self._order), due))

    def cancel(self, kind: str, subject: str) -> None:
        self._store.delete(DUES, (kind, subject))

    def is_quiet(self, now: datetime) -> bool:
        """Whether nothing falls due until then, as can be seen at once."""
        return not self._heap or self._heap[0][0] > now

    def next(self) -> Due | None:
        """The earliest due that still stands; for use between units of work, not inside one."""
        if not self._heap:
            return None
        if len(self._heap) > self._limit:
            self._fill()
        while self._heap and not self._stands(self._heap[0][2]):
            heapq.heappop(self._heap)
        return self._heap[0][2] if self._heap else None

    def _fill(self) -> None:
        """Takes the dues from the store; those that were cancelled or replaced are left behind."""
        self._heap = [(due.at, next(self._order), due) for due in self._store.all(DUES)]
        heapq.heapify(self._heap)
        self._limit = 2 * len(self._heap) + _SLACK

    def _stands(self, due: Due) -> bool:
        """Whether it is that very due: one that was set anew for the same moment has another place in the order."""
        return self._store.get(DUES, (due.kind, due.subject)) is due
