"""The clock of a world: real, shifted or frozen."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
        self._pinned_at: datetime | None = None
        if frozen:
            self.freeze()
        if now is not None:
            self.set(now)

    @property
    def frozen(self) -> bool:
        return self._frozen_at is not None

    def now(self) -> datetime:
        if self._pinned_at is not None:
            return self._pinned_at
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

    @contextmanager
    def at(self, moment: datetime) -> Iterator[None]:
        """Shows a moment, so that an effect is stamped with the time it was due, and a request has one time."""
        before, self._pinned_at = self._pinned_at, moment
        try:
            yield
        finally:
            self._pinned_at = before
