"""The worlds of a server, by name."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mock_server.catalogue import TOO_MANY_WORLDS, WORLD_EXISTS, WORLD_KEPT, WORLD_NOT_FOUND
from mock_server.domain.violations import Violation
from mock_server.domain.world import World

DEFAULT_WORLD = "default"
WORLD_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
StartWorld = Callable[[str], World]
"""Makes a world in its starting state, by name."""
DropWorld = Callable[[World], None]
Seconds = Callable[[], float]
_SWEEP_SECONDS = 60
"""How often, at most, requests look for worlds that nobody uses: those that nobody asks for go too."""


@dataclass(frozen=True, slots=True)
class WorldLimits:
    """How many worlds there may be besides the default one, and after how many seconds unused one is dropped.

    `idle_seconds` is real time; 0: never.
    """

    number: int = 1_000
    idle_seconds: int = 3_600


@dataclass(slots=True)
class _Held:
    world: World
    start: StartWorld
    used: float


class Worlds:
    """Holds the default world, which always exists, and those that were made by name.

    `seconds` is a clock of the real time that passes. Names are compared as they are written.
    """

    def __init__(self, start: StartWorld, limits: WorldLimits, seconds: Seconds) -> None:
        self._limits = limits
        self._seconds = seconds
        self._default = _Held(start(DEFAULT_WORLD), start, seconds())
        self._held = {DEFAULT_WORLD: self._default}
        self._sweep_at = self._default.used + _SWEEP_SECONDS
        self.on_drop: list[DropWorld] = []
        """Called with each world that is no longer held."""
        self.on_gone: list[Callable[[str], None]] = []
        """Called with each name that no longer names a world: it was deleted or dropped, not replaced."""

    @property
    def default(self) -> World:
        return self._default.world

    @property
    def limits(self) -> WorldLimits:
        return self._limits

    def __iter__(self) -> Iterator[World]:
        return iter(tuple(held.world for held in self._held.values()))

    def find(self, name: str) -> World | None:
        """The world with that name, which is then in use; None where there is none."""
        now = self._seconds()
        if now >= self._sweep_at:
            self._drop_idle(now)
        held = self._held.get(name)
        if held is None or self._is_idle(held, now):
            return None
        held.used = now
        return held.world

    def require(self, name: str) -> World:
        """Raises Violation(Mock.WorldNotFound)."""
        world = self.find(name)
        if world is None:
            raise Violation(WORLD_NOT_FOUND)
        return world

    def holds(self, world: World) -> bool:
        """Whether it is still there: a reset puts another in its place."""
        held = self._held.get(world.name)
        return held is not None and held.world is world

    def create(self, name: str, start: StartWorld) -> World:
        """A new world. Raises Violation(Mock.WorldExists) or Violation(Mock.TooManyWorlds)."""
        if name in self._held or self._is_full():
            self.drop_idle()
        if name in self._held:
            raise Violation(WORLD_EXISTS)
        if self._is_full():
            raise Violation(TOO_MANY_WORLDS, limit=self._limits.number)
        self._held[name] = _Held(start(name), start, self._seconds())
        return self._held[name].world

    def delete(self, name: str) -> None:
        """Raises Violation(Mock.WorldNotFound), or Violation(Mock.WorldKept) for the default world."""
        self.require(name)
        if name == DEFAULT_WORLD:
            raise Violation(WORLD_KEPT)
        self._drop(name)

    def reset(self, name: str) -> World:
        """Puts a fresh world in the place of the one with that name. Raises Violation(Mock.WorldNotFound)."""
        return self.replace(name, self._require_held(name).start)

    def replace(self, name: str, start: StartWorld) -> World:
        """Puts another world in the place of the one with that name; a reset still leads back to how that one began.

        Raises Violation(Mock.WorldNotFound).
        """
        held = self._require_held(name)
        before, held.world = held.world, start(name)
        self._tell_dropped(before)
        return held.world

    def begin_again(self, name: str, start: StartWorld) -> World:
        """The same, and a later reset starts so."""
        world = self.replace(name, start)
        self._held[name].start = start
        return world

    def drop_idle(self) -> None:
        """Drops the worlds that nobody has used for too long."""
        self._drop_idle(self._seconds())

    def idle_seconds(self, world: World) -> float:
        """For how long nobody has used it."""
        return self._seconds() - self._held[world.name].used

    def _require_held(self, name: str) -> _Held:
        self.require(name)
        return self._held[name]

    def _is_full(self) -> bool:
        return len(self._held) > self._limits.number  # the default world is one more

    def _is_idle(self, held: _Held, now: float) -> bool:
        limit = self._limits.idle_seconds
        return held is not self._default and 0 < limit < now - held.used

    def _drop_idle(self, now: float) -> None:
        self._sweep_at = now + _SWEEP_SECONDS
        for name in [name for name, held in self._held.items() if self._is_idle(held, now)]:
            self._drop(name)

    def _drop(self, name: str) -> None:
        self._tell_dropped(self._held.pop(name).world)
        for told in self.on_gone:
            told(name)

    def _tell_dropped(self, world: World) -> None:
        for told in self.on_drop:
            told(world)
