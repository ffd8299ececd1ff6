"""The worlds of a server, by name."""

from collections.abc import Callable

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

    def reset(self, name: str) -> World:
        """Puts a fresh world in the place of the one with that name."""
        self._worlds[name] = self._start(name)
        return self._worlds[name]
