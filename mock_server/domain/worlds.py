"""The worlds of a server, by name."""

from collections.abc import Callable, Iterator

from mock_server.domain.world import World

DEFAULT_WORLD = "default"
StartWorld = Callable[[str], World]
"""Makes a world in its starting state, by name."""


class Worlds:
    """Holds the default world, which always exists."""

    def __init__(self, start: StartWorld) -> None:
        self._start = start
        self._worlds = {DEFAULT_WORLD: start(DEFAULT_WORLD)}

    @property
    def default(self) -> World:
        return self._worlds[DEFAULT_WORLD]

    def __iter__(self) -> Iterator[World]:
        return iter(tuple(self._worlds.values()))

    def holds(self, world: World) -> bool:
        """Whether it is still there: a reset puts another in its place."""
        return self._worlds[world.name] is world

    def reset(self, name: str) -> World:
        """Puts a fresh world in the place of the one with that name."""
        self._worlds[name] = self._start(name)
        return self._worlds[name]
