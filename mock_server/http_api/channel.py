"""The way to and from a caller of the API."""

from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mock_server.http_api.answer import Answer
from mock_server.http_api.body import discard_rest
from mock_server.http_api.connection import ANSWER, Answerer, WholeAnswer
from mock_server.http_api.cors import BY_ORIGIN
from mock_server.http_api.respond import head_of, lines_of

_LAST_LINES = b"%b: %b\r\n\r\n" % BY_ORIGIN


@dataclass(slots=True)
class Channel:
    """One request's. `unread` says that a part of the body is still to come, which nobody wants, `cross_origin` that a
    page of another origin asks."""

    scope: Scope
    receive: Receive
    send: Send
    unread: bool
    cross_origin: bool

    async def send_answer(self, answer: Answer) -> None:
        if self._sent_at_once(answer):
            return
        await self.send(self.head_of(answer))
        if not self.unread:
            await self.send({"type": "http.response.body", "body": answer.content})
            return
        await self.send({"type": "http.response.body", "body": answer.content, "more_body": True})
        await discard_rest(self.receive)  # before the connection may be closed
        await self.send({"type": "http.response.body"})

    def _sent_at_once(self, answer: Answer) -> bool:
        """Whether the server took the answer as it is: most are sent that way."""
        answerer: Answerer | None = self.scope["extensions"].get(ANSWER)
        if answerer is None or self.unread or self.cross_origin:
            return False
        lines = lines_of(answer)
        return lines is not None and answerer(self.send, answer.status, lines + _LAST_LINES, answer.content)

    def head_of(self, answer: Answer) -> Message:
        """The message that an answer begins with. It varies by origin, as Starlette says where it sees one."""
        head = head_of(answer)
        if not self.cross_origin:
            head["headers"].append(BY_ORIGIN)
        return head


def whole(answer: Answer) -> WholeAnswer | ASGIApp:
    """The answer to a request that is not cross-origin, and of which nothing is left unread."""
    lines = lines_of(answer)
    if lines is not None:
        return answer.status, lines + _LAST_LINES, answer.content

    async def send_it(scope: Scope, receive: Receive, send: Send) -> None:
        await Channel(scope, receive, send, unread=False, cross_origin=False).send_answer(answer)

    return send_it
