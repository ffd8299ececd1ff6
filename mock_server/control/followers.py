"""Those who follow a journal live: each reads on in it from where it is, and keeps nothing of its own."""

import asyncio
import secrets
from collections.abc import AsyncGenerator, Callable, Iterator
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from mock_server.domain.journal import Journal, JournalEntry
from mock_server.domain.world import World
from mock_server.domain.worlds import Worlds

HEARTBEAT_SECONDS = 15.0
"""How often a follower hears that the server is still there, while nothing else happens."""


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """Nothing happened for a while."""


@dataclass(frozen=True, slots=True)
class Missed:
    """So many entries are gone: the follower was too slow, or the journal was cleared."""

    count: int


@dataclass(frozen=True, slots=True)
class Begun:
    """The world was reset or restored: another journal begins."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The world is gone."""


News = JournalEntry | Heartbeat | Missed | Begun | Ended
Wanted = Callable[[JournalEntry], bool]


@dataclass(slots=True, eq=False)
class _Follower:
    """Has read up to the id `after`. `successor` is the world that took the place of the one that is followed."""

    world: World
    after: int
    wanted: Wanted
    stirred: asyncio.Event = field(default_factory=asyncio.Event)
    successor: World | None = None
    ended: bool = False

    def stir(self, _: JournalEntry | None = None) -> None:
        self.stirred.set()


class Followers:
    """The followers of all worlds of a server."""

    def __init__(self, worlds: Worlds) -> None:
        self._worlds = worlds
        self._followers: set[_Follower] = set()
        self._series: WeakKeyDictionary[Journal, str] = WeakKeyDictionary()
        self._stopped = False
        worlds.on_drop.append(self._dropped)

    def __len__(self) -> int:
        return len(self._followers)

    def series(self, journal: Journal) -> str:
        """What tells the entries of this journal from those of an earlier one of the world, which had the same ids."""
        return self._series.setdefault(journal, secrets.token_hex(4))

    def stop(self) -> None:
        """The server ends: nobody is to wait for its followers."""
        self._stopped = True
        for follower in self._followers:
            follower.stir()

    async def follow(self, world: World, after: int, wanted: Wanted) -> AsyncGenerator[tuple[World, News], None]:
        """The entries with an id above `after`, those there are and those to come, until the world is gone."""
        follower = _Follower(world, after, wanted)
        self._followers.add(follower)
        world.journal.listeners.add(follower.stir)
        try:
            while not self._stopped:
                follower.stirred.clear()
                for news in _read_on(follower):
                    yield follower.world, news
                if follower.ended:
                    yield follower.world, Ended()
                    return
                if follower.successor is not None:
                    _move(follower, follower.successor)
                    yield follower.world, Begun()
                elif not await _stirred(follower):
                    yield follower.world, Heartbeat()
        finally:
            self._followers.discard(follower)
            follower.world.journal.listeners.discard(follower.stir)

    def _dropped(self, world: World) -> None:
        for follower in self._followers:
            if world in (follower.world, follower.successor):
                follower.successor = self._worlds.find(world.name)
                follower.ended = follower.successor is None
                follower.stir()


def _read_on(follower: _Follower) -> Iterator[JournalEntry | Missed]:
    """What is new and wanted in the journal, which may grow and shrink meanwhile."""
    journal = follower.world.journal
    while follower.after + 1 < journal.next_id:
        entry = journal.get(follower.after + 1)
        if entry is None:
            last_gone = journal.next_id - len(journal) - 1
            missed = Missed(last_gone - follower.after)
            follower.after = last_gone
            yield missed
            continue
        follower.after += 1
        if follower.wanted(entry):
            yield entry


def _move(follower: _Follower, successor: World) -> None:
    """Goes on in the world that took the other's place."""
    follower.world.journal.listeners.discard(follower.stir)
    follower.world, follower.successor = successor, None
    follower.after = successor.journal.next_id - len(successor.journal) - 1
    successor.journal.listeners.add(follower.stir)


async def _stirred(follower: _Follower) -> bool:
    try:
        async with asyncio.timeout(HEARTBEAT_SECONDS):
            await follower.stirred.wait()
    except TimeoutError:
        return False
    return True
