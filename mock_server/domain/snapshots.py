"""Snapshots: states of a world, saved under names, to come back to."""

from collections.abc import Iterator
from dataclasses import dataclass

from mock_server.catalogue import SNAPSHOT_EXISTS, SNAPSHOT_NOT_FOUND, TOO_MANY_SNAPSHOTS
from mock_server.domain.origin import SavedWorld
from mock_server.domain.violations import Violation
from mock_server.domain.worlds import WORLD_NAME, Worlds

SNAPSHOT_NAME = WORLD_NAME
SNAPSHOTS_PER_WORLD = 100


@dataclass(frozen=True, slots=True)
class Snapshot:
    name: str
    saved: SavedWorld


class Snapshots:
    """A shelf for each world, kept across reset and restore, and gone with the world."""

    def __init__(self, worlds: Worlds, limit: int = SNAPSHOTS_PER_WORLD) -> None:
        self.limit = limit
        self._shelves: dict[str, dict[str, Snapshot]] = {}
        worlds.on_gone.append(self._forget)

    def of_world(self, world_name: str) -> Iterator[Snapshot]:
        """Those of a world, the one saved last at the end."""
        return iter(tuple(self._shelves.get(world_name, {}).values()))

    def require(self, world_name: str, name: str) -> Snapshot:
        """Raises Violation(Mock.SnapshotNotFound)."""
        found = self._shelves.get(world_name, {}).get(name)
        if found is None:
            raise Violation(SNAPSHOT_NOT_FOUND)
        return found

    def require_place(self, world_name: str, name: str, *, replace: bool = False) -> None:
        """Raises Violation(Mock.SnapshotExists) or Violation(Mock.TooManySnapshots) where no snapshot can be put."""
        shelf = self._shelves.get(world_name, {})
        if name in shelf and not replace:
            raise Violation(SNAPSHOT_EXISTS)
        if name not in shelf and len(shelf) >= self.limit:
            raise Violation(TOO_MANY_SNAPSHOTS, limit=self.limit)

    def put(self, world_name: str, name: str, saved: SavedWorld, *, replace: bool = False) -> Snapshot:
        """Raises as `require_place` does."""
        self.require_place(world_name, name, replace=replace)
        shelf = self._shelves.setdefault(world_name, {})
        shelf.pop(name, None)
        shelf[name] = Snapshot(name, saved)
        return shelf[name]

    def delete(self, world_name: str, name: str) -> None:
        """Raises Violation(Mock.SnapshotNotFound)."""
        self.require(world_name, name)
        del self._shelves[world_name][name]

    def _forget(self, world_name: str) -> None:
        self._shelves.pop(world_name, None)
