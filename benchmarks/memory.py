"""Whether memory stays flat. `python benchmarks/memory.py [requests] [worlds]`, 200,000 and 5,000 unless given.

Starts the server as a user would, with its journal on, and asks over several connections: reads, refusals, and codes
that are minted, exchanged and used again while the clock moves, so that the state has a bound. Then worlds are made,
used with a few requests and dropped. Warm-up is the same in small, until the journal and all else that has a bound are
full. Prints the resident size after warm-up and at the end, and their ratio; exits 1 where that is above 1.10.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

_READY = "Listening on "
_REQUESTS, _WORLDS = 200_000, 5_000
_WARM_REQUESTS, _WARM_WORLDS = 20_000, 1_500
_CONNECTIONS = 8
_AT_ONCE = 10
"""Worlds that one connection holds at a time."""
_MOVE_EVERY = 500
"""Requests of one connection after which the clock goes on by a minute."""
_RATIO = 1.10
_ORGANISATION = "9a658587-fe02-402e-b1ac-bfaf53274ef8"
_USER, _STRANGER = "a1111111-1111-1111-1111-111111111111", "f6666666-6666-6666-6666-666666666666"
_KEY = {"x-dolfin-api-key": "dol_live_abc123"}
_OF_ORGANISATION = {**_KEY, "x-dolfin-organisation-id": _ORGANISATION}


class Connection:
    """One kept-alive connection; `asked` counts its requests to the API."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self.asked = 0

    async def ask(self, status: int, method: str, path: str, headers: dict[str, str], body: Any = None) -> Any:
        """The JSON value of the answer, which must have that status."""
        self.asked += not path.startswith("/__mock__/")
        content = b"" if body is None else json.dumps(body).encode()
        typed = {} if body is None else {"content-type": "application/json"}
        lines = [f"{method} {path} HTTP/1.1", "host: 127.0.0.1", f"content-length: {len(content)}"]
        lines += [f"{name}: {value}" for name, value in {**typed, **headers}.items()]
        self._writer.write("\r\n".join([*lines, "", ""]).encode() + content)
        head, answer = await self._answer()
        assert head.startswith(f"HTTP/1.1 {status} ".encode()), f"{method} {path}: {head!r} {answer!r}"
        return json.loads(answer) if answer else None

    async def _answer(self) -> tuple[bytes, bytes]:
        head = await self._reader.readuntil(b"\r\n\r\n")
        _, found, rest = head.lower().partition(b"content-length:")
        return head, await self._reader.readexactly(int(rest.split(b"\r\n", 1)[0])) if found else b""


async def use(connection: Connection, base: str = "") -> None:
    """A round: eleven requests that leave nothing behind for long, five of them refused."""
    ask = connection.ask
    code = (await ask(201, "POST", f"{base}/auth/codes", _KEY, {"userId": _USER}))["code"]
    token = (await ask(200, "POST", f"{base}/auth/exchange", {}, {"code": code}))["token"]
    await ask(400, "POST", f"{base}/auth/exchange", {}, {"code": code})
    await ask(200, "GET", f"{base}/me", {"authorization": f"Bearer {token}"})
    await ask(200, "GET", f"{base}/invoices", _OF_ORGANISATION)
    await ask(200, "GET", f"{base}/organisations/{_ORGANISATION}/users", _KEY)
    await ask(200, "GET", f"{base}/industries", _KEY)
    await ask(401, "GET", f"{base}/industries", {})
    await ask(404, "POST", f"{base}/auth/codes", _KEY, {"userId": _STRANGER})
    await ask(400, "POST", f"{base}/customers", _OF_ORGANISATION, {"name": ""})
    await ask(404, "GET", f"{base}/nothing", _KEY)


async def ask_for_long(connection: Connection, requests: int) -> None:
    until, move_at = connection.asked + requests, connection.asked
    while connection.asked < until:
        if connection.asked >= move_at:
            await connection.ask(200, "POST", "/__mock__/clock/advance", {}, {"duration": "PT1M"})
            move_at += _MOVE_EVERY
        await use(connection)


async def make_and_drop(connection: Connection, worlds: int) -> None:
    for _ in range(0, worlds, _AT_ONCE):
        made = [await connection.ask(201, "POST", "/__mock__/worlds", {}, {}) for _ in range(_AT_ONCE)]
        for world in made:
            await use(connection, urlsplit(world["url"]).path)
        for world in made:
            await connection.ask(204, "DELETE", f"/__mock__/worlds/{world['name']}", {})


async def over_all(port: int, work: Callable[[Connection, int], Awaitable[None]], count: int) -> None:
    """The work, in equal parts, over connections of its own."""

    async def part() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        await work(Connection(reader, writer), -(-count // _CONNECTIONS))
        writer.close()

    await asyncio.gather(*[part() for _ in range(_CONNECTIONS)])


def resident_megabytes(process: "subprocess.Popen[str]") -> float:
    shown = subprocess.run(["ps", "-o", "rss=", "-p", str(process.pid)], capture_output=True, check=True)
    return int(shown.stdout) / 1024


def measured(process: "subprocess.Popen[str]", port: int, requests: int, worlds: int) -> float:
    """The ratio of the resident sizes; prints them as they come."""

    def stage(name: str, work: Callable[[Connection, int], Awaitable[None]], count: int) -> None:
        started = time.monotonic()
        asyncio.run(over_all(port, work, count))
        sys.stdout.write(
            f"{count:>7} {name:<32} {time.monotonic() - started:6.0f} s   {resident_megabytes(process):6.1f} MB\n"
        )
        sys.stdout.flush()

    stage("requests (warm-up)", ask_for_long, _WARM_REQUESTS)
    stage("worlds made and dropped (warm-up)", make_and_drop, _WARM_WORLDS)
    warm = resident_megabytes(process)
    stage("requests", ask_for_long, requests)
    stage("worlds made and dropped", make_and_drop, worlds)
    ratio = resident_megabytes(process) / warm
    sys.stdout.write(f"resident size at the end to that after warm-up: {ratio:.3f} (at most {_RATIO:.2f})\n")
    return ratio


def measure(requests: int, worlds: int) -> float:
    command = [sys.executable, "-m", "mock_server", "serve", "--port", "0", "--freeze"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            url = next(line.removeprefix(_READY).strip() for line in process.stdout if line.startswith(_READY))
            return measured(process, int(url.rpartition(":")[2]), requests, worlds)
        finally:
            process.terminate()


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]] or [_REQUESTS, _WORLDS]
    raise SystemExit(measure(*given) > _RATIO)
