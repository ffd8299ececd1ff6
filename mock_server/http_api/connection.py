"""Closing the connection of a request, and what its log line tells besides the answer."""

from collections.abc import Callable

from starlette.types import Receive, Scope

CLOSE = "dolfin_mock.close"
"""The extension of the ASGI scope with which a server offers to close the connection: a function without arguments."""
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
