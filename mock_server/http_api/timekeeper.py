"""Time passes: what falls due happens, and what is to be sent is sent."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from mock_server.catalogue import CLOCK_STOPPED
from mock_server.domain import deliveries, times
from mock_server.domain.effects import fall_due
from mock_server.domain.violations import Violation
from mock_server.domain.world import World
from mock_server.domain.worlds import Worlds
from mock_server.operations.effects import EFFECTS
from mock_server.webhooks.sender import Sender

DUES_AT_ONCE = 10_000
"""Assumed: how much may happen by itself in one move of the clock."""
_LONGEST_WAIT = timedelta(hours=1)


class Timekeeper:
    """Lets the time of worlds pass: before a request, after it, and when the clock is moved.

    Deliveries are sent one after the other, in the order in which they fell due, whoever waits for them.
    """

    def __init__(self, worlds: Worlds, sender: Sender) -> None:
        self._worlds = worlds
        self._sender = sender
        self._moving = asyncio.Lock()
        self._sending: asyncio.Task[None] | None = None
        self._passing: asyncio.Task[None] | None = None
        self._stirred = asyncio.Event()

    def catch_up(self, world: World) -> None:
        """What fell due until now happens."""
        now = world.clock.now()
        for _ in range(DUES_AT_ONCE):
            if fall_due(world, EFFECTS, now) is None:
                return

    def stir(self) -> None:
        """Goes on without whoever calls: what is to be sent is sent, what falls due later happens then."""
        if self._passing is not None and not self._passing.done():
            self._stirred.set()
        elif self._wait() is not None:
            self._stirred = asyncio.Event()
            self._passing = asyncio.get_running_loop().create_task(self._pass_time())

    async def move(self, world: World, target: Callable[[datetime], datetime]) -> None:
        """Moves the clock to what `target` makes of the time it shows.

        Until then everything happens at the time it falls due, and what it sends was sent when this returns.
        Raises Violation(Mock.ClockStopped) where that is too much for one move.
        """
        async with self._moving:
            self.catch_up(world)
            await self._send_all(world)
            start = world.clock.now()
            until = target(start)
            for _ in range(DUES_AT_ONCE):
                if not await self._next_happens(world, until):
                    break
            else:
                raise Violation(CLOCK_STOPPED, limit=DUES_AT_ONCE, now=times.written(world.clock.now()))
            if not start <= until <= world.clock.now():  # a running clock may be there by itself
                world.clock.set(until)

    async def _next_happens(self, world: World, until: datetime) -> bool:
        """The earliest due happens, with the clock at its time; False where there is none until then."""
        due = world.agenda.next()
        if due is None or due.at > until:
            return False
        if due.at > world.clock.now():
            world.clock.set(due.at)
        fall_due(world, EFFECTS, due.at)
        await self._send_all(world)
        return True

    async def _pass_time(self) -> None:
        while (wait := self._wait()) is not None:
            self._stirred.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stirred.wait(), wait.total_seconds())
            for world in self._worlds:
                self.catch_up(world)
                await self._send_all(world)

    def _wait(self) -> timedelta | None:
        """How long nothing happens by itself in any world; None where nothing will, until somebody comes."""
        return min((wait for wait in map(_wait_of, self._worlds) if wait is not None), default=None)

    async def _send_all(self, world: World) -> None:
        while self._worlds.holds(world) and deliveries.first_outgoing(world) is not None:
            if self._sending is None or self._sending.done():
                self._sending = asyncio.get_running_loop().create_task(self._send_first(world))
            await asyncio.shield(self._sending)  # others wait for it too

    async def _send_first(self, world: World) -> None:
        outgoing = deliveries.first_outgoing(world)
        assert outgoing is not None
        message = deliveries.message_of(world, outgoing)
        status = None if message is None else await self._sender.send(message)
        deliveries.record(world, outgoing, status)


def _wait_of(world: World) -> timedelta | None:
    due, now = world.agenda.next(), world.clock.now()
    if deliveries.first_outgoing(world) is not None or (due is not None and due.at <= now):
        return timedelta()
    return None if due is None or world.clock.frozen else min(due.at - now, _LONGEST_WAIT)
