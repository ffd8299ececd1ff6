"""A connection without a network, for looking at what a protocol does."""

import asyncio
import gc
from collections.abc import Callable, Coroutine
from typing import Any

import uvicorn
from uvicorn.server import ServerState


class RecordingTransport(asyncio.Transport):
    """Keeps what is written, write by write."""

    def __init__(self) -> None:
        super().__init__({"peername": ("127.0.0.1", 50000), "sockname": ("127.0.0.1", 4010)})
        self.written: list[bytes] = []
        self.closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written.append(bytes(data))

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed

    def pause_reading(self) -> None: ...

    def resume_reading(self) -> None: ...


def connections(protocol: Any, application: Any, count: int) -> list[tuple[Any, RecordingTransport]]:
    """Protocols of one server, connected, in the running loop."""
    config = uvicorn.Config(application, http=protocol, lifespan="off", ws="none", log_config=None, access_log=False)
    config.load()
    state = ServerState()
    made = [(protocol(config, state, {}, asyncio.get_running_loop()), RecordingTransport()) for _ in range(count)]
    for each, transport in made:
        each.connection_made(transport)
    return made


def leaves_nothing_to_the_garbage_collector(exchange: Callable[[int], Coroutine[Any, Any, None]]) -> bool:
    """Whether many times leave no more than few: what is once for all may be there in any case."""

    def left_by(times: int) -> int:
        asyncio.run(exchange(times))
        return gc.collect()

    left_by(1)
    gc.disable()
    try:
        few = left_by(2)
        return left_by(12) <= few
    finally:
        gc.enable()
