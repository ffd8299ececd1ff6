"""Starts worlds: from a scenario, or from the saved state of another."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from mock_server.domain import times
from mock_server.domain.agenda import Agenda
from mock_server.domain.clock import WallClock, WorldClock
from mock_server.domain.coverage import Coverages
from mock_server.domain.cursors import CursorSeal
from mock_server.domain.faults import Faults
from mock_server.domain.ids import PlannedIds, SeededIds
from mock_server.domain.journal import Journal
from mock_server.domain.origin import Origin, SavedWorld
from mock_server.domain.ports import TokenIssuer
from mock_server.domain.store import MemoryStore
from mock_server.domain.world import World
from mock_server.domain.worlds import StartWorld
from mock_server.scenarios.populate import populate
from mock_server.scenarios.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Beginning:
    """How a world begins; `now` and `frozen` go before the scenario's clock."""

    scenario: Scenario
    seed: int
    now: datetime | None = None
    frozen: bool = False

    @property
    def drawn(self) -> int:
        """How many ids were drawn before: those that the scenario tells of, where the seed is its own."""
        drawn = self.scenario.value.get("ids", {}).get("drawn", 0)
        return drawn if isinstance(drawn, int) and self.seed == self.scenario.seed else 0


@dataclass(frozen=True, slots=True)
class JournalLimits:
    """How much a world's journal keeps."""

    entries: int = 5_000
    size: int = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class WorldStarter:
    """Makes worlds; they share the real clock, the signing key and the limits, and no state."""

    wall: WallClock
    tokens: TokenIssuer
    cursor_key: bytes
    journal: JournalLimits = JournalLimits()
    coverages: Coverages = field(default_factory=Coverages)

    def from_scenario(self, beginning: Beginning) -> StartWorld:
        return lambda name: self._begun(name, beginning)

    def from_saved(self, saved: SavedWorld) -> StartWorld:
        """Time goes on from where it stood, unless it stood still."""
        return lambda name: self._revived(name, saved)

    def _begun(self, name: str, beginning: Beginning) -> World:
        scenario = beginning.scenario
        planned = scenario.value.get("planned", {})
        clock = self._clock(beginning)
        world = self._world(
            name,
            MemoryStore(),
            clock,
            SeededIds(beginning.seed, beginning.drawn),
            PlannedIds(
                {entry["name"]: entry["id"] for entry in planned.get("organisations", ())},
                {entry["email"]: entry["id"] for entry in planned.get("users", ())},
            ),
            Origin(scenario.name, scenario.text, beginning.seed, clock.now()),
        )
        with clock.at(world.origin.now):  # all of it at one moment: begun again then, it is the same
            populate(world, scenario)
        return world

    def _revived(self, name: str, saved: SavedWorld) -> World:
        return self._world(
            name,
            saved.store.copy(),
            WorldClock(self.wall, now=saved.now, frozen=saved.frozen),
            SeededIds(saved.origin.seed, saved.drawn),
            PlannedIds(saved.planned_organisations, saved.planned_users),
            replace(saved.origin, saved=saved),
        )

    def _world(
        self, name: str, store: MemoryStore, clock: WorldClock, ids: SeededIds, planned: PlannedIds, origin: Origin
    ) -> World:
        return World(
            name=name,
            store=store,
            clock=clock,
            ids=ids,
            planned=planned,
            tokens=self.tokens,
            cursors=CursorSeal(self.cursor_key),
            agenda=Agenda(store),
            origin=origin,
            journal=Journal(self.journal.entries, self.journal.size),
            faults=Faults(origin.seed),
            coverage=self.coverages.of_world(name),
        )

    def _clock(self, beginning: Beginning) -> WorldClock:
        clock = beginning.scenario.value.get("clock", {})
        start = times.read(clock["now"]) if "now" in clock else None
        frozen = beginning.frozen or bool(clock.get("frozen", False))
        return WorldClock(self.wall, now=beginning.now or start, frozen=frozen)
