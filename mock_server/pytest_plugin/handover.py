"""Under pytest-xdist all workers have one server: they ask the controller, which starts it when first asked."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Thread
from typing import Any

from mock_server.pytest_plugin.errors import DolfinMockError
from mock_server.pytest_plugin.remote import Remote
from mock_server.pytest_plugin.sources import Source

_HOST = "127.0.0.1"
_KEY_BYTES = 32
_ASKED, _ENDED = "server", "end"


class Reception:
    """In the controller: answers workers with the server's address."""

    def __init__(self, source: Source) -> None:
        from multiprocessing.connection import Listener  # noqa: PLC0415  (only runs with workers need it)

        self._source = source
        self._key = os.urandom(_KEY_BYTES)
        self._listener = Listener((_HOST, 0), authkey=self._key)
        self._thread = Thread(target=self._receive, name="dolfin-mock", daemon=True)
        self._thread.start()

    def invitation(self) -> dict[str, Any]:
        """What a worker needs to ask."""
        return {"port": self._listener.address[1], "key": self._key.hex()}

    def close(self) -> None:
        _said(self.invitation(), _ENDED)
        self._thread.join()

    def _receive(self) -> None:
        from multiprocessing import AuthenticationError  # noqa: PLC0415  (same)

        with self._listener:
            while True:
                try:
                    with self._listener.accept() as connection:
                        if connection.recv() == _ENDED:
                            connection.send(None)
                            return
                        connection.send(self._answer())
                except (OSError, EOFError, AuthenticationError):
                    continue  # a stranger, or a worker that is gone

    def _answer(self) -> dict[str, str | None]:
        try:
            server = self._source.server()
        except DolfinMockError as error:
            return {"error": str(error)}
        return {"url": server.url, "control_token": server.control_token}


@dataclass(frozen=True, slots=True)
class ControllersServer:
    """In a worker: the server that the controller has."""

    invitation: Mapping[str, Any]

    def server(self) -> Remote:
        try:
            answer = _said(self.invitation, _ASKED)
        except (OSError, EOFError) as error:
            reason = "this worker cannot ask the pytest that started it for its server: give --dolfin-mock-url"
            raise DolfinMockError(reason) from error
        if "error" in answer:
            raise DolfinMockError(answer["error"])
        return Remote(answer["url"], answer["control_token"])


def _said(invitation: Mapping[str, Any], word: str) -> Any:
    from multiprocessing.connection import Client  # noqa: PLC0415  (same)

    with Client((_HOST, invitation["port"]), authkey=bytes.fromhex(invitation["key"])) as connection:
        connection.send(word)
        return connection.recv()
