"""What a server offers besides ASGI, and what the log line of a request tells besides the answer."""

from collections.abc import Callable
from typing import TypeAlias

from starlette.types import ASGIApp, Receive, Scope, Send

CLOSE = "dolfin_mock.close"
"""The extension of the ASGI scope with which a server offers to close the connection: a function without arguments."""

ANSWER = "dolfin_mock.answer"
"""The extension with which a server offers to send a whole answer without ASGI's messages: an `Answerer`."""

Answerer: TypeAlias = Callable[[Send, int, bytes, bytes], bool]
"""Takes the `send` that the application has, the status, the lines of all headers with the empty one after them, and
the content. False: nothing was sent, since somebody stands between who wants to see messages, or since the request is
not usual any more.
"""

SHORTCUT = "dolfin_mock.shortcut"
"""The extension with which a server offers to answer requests that have the very same head by a function, without an
application: a `ShortcutTaker`.
"""

WholeAnswer: TypeAlias = tuple[int, bytes, bytes]
"""The status, the lines of all headers with the empty one after them, and the content."""

ByShortcut: TypeAlias = WholeAnswer | ASGIApp | None
"""An application sends what takes messages. None: nothing was done, and the whole application is to answer."""

Shortcut: TypeAlias = Callable[[bytes], ByShortcut]
"""Answers a request of which the head is known, by its body, which is there."""

ShortcutTaker: TypeAlias = Callable[[Send, Shortcut], None]
"""Takes the `send` that the application has, and how it would answer the same head; whoever offers that reads bodies
before answering. Nothing is taken where somebody stands between who wants to see messages.
"""

_NOTE = "dolfin_mock.note"


class ConnectionClosedError(Exception):
    """Stands for the closed connection where the server offers no way to close one."""


async def hang_up(scope: Scope, receive: Receive) -> None:
    """Closes the connection, after what was sent; returns when that is done."""
    close: Callable[[], None] | None = scope["extensions"].get(CLOSE)
    if close is None:
        raise ConnectionClosedError
    close()
    while (await receive())["type"] != "http.disconnect":
        pass


def note(scope: Scope, told: str) -> None:
    """Has the log line of the request end with this."""
    scope["extensions"][_NOTE] = told


def noted(scope: Scope) -> str:
    told: str = scope.get("extensions", {}).get(_NOTE, "")
    return told
