"""Where a world comes from: a scenario, or the saved state of a world."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from mock_server.domain.store import MemoryStore


@dataclass(frozen=True, slots=True)
class Origin:
    """What it takes to start the same world again: its scenario (`text` unless it came with the program) and its seed.

    `now` is where its clock started. `saved` is set where the world began as a saved state.
    """

    scenario: str
    text: str | None
    seed: int
    now: datetime
    saved: "SavedWorld | None" = None


@dataclass(frozen=True, slots=True)
class SavedWorld:
    """State, time and ids of a world at one moment; its store is never written to."""

    origin: Origin
    store: MemoryStore
    drawn: int
    planned_organisations: Mapping[str, str]
    planned_users: Mapping[str, str]
    now: datetime
    frozen: bool
