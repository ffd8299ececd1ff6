"""Time passes: what falls due happens, and what is to be sent is sent."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
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


@dataclass(slots=True)
class _Pace:
    """What goes on in one world: a move of its clock, a delivery, the passing of time."""

    moving: asyncio.Lock = field(default_factory=asyncio.Lock)
    sending: asyncio.Task[None] | None = None
    passing: asyncio.Task[None] | None = None
    stirred: asyncio.Event = field(default_factory=asyncio.Event)
    happened: int = 0
    """How many dues of moves were not followed by a turn of the journal."""


class Timekeeper:
    """Lets the time of worlds pass: before a request, after it, and when the clock is moved.

    The deliveries of a world are sent one after the other, in the order in which they fell due, whoever waits for
    them. No world waits for another.
    """

    def __init__(self, worlds: Worlds, sender: Sender) -> None:
        self._worlds = worlds
        self._sender = sender
        self._paces: dict[World, _Pace] = {}
        worlds.on_drop.append(self._forget)

    def catch_up(self, world: World) -> None:
        """What fell due until now happens."""
        now = world.clock.now()
        if world.agenda.is_quiet(now):
            return
        for _ in range(DUES_AT_ONCE):
            if fall_due(world, EFFECTS, now) is None:
                return

    def stir(self, world: World) -> None:
        """Goes on without whoever calls: what is to be sent is sent, what falls due later happens then."""
        wait = _wait_of(world)
        if wait is None and world not in self._paces:
            return
        pace = self._pace(world)
        if pace.passing is not None and not pace.passing.done():
            pace.stirred.set()
        elif wait is not None:
            pace.stirred = asyncio.Event()
            pace.passing = asyncio.get_running_loop().create_task(self._pass_time(world, pace))

    async def move(self, world: World, target: Callable[[datetime], datetime]) -> None:
        """Moves the clock to what `target` makes of the time it shows.

        Until then everything happens at the time it falls due, and what it sends was sent when this returns.
        Raises Violation(Mock.ClockStopped) where that is too much for one move.
        """
        async with self._pace(world).moving:
            self.catch_up(world)
            await self._send_all(world)
            start = world.clock.now()
            until = target(start)
            for _ in range(DUES_AT_ONCE):
                if not await self._next_happens(world, until):
                    break
            else:
                raise Violation(CLOCK_STOPPED, limit=DUES_AT_ONCE, now=times.written(world.clock.now()))
            if until < start:
                world.journal.clock_came_to(start)
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
        self._note_stage(world)
        await self._send_all(world)
        return True

    def _note_stage(self, world: World) -> None:
        """The journal tells stages of a long way, each short enough for one move of whoever goes it again."""
        pace = self._pace(world)
        pace.happened += 1
        if pace.happened >= DUES_AT_ONCE // 2:
            world.journal.clock_came_to(world.clock.now())
            pace.happened = 0

    async def _pass_time(self, world: World, pace: _Pace) -> None:
        while self._worlds.holds(world) and (wait := _wait_of(world)) is not None:
            pace.stirred.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(pace.stirred.wait(), wait.total_seconds())
            self.catch_up(world)
            await self._send_all(world)

    async def _send_all(self, world: World) -> None:
        pace = self._pace(world)
        while self._worlds.holds(world) and deliveries.first_outgoing(world) is not None:
            if pace.sending is None or pace.sending.done():
                pace.sending = asyncio.get_running_loop().create_task(self._send_first(world))
            await asyncio.shield(pace.sending)  # others wait for it too

    async def _send_first(self, world: World) -> None:
        outgoing = deliveries.first_outgoing(world)
        assert outgoing is not None
        message = deliveries.message_of(world, outgoing)
        status = None if message is None else await self._sender.send(message)
        deliveries.record(world, outgoing, status)

    def _pace(self, world: World) -> _Pace:
        """The pace of a world; one that is no longer held gets none to keep."""
        pace = self._paces.get(world)
        if pace is None:
            pace = _Pace()
            if self._worlds.holds(world):
                self._paces[world] = pace
        return pace

    def _forget(self, world: World) -> None:
        """A world that is dropped goes on no further."""
        pace = self._paces.pop(world, None)
        if pace is not None and pace.passing is not None:
            pace.passing.cancel()


def _wait_of(world: World) -> timedelta | None:
    """How long nothing happens by itself; None where nothing will, until somebody comes."""
    due = world.agenda.next()
    if deliveries.first_outgoing(world) is not None:
        return timedelta()
    if due is None:
        return None
    now = world.clock.now()
    if due.at <= now:
        return timedelta()
    return None if world.clock.frozen else min(due.at - now, _LONGEST_WAIT)
