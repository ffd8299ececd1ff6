"""The clock of a world: real, shifted or frozen."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

WallClock = Callable[[], datetime]
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
"""Assumed: what lies some years back must be a date too, and tokens count their seconds from here."""
LATEST = datetime(9999, 1, 1, tzinfo=UTC)
"""A year before the last moment that a date can have: expiry times, and a clock that runs on, need the room."""


class ClockRangeError(Exception):
    """A move to before the earliest moment or past the latest."""


def is_reachable(moment: datetime) -> bool:
    """Whether a clock can show it."""
    return EARLIEST <= moment <= LATEST


class WorldClock:
    """Shows the wall clock's time plus a shift, or stands still."""

    def __init__(self, wall: WallClock, *, now: datetime | None = None, frozen: bool = False) -> None:
        self._wall = wall
        self._shift = timedelta()
        self._frozen_at: datetime | None = None
        self.pinned_at: datetime | None = None
        if frozen:
            self.freeze()
        if now is not None:
            self.set(now)

    @property
    def frozen(self) -> bool:
        return self._frozen_at is not None

    def now(self) -> datetime:
        if self.pinned_at is not None:
            return self.pinned_at
        if self._frozen_at is not None:
            return self._frozen_at
        return self._wall() + self._shift

    def freeze(self) -> None:
        self._frozen_at = self.now()

    def unfreeze(self) -> None:
        """Lets time go on from where it stood."""
        if self._frozen_at is not None:
            self._shift = self._frozen_at - self._wall()
            self._frozen_at = None

    def set(self, now: datetime) -> None:
        """Moves to a moment (with a zone), forwards or backwards; a frozen clock stays frozen there.

        Raises ClockRangeError for a moment that no clock shows.
        """
        if not is_reachable(now):
            raise ClockRangeError
        moment = now.astimezone(UTC)
        if self._frozen_at is not None:
            self._frozen_at = moment
        else:
            self._shift = moment - self._wall()

    def advance(self, step: timedelta) -> None:
        """Moves forwards by a step that is not negative.

        Raises ClockRangeError when the step leads past the latest.
        """
        try:
            self.set(self.now() + step)
        except OverflowError as error:
            raise ClockRangeError from error

    def at(self, moment: datetime) -> "_Pin":
        """Shows a moment, so that an effect is stamped with the time it was due, and a request has one time."""
        return _Pin(self, moment)


class _Pin:
    """Holds a clock at a moment. Every request has one: a generator would take three times as long."""

    __slots__ = ("_before", "_clock", "_moment")

    def __init__(self, clock: WorldClock, moment: datetime) -> None:
        self._clock = clock
        self._moment = moment

    def __enter__(self) -> None:
        self._before = self._clock.pinned_at
        self._clock.pinned_at = self._moment

    def __exit__(self, *_: object) -> None:
        self._clock.pinned_at = self._before
