"""The journal of a world: what was asked and answered, bounded in number and size."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import TypeAlias

from mock_server.domain.model import Membership
from mock_server.domain.principal import Principal

_ENTRY_BYTES = 2_000
"""Assumed: what an entry takes besides what was sent and answered."""


Headers: TypeAlias = Mapping[str, tuple[str, ...]]
"""Header values by lower-case name, in the order they were sent."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request was refused: by which step of the pipeline and which rule of it.

    `failures` are the single mistakes of a request that does not match the contract.
    """

    step: str
    rule: str
    detail: str
    failures: tuple[str, ...] = ()


@dataclass(slots=True)  # not frozen: every request makes one, and that would take three times as long
class JournalEntry:
    """One request to the API and its answer, as they were sent; never changed.

    `at` is the world's time when the request came, `seconds` how long its answer took. `target` is path and query
    without the world's prefix, as sent. `body` is None where it was over the limit. `changed` says whether the request
    changed the world, so that what came later may depend on it. `memberships` are those of the session's user then.
    `forced` marks an answer that the request asked for, `fault` tells which faults it met; `status` is 0 where one of
    them closed the connection before an answer.
    """

    id: int
    at: datetime
    method: str
    target: str
    headers: Headers
    body: bytes | None
    base_url: str
    operation_id: str | None
    principal: Principal
    organisation_id: str | None
    memberships: tuple[Membership, ...]
    status: int
    answer_headers: Mapping[str, str]
    media_type: str | None
    content: bytes
    error_code: str | None
    refusal: Refusal | None
    changed: bool
    seconds: float
    forced: bool = False
    fault: str | None = None
    step: str = ""
    """The step of the pipeline that ran last."""

    def size_with(self, headers_length: int) -> int:
        """How many bytes it takes, about, with headers of that length."""
        size = _ENTRY_BYTES + len(self.target) + len(self.content) + headers_length
        return size if self.body is None else size + len(self.body)


def length_of(headers: Headers) -> int:
    return sum(map(len, headers)) + sum(map(len, chain.from_iterable(headers.values())))


Listener = Callable[[JournalEntry], None]


@dataclass(frozen=True, slots=True)
class Turn:
    """A moment that the clock came to without a request: before the entry with the id `before`, it showed `at`."""

    before: int
    at: datetime


class Journal:
    """The latest entries, at most `limit` of them and `limit_bytes`; ids grow by one and never come again."""

    def __init__(self, limit: int, limit_bytes: int, first_id: int = 1) -> None:
        self.limit = limit
        self.next_id = first_id
        self.dropped = 0
        """How many entries since the world's start are gone because there was no room, or were cleared."""
        self.dropped_changes = 0
        """How many of those changed the world, so that what came later cannot be done again without them."""
        self.turns: list[Turn] = []
        """Where the clock went back, and stages of long ways, oldest first: what fell due until then happened."""
        self.listeners: set[Listener] = set()
        self._limit_bytes = limit_bytes
        self._bytes = 0
        self._entries: deque[JournalEntry] = deque()
        self._sizes: deque[int] = deque()
        """Of each entry."""
        self._last_headers: Headers = {}
        """Requests that bring the same ones share them."""
        self._last_length = 0

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[JournalEntry]:
        """Oldest first."""
        return iter(tuple(self._entries))

    def newest_first(self) -> Iterator[JournalEntry]:
        return reversed(tuple(self._entries))

    def get(self, entry_id: int) -> JournalEntry | None:
        if not self._entries:
            return None
        place = entry_id - self._entries[0].id
        return self._entries[place] if 0 <= place < len(self._entries) else None

    def add(self, entry: JournalEntry) -> None:
        """Adds an entry with the next id; the oldest go where there is no room."""
        assert entry.id == self.next_id
        self.next_id += 1
        if entry.headers is not self._last_headers:
            self._last_headers, self._last_length = entry.headers, length_of(entry.headers)
        size = entry.size_with(self._last_length)
        self._entries.append(entry)
        self._sizes.append(size)
        self._bytes += size
        while self._entries and (len(self._entries) > self.limit or self._bytes > self._limit_bytes):
            self._forget_oldest()
        if self.listeners:
            for listener in tuple(self.listeners):
                listener(entry)

    def clear(self) -> int:
        """Forgets all entries; returns how many there were."""
        count = len(self._entries)
        while self._entries:
            self._forget_oldest()
        return count

    def clock_came_to(self, now: datetime) -> None:
        """`now` is what the clock shows; beyond the journal's limit the oldest turns are lost."""
        self.turns.append(Turn(self.next_id, now))
        if len(self.turns) > self.limit:
            del self.turns[0]
            self.dropped_changes += 1

    def _forget_oldest(self) -> None:
        self._bytes -= self._sizes.popleft()
        self.dropped += 1
        self.dropped_changes += self._entries.popleft().changed
