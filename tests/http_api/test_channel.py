"""The way to a caller: whole answers, and those that take messages."""

import asyncio
from typing import Any

from starlette.types import Message

from mock_server.http_api.answer import Answer
from mock_server.http_api.channel import whole


def test_an_answer_with_a_length_is_whole() -> None:
    lines = b"content-type: text/plain\r\ncontent-length: 2\r\nvary: Origin\r\n\r\n"
    assert whole(Answer(200, "text/plain", b"ok")) == (200, lines, b"ok")


def test_an_answer_of_no_length_is_sent_by_messages() -> None:
    sends = whole(Answer(202, None, b"", {"x-a": "1"}))
    assert callable(sends)
    sent: list[Message] = []

    async def receive() -> Any:
        raise AssertionError("nothing is left to be read")

    async def send(message: Message) -> None:
        sent.append(message)

    async def run() -> None:
        await sends({"type": "http", "extensions": {}}, receive, send)

    asyncio.run(run())
    assert sent == [
        {"type": "http.response.start", "status": 202, "headers": [(b"x-a", b"1"), (b"vary", b"Origin")]},
        {"type": "http.response.body", "body": b""},
    ]
