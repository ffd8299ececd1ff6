"""Small ASGI applications by path, with everything that an application may do to the server that runs it."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from inspect import iscoroutinefunction
from typing import Any, TypeAlias

from starlette.types import ASGIApp

from mock_server.http_api.connection import ANSWER, CLOSE, SHORTCUT, ByShortcut, ShortcutTaker

Receive: TypeAlias = Callable[[], Awaitable[Any]]
Send: TypeAlias = Callable[[Any], Awaitable[None]]

LOG = logging.getLogger("uvicorn.error")
MOMENT = 0.03
BIG = b"0123456789abcdef" * 250_000
_TEXT = (b"content-type", b"text/plain")


def start(length: Any = None, *, status: int = 200, headers: Any = ()) -> dict[str, Any]:
    announced = [] if length is None else [(b"content-length", str(length).encode())]
    return {"type": "http.response.start", "status": status, "headers": [_TEXT, *announced, *headers]}


def body(content: Any = b"", *, more: bool = False) -> dict[str, Any]:
    return {"type": "http.response.body", "body": content, "more_body": more}


async def answer(send: Send, content: bytes, **head: Any) -> None:
    await send(start(len(content), **head))
    await send(body(content))


async def echo(scope: Any, receive: Receive, send: Send) -> None:
    """Answers with what came in, as it came in."""
    parts = [await receive()]
    while parts[-1].get("more_body"):
        parts.append(await receive())
    await answer(send, _echoed(scope, b"".join(part.get("body", b"") for part in parts)))


def _echoed(scope: Any, content: bytes) -> bytes:
    members = {
        **scope,
        "server": scope["server"][0],
        "client": scope["client"][0],
        "extensions": sorted(scope["extensions"].keys() - {ANSWER, SHORTCUT}),  # which are ours alone
    }
    return json.dumps([members, content.decode("latin-1")], default=repr, sort_keys=True).encode()


async def messages(_scope: Any, receive: Receive, send: Send) -> None:
    """Answers with what it received, message by message."""
    received = [await receive()]
    while received[-1].get("more_body"):
        received.append(await receive())
    await answer(send, repr(received).encode())


async def tells(_scope: Any, receive: Receive, send: Send) -> None:
    LOG.error("%r", await receive())
    await answer(send, b"told")


async def early(_scope: Any, _receive: Receive, send: Send) -> None:
    await answer(send, b"not read")


async def parts(_scope: Any, receive: Receive, send: Send) -> None:
    await receive()
    await send(start(9))
    for part in (b"one", b"", b"two"):
        await send(body(part, more=True))
    await send(body(b"end"))


async def chunked(_scope: Any, _receive: Receive, send: Send) -> None:
    await send(start())
    for part in (b"one", b"", b"two"):
        await send(body(part, more=True))
        await asyncio.sleep(MOMENT)
    await send(body())


async def whole_before_the_end(_scope: Any, _receive: Receive, send: Send) -> None:
    await send(start(3))
    await send(body(b"all", more=True))
    await send(body())


async def whole_twice(_scope: Any, _receive: Receive, send: Send) -> None:
    await send(start(3))
    await send(body(b"all"))
    await send(body(b"all"))


async def without_length(_scope: Any, _receive: Receive, send: Send) -> None:
    await send(start())
    await send(body(b"whole"))


async def said_chunked(_scope: Any, _receive: Receive, send: Send) -> None:
    await send(start(headers=[(b"Transfer-Encoding", b"chunked")]))
    await send(body(b"whole"))


async def said_chunked_with_length(_scope: Any, _receive: Receive, send: Send) -> None:
    await answer(send, b"whole", headers=[(b"transfer-encoding", b"chunked")])


async def short_messages(_scope: Any, _receive: Receive, send: Send) -> None:
    """Leaves out what may be left out."""
    await send({"type": "http.response.start", "status": 204})
    await send({"type": "http.response.body"})


async def slow(_scope: Any, receive: Receive, send: Send) -> None:
    await receive()
    await asyncio.sleep(MOMENT)
    await answer(send, b"slow")


async def slow_before_reading(_scope: Any, receive: Receive, send: Send) -> None:
    await asyncio.sleep(MOMENT)
    message = await receive()
    await answer(send, message["body"] + b"!")


async def slow_body(_scope: Any, _receive: Receive, send: Send) -> None:
    await send(start(4))
    await asyncio.sleep(MOMENT)
    await send(body(b"slow"))


async def yields(_scope: Any, _receive: Receive, send: Send) -> None:
    await asyncio.sleep(0)
    async with asyncio.timeout(MOMENT):
        await answer(send, b"in a task")


async def catches(_scope: Any, _receive: Receive, send: Send) -> None:
    """What it waits for fails."""
    waited_for = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(waited_for.set_exception, OSError("later"))
    try:
        await waited_for
    except OSError as error:
        await answer(send, str(error).encode())


async def raises(_scope: Any, _receive: Receive, _send: Send) -> None:
    raise LookupError("at once")


async def raises_later(_scope: Any, _receive: Receive, _send: Send) -> None:
    await asyncio.sleep(0)
    raise LookupError("later")


async def raises_with_head(_scope: Any, _receive: Receive, send: Send) -> None:
    await send(start(4))
    raise LookupError("with head")


async def raises_in_body(_scope: Any, _receive: Receive, send: Send) -> None:
    await send(start(4))
    await send(body(b"ab", more=True))
    raise LookupError("in body")


async def raises_after(_scope: Any, _receive: Receive, send: Send) -> None:
    await answer(send, b"all")
    raise LookupError("after")


async def exits(_scope: Any, _receive: Receive, _send: Send) -> None:
    raise asyncio.CancelledError


async def nothing(_scope: Any, _receive: Receive, _send: Send) -> None: ...


async def only_head(_scope: Any, _receive: Receive, send: Send) -> None:
    await send(start(4))


async def unfinished(_scope: Any, _receive: Receive, send: Send) -> None:
    await send(start(4))
    await send(body(b"ab", more=True))


async def returns(_scope: Any, _receive: Receive, send: Send) -> str:
    await answer(send, b"all")
    return "something"


async def returns_alone(_scope: Any, _receive: Receive, _send: Send) -> str:
    return "something"


async def too_short(_scope: Any, _receive: Receive, send: Send) -> None:
    await send(start(9))
    await send(body(b"four"))


async def too_long(_scope: Any, _receive: Receive, send: Send) -> None:
    await send(start(2))
    await send(body(b"four"))


async def too_long_but_cares(_scope: Any, _receive: Receive, send: Send) -> None:
    await send(start(2))
    try:
        await send(body(b"four"))
    except RuntimeError as error:
        LOG.warning("%r", error)
    await send(body(b"ok"))


async def two_heads(_scope: Any, _receive: Receive, send: Send) -> None:
    await send(start(2))
    await send(start(2))


async def body_first(_scope: Any, _receive: Receive, send: Send) -> None:
    await send(body(b"ok"))


async def two_answers(_scope: Any, _receive: Receive, send: Send) -> None:
    await answer(send, b"ok")
    await answer(send, b"ok")


async def odd_message(_scope: Any, _receive: Receive, send: Send) -> None:
    await send({"type": "http.odd"})


async def reads_twice(_scope: Any, receive: Receive, send: Send) -> None:
    await receive()
    again = asyncio.ensure_future(receive())
    await asyncio.wait([again], timeout=MOMENT)
    await answer(send, b"done" if again.done() else b"waits")
    LOG.error("%r", await again)


async def reads_after(_scope: Any, receive: Receive, send: Send) -> None:
    await answer(send, b"all")
    LOG.error("%r", await receive())


async def reads_late(_scope: Any, receive: Receive, send: Send) -> None:
    await answer(send, b"all")
    await asyncio.sleep(MOMENT)
    LOG.error("%r", await receive())


async def waits_for_the_end(_scope: Any, receive: Receive, send: Send) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    await answer(send, b"nobody reads this")
    LOG.error("disconnected")


async def waits_with_head(_scope: Any, receive: Receive, send: Send) -> None:
    await receive()
    await send(start(4))
    LOG.error("%r", await receive())


async def goes_on(_scope: Any, _receive: Receive, send: Send) -> None:
    await answer(send, b"all")
    await asyncio.sleep(MOMENT)
    LOG.error("went on")


async def closes(_scope: Any, _receive: Receive, send: Send) -> None:
    await answer(send, b"bye", headers=[(b"Connection", b"x, Close")])


async def keeps_alive(_scope: Any, _receive: Receive, send: Send) -> None:
    await answer(send, b"stay", headers=[(b"connection", b"keep-alive")])


async def closes_in_parts(_scope: Any, _receive: Receive, send: Send) -> None:
    await send(start(6, headers=[(b"connection", b"close")]))
    await send(body(b"one", more=True))
    await send(body(b"end"))


async def odd_name(_scope: Any, _receive: Receive, send: Send) -> None:
    await answer(send, b"no", headers=[(b"x-a\r\nx-b", b"1")])


async def odd_value(_scope: Any, _receive: Receive, send: Send) -> None:
    await answer(send, b"no", headers=[(b"x-a", b"1\r\nx-b: 2")])


async def odd_value_but_cares(_scope: Any, _receive: Receive, send: Send) -> None:
    try:
        await answer(send, b"no", headers=[(b"x-a", b"1\nx-b: 2")])
    except RuntimeError as error:
        LOG.warning("%r", error)


async def text_header(_scope: Any, _receive: Receive, send: Send) -> None:
    await answer(send, b"no", headers=[("x-a", "1")])


async def capitals(_scope: Any, _receive: Receive, send: Send) -> None:
    await answer(send, b"ok", headers=[(b"X-Capital", b"Yes\tno \xe9")])


async def capital_length(_scope: Any, _receive: Receive, send: Send) -> None:
    await send(start(headers=[(b"Content-Length", b"2")]))
    await send(body(b"ok"))


async def odd_length(_scope: Any, _receive: Receive, send: Send) -> None:
    await send(start(" 2"))
    await send(body(b"ok"))


async def no_length(_scope: Any, _receive: Receive, send: Send) -> None:
    await send(start("none"))
    await send(body(b"ok"))


async def two_lengths(_scope: Any, _receive: Receive, send: Send) -> None:
    await send(start(2, headers=[(b"content-length", b"3")]))
    await send(body(b"ok"))


async def lists_as_headers(_scope: Any, _receive: Receive, send: Send) -> None:
    await send({**start(), "headers": [[b"content-length", b"2"], [b"x-a", b"1"]]})
    await send(body(b"ok"))


async def headers_read_once(_scope: Any, _receive: Receive, send: Send) -> None:
    await send({**start(), "headers": iter([(b"content-length", b"2"), (b"x-a", b"1")])})
    await send(body(b"ok"))


async def odd_headers_read_once(_scope: Any, _receive: Receive, send: Send) -> None:
    await send({**start(), "headers": iter([(b"content-length", b"2"), (b"connection", b"close")])})
    await send(body(b"ok"))


async def no_content(_scope: Any, _receive: Receive, send: Send) -> None:
    await send(start(status=204))
    await send(body())


async def content_nonetheless(_scope: Any, _receive: Receive, send: Send) -> None:
    await send(start(status=204))
    await send(body(b"some"))


async def not_modified(_scope: Any, _receive: Receive, send: Send) -> None:
    await send(start(0, status=304))
    await send(body())


async def odd_status(_scope: Any, _receive: Receive, send: Send) -> None:
    await answer(send, b"ok", status=599)


async def no_status(_scope: Any, _receive: Receive, send: Send) -> None:
    await answer(send, b"ok", status=1000)


async def changeable_body(_scope: Any, _receive: Receive, send: Send) -> None:
    content = bytearray(b"first")
    await send(start(10))
    await send(body(content, more=True))
    content[:] = b"other"
    await send(body(memoryview(content)))
    content[:] = b"never"


async def big(_scope: Any, _receive: Receive, send: Send) -> None:
    await answer(send, BIG)


async def big_parts(_scope: Any, _receive: Receive, send: Send) -> None:
    await send(start(len(BIG)))
    for begin in range(0, len(BIG), 50_000):
        await send(body(BIG[begin : begin + 50_000], more=True))
    await send(body())


async def hangs_up(scope: Any, receive: Receive, _send: Send) -> None:
    await receive()
    scope["extensions"][CLOSE]()
    LOG.error("%r", await receive())


async def hangs_up_with_head(scope: Any, receive: Receive, send: Send) -> None:
    await receive()
    await send(start(4))
    scope["extensions"][CLOSE]()
    LOG.error("%r", await receive())


async def hangs_up_in_body(scope: Any, receive: Receive, send: Send) -> None:
    await receive()
    await send(start(4))
    await send(body(b"ab", more=True))
    scope["extensions"][CLOSE]()
    LOG.error("%r", await receive())


async def hangs_up_with_answer(scope: Any, receive: Receive, send: Send) -> None:
    await answer(send, b"bye")
    scope["extensions"][CLOSE]()
    LOG.error("%r", await receive())


async def hangs_up_later(scope: Any, _receive: Receive, send: Send) -> None:
    await send(start(4))
    await asyncio.sleep(MOMENT)
    scope["extensions"][CLOSE]()
    await send(body(b"lost"))


BY_NAME: dict[str, Any] = {name: found for name, found in globals().items() if iscoroutinefunction(found)}
del BY_NAME[answer.__name__]


SHORT = {"echo", "tells", "parts", "slow", "raises", "hangs_up", "nothing_known"}
"""Those that are also answered by shortcuts: they read the body first, or do not answer at all."""


async def application_with_shortcuts(scope: Any, receive: Receive, send: Send) -> Any:
    """The same, and tells how it would go on."""
    take: ShortcutTaker | None = scope["extensions"].get(SHORTCUT)
    if take is not None and _name(scope) in SHORT:
        take(send, partial(_shortly, scope))
    return await application(scope, receive, send)


def _shortly(scope: Any, content: bytes) -> ByShortcut:
    """Each in one of the ways that a shortcut has."""
    match _name(scope):
        case "echo":
            echoed = _echoed(scope, content)
            return 200, b"content-type: text/plain\r\ncontent-length: %d\r\n\r\n" % len(echoed), echoed
        case "raises":
            raise LookupError("at once")
        case "tells":
            return None
        case name:
            named: ASGIApp = BY_NAME.get(name, echo)
            return named


def _name(scope: Any) -> str:
    return str(scope["path"].strip("/").split("/")[0])


async def application(scope: Any, receive: Receive, send: Send) -> Any:
    """Runs the one that the path names."""
    return await BY_NAME.get(_name(scope), echo)(scope, receive, send)
