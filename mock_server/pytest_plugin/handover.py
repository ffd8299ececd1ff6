"""Under pytest-xdist all workers have one server: they ask the controller, which starts it when first asked."""

import json
import secrets
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Thread
from typing import Any

from mock_server.pytest_plugin.errors import DolfinMockError
from mock_server.pytest_plugin.remote import Remote
from mock_server.pytest_plugin.sources import Source

_HOST = "127.0.0.1"
_BACKLOG = 256
"""All workers ask at once."""
_LINE_BYTES = 65_536
_STRANGER_SECONDS = 5
_ANSWER_SECONDS = 120
"""The first answer waits for a server to start."""
_ENDED = "end"


class Reception:
    """In the controller: answers workers with the server's address, one line of JSON for another."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._key = secrets.token_hex()
        self._listener = socket.create_server((_HOST, 0), backlog=_BACKLOG)
        self._thread = Thread(target=self._receive, name="dolfin-mock", daemon=True)
        self._thread.start()

    def invitation(self) -> dict[str, Any]:
        """What a worker needs to ask."""
        return {"port": self._listener.getsockname()[1], "key": self._key}

    def close(self) -> None:
        if self._thread.is_alive():
            _asked(self.invitation(), _ENDED)
            self._thread.join()
        self._listener.close()

    def _receive(self) -> None:
        word = None
        while word != _ENDED:
            connection, _ = self._listener.accept()
            with connection:
                connection.settimeout(_STRANGER_SECONDS)
                try:
                    word = self._word(_line(connection))
                    if word is not None:
                        connection.sendall(_written({} if word == _ENDED else self._answer()))
                except (OSError, ValueError):
                    continue  # a stranger, or a worker that is gone

    def _word(self, sent: Any) -> str | None:
        """What is asked; None where a stranger asks."""
        if not isinstance(sent, dict) or not secrets.compare_digest(str(sent.get("key")).encode(), self._key.encode()):
            return None
        return str(sent.get("word"))

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
            answer = _asked(self.invitation, "server")
        except (OSError, ValueError, LookupError) as error:
            reason = "this worker cannot ask the pytest that started it for its server: give --dolfin-mock-url"
            raise DolfinMockError(reason) from error
        if "error" in answer:
            raise DolfinMockError(answer["error"])
        return Remote(answer["url"], answer["control_token"])


def _asked(invitation: Mapping[str, Any], word: str) -> Any:
    with socket.create_connection((_HOST, invitation["port"]), timeout=_ANSWER_SECONDS) as connection:
        connection.sendall(_written({"key": invitation["key"], "word": word}))
        return _line(connection)


def _written(value: object) -> bytes:
    return json.dumps(value).encode() + b"\n"


def _line(connection: socket.socket) -> Any:
    with connection.makefile("rb") as lines:
        return json.loads(lines.readline(_LINE_BYTES))
