"""Talks to one world of a server in this process."""

from typing import Any

import httpx

from mock_server.domain.world import World
from tests.asgi import InProcess

_CONTROL = "/__mock__/"


class InWorld(InProcess):
    """The same calls as of a server, made of a world by name; the control API is that world's too."""

    def __init__(self, mock: InProcess, name: str, **beginning: Any) -> None:
        """Makes the world, except the default one."""
        self.server = mock.server
        self.name = name
        if name != "default":
            made = mock.request("POST", "/__mock__/worlds", json={"name": name, **beginning})
            assert made.status_code == 201, made.text

    @property
    def world(self) -> World:
        return self.server.worlds.require(self.name)

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        if path.startswith(_CONTROL):
            return super().request(method, f"/__mock__/worlds/{self.name}/{path.removeprefix(_CONTROL)}", **options)
        return super().request(method, f"/w/{self.name}{path}", **options)
