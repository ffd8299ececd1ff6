"""Starts worlds from a scenario."""

from dataclasses import dataclass
from datetime import datetime

from mock_server.domain import times
from mock_server.domain.agenda import Agenda
from mock_server.domain.clock import WallClock, WorldClock
from mock_server.domain.cursors import CursorSeal
from mock_server.domain.ids import PlannedIds, SeededIds
from mock_server.domain.ports import TokenIssuer
from mock_server.domain.store import MemoryStore
from mock_server.domain.world import World
from mock_server.scenarios.populate import populate
from mock_server.scenarios.scenario import Scenario


@dataclass(frozen=True, slots=True)
class WorldStarter:
    """Makes worlds in the scenario's starting state; `now` and `frozen` go before the scenario's clock."""

    scenario: Scenario
    wall: WallClock
    seed: int
    tokens: TokenIssuer
    cursor_key: bytes
    now: datetime | None = None
    frozen: bool = False

    def __call__(self, name: str) -> World:
        planned = self.scenario.value.get("planned", {})
        store = MemoryStore()
        world = World(
            name=name,
            store=store,
            clock=self._clock(),
            ids=SeededIds(self.seed),
            planned=PlannedIds(
                {entry["name"]: entry["id"] for entry in planned.get("organisations", ())},
                {entry["email"]: entry["id"] for entry in planned.get("users", ())},
            ),
            tokens=self.tokens,
            cursors=CursorSeal(self.cursor_key),
            agenda=Agenda(store),
        )
        populate(world, self.scenario)
        return world

    def _clock(self) -> WorldClock:
        clock = self.scenario.value.get("clock", {})
        start = times.read(clock["now"]) if "now" in clock else None
        return WorldClock(self.wall, now=self.now or start, frozen=self.frozen or bool(clock.get("frozen", False)))
