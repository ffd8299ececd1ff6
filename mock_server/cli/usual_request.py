"""A request as most are: it came whole, and is answered in one piece before anything else happens."""

from typing import Any, Protocol

from uvicorn.protocols.http.httptools_impl import RequestResponseCycle
from uvicorn.server import ServerState

from mock_server.cli.answer_head import AnswerHead, head_of
from mock_server.http_api.connection import Shortcut


class Connection(Protocol):
    """What a usual request needs of the connection that it came on."""

    server_state: ServerState

    def send_whole(self, answer: bytes) -> None: ...

    def cycle_of(self, request: "UsualRequest") -> RequestResponseCycle: ...


class UsualRequest:
    """Offers what ASGI calls `receive` and `send`, until something else than usual happens.

    From then on Uvicorn's cycle does, beginning with the state that was reached.
    """

    body = b""
    is_whole = False
    is_read = False
    is_answered = False
    head: AnswerHead | None = None
    shortcut: Shortcut | None = None
    """How the application would answer others with the same head."""

    _cycle: RequestResponseCycle | None = None

    def __init__(self, connection: Connection, scope: Any) -> None:
        self._connection = connection
        self.scope = scope

    def handed_over(self) -> RequestResponseCycle:
        """Uvicorn's cycle, which everything that follows is up to."""
        if self._cycle is None:
            self._cycle = self._connection.cycle_of(self)
        return self._cycle

    @property
    def is_untouched(self) -> bool:
        """Whether nothing of its answer was sent, and everything about it is still usual."""
        return self.head is None and self._cycle is None and not self.is_answered

    async def receive(self) -> Any:
        if self.is_read or self._cycle is not None or self.is_answered:
            return await self.handed_over().receive()
        self.is_read = True
        return {"type": "http.request", "body": self.body, "more_body": False}

    async def send(self, message: Any) -> None:
        if self._cycle is None and not self.is_answered:
            if self.head is None:
                if message["type"] == "http.response.start":
                    self.head = head_of(message, self._connection.server_state.default_headers)
                    if self.head is not None:
                        return
            elif message["type"] == "http.response.body" and not message.get("more_body"):
                head, length = self.head
                body = message.get("body", b"")
                if len(body) == length:
                    self.is_answered = True
                    self._connection.send_whole(head + body)
                    return
        await self.handed_over().send(message)
