"""Makes the worlds of one test, and ends them with it."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from mock_server.pytest_plugin.beginning import require_members, sent_beginning, world_name
from mock_server.pytest_plugin.errors import DolfinMockError
from mock_server.pytest_plugin.remote import Remote
from mock_server.pytest_plugin.world import MockWorld

MARKER_NAME = "dolfin_mock"
_EXISTS = "Mock.WorldExists"
__tracebackhide__ = True  # a test's failure is shown at its own line


class WorldMaker:
    """`usual` is how a world begins where a call does not say; scenario files are looked for in `folder`."""

    def __init__(self, remote: Remote, node_id: str, usual: Mapping[str, Any], folder: Path) -> None:
        self.opened: list[MockWorld] = []
        self._remote = remote
        self._node_id = node_id
        self._usual = usual
        self._folder = folder

    def __call__(
        self,
        *,
        scenario: str | Path | None = None,
        seed: int | None = None,
        now: datetime | str | None = None,
        frozen: bool | None = None,
    ) -> MockWorld:
        """A new world. Raises DolfinMockError where none can begin so."""
        called = {"scenario": scenario, "seed": seed, "now": now, "frozen": frozen}
        given = {**self._usual, **{name: value for name, value in called.items() if value is not None}}
        name = self._made(sent_beginning(given, self._folder))
        self.opened.append(MockWorld(self._remote, name))
        return self.opened[-1]

    def close(self) -> None:
        for world in self.opened:
            world.drop()
        self.opened.clear()

    def _made(self, beginning: Mapping[str, Any]) -> str:
        """Its name; a random end tells it from one of another run of this test on the same server."""
        name = world_name(self._node_id, len(self.opened) + 1)
        try:
            return str(self._remote.ask("POST", "/worlds", {**beginning, "name": name})["name"])
        except DolfinMockError as error:
            if error.code != _EXISTS:
                raise
        return str(self._remote.ask("POST", "/worlds", {**beginning, "name": f"{name}-{secrets.token_hex(4)}"})["name"])


def marked(item: pytest.Item) -> dict[str, Any]:
    """What the marks on a test say of its world; those nearer to it go before others. Raises DolfinMockError."""
    said: dict[str, Any] = {}
    for mark in reversed(list(item.iter_markers(MARKER_NAME))):
        if mark.args:
            raise DolfinMockError('the marker dolfin_mock takes keywords, for example dolfin_mock(scenario="guide")')
        require_members(mark.kwargs)
        said |= mark.kwargs
    return said
