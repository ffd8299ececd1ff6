"""What will happen by itself, in the order in which it falls due."""

import heapq
from datetime import datetime
from itertools import count

from mock_server.domain.model import Due
from mock_server.domain.store import MemoryStore
from mock_server.domain.tables import DUES


class Agenda:
    """The dues of a world. The store holds them (so that a unit of work undoes them, and a copy of the store
    has them); a heap finds the next.
    """

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self._order = count()
        self._heap = [(due.at, next(self._order), due) for due in store.all(DUES)]
        heapq.heapify(self._heap)

    def schedule(self, kind: str, subject: str, at: datetime) -> None:
        """Sets the time of an effect; one that was set for the same subject before is replaced."""
        due = Due(kind, subject, at)
        self._store.delete(DUES, (kind, subject))  # among dues of the same moment it comes last now
        self._store.put(DUES, due)
        heapq.heappush(self._heap, (at, next(self._order), due))

    def cancel(self, kind: str, subject: str) -> None:
        self._store.delete(DUES, (kind, subject))

    def next(self) -> Due | None:
        """The earliest due that still stands; for use between units of work, not inside one."""
        while self._heap and not self._stands(self._heap[0][2]):
            heapq.heappop(self._heap)
        return self._heap[0][2] if self._heap else None

    def _stands(self, due: Due) -> bool:
        return self._store.get(DUES, (due.kind, due.subject)) == due
