from datetime import UTC, datetime, timedelta, timezone

import pytest

from mock_server.domain.clock import EARLIEST, LATEST, ClockRangeError, WorldClock

MORNING = datetime(2025, 1, 15, 10, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Wall:
    """A wall clock that a test moves."""

    def __init__(self) -> None:
        self.time = MORNING

    def __call__(self) -> datetime:
        return self.time

    def pass_by(self, step: timedelta) -> None:
        self.time += step


@pytest.fixture
def wall() -> Wall:
    return Wall()


def test_a_clock_left_alone_shows_the_wall_clock(wall: Wall) -> None:
    clock = WorldClock(wall)
    wall.pass_by(HOUR)
    assert clock.now() == MORNING + HOUR
    assert not clock.frozen


def test_a_clock_that_was_set_runs_on_from_there(wall: Wall) -> None:
    clock = WorldClock(wall, now=MORNING - 100 * HOUR)
    assert clock.now() == MORNING - 100 * HOUR
    wall.pass_by(HOUR)
    assert clock.now() == MORNING - 99 * HOUR


def test_a_frozen_clock_stands_still(wall: Wall) -> None:
    clock = WorldClock(wall, now=MORNING + HOUR, frozen=True)
    wall.pass_by(HOUR)
    assert clock.frozen
    assert clock.now() == MORNING + HOUR


def test_a_frozen_clock_can_be_moved_and_stays_frozen(wall: Wall) -> None:
    clock = WorldClock(wall, frozen=True)
    clock.set(MORNING - HOUR)
    clock.advance(timedelta(seconds=5))
    wall.pass_by(HOUR)
    assert clock.frozen
    assert clock.now() == MORNING - HOUR + timedelta(seconds=5)


def test_an_unfrozen_clock_goes_on_from_where_it_stood(wall: Wall) -> None:
    clock = WorldClock(wall, frozen=True)
    wall.pass_by(10 * HOUR)
    clock.unfreeze()
    assert clock.now() == MORNING
    wall.pass_by(HOUR)
    assert clock.now() == MORNING + HOUR


def test_freezing_twice_changes_nothing(wall: Wall) -> None:
    clock = WorldClock(wall)
    clock.freeze()
    wall.pass_by(HOUR)
    clock.freeze()
    assert clock.now() == MORNING


def test_unfreezing_a_running_clock_changes_nothing(wall: Wall) -> None:
    clock = WorldClock(wall, now=MORNING + HOUR)
    clock.unfreeze()
    assert clock.now() == MORNING + HOUR


def test_the_time_is_told_in_utc(wall: Wall) -> None:
    tokyo = timezone(timedelta(hours=9))
    clock = WorldClock(wall, now=MORNING.astimezone(tokyo), frozen=True)
    assert clock.now() == MORNING
    assert clock.now().tzinfo is UTC


@pytest.mark.parametrize("frozen", [True, False])
def test_a_step_past_the_latest_moment_is_refused_and_leaves_the_clock_alone(wall: Wall, *, frozen: bool) -> None:
    clock = WorldClock(wall, frozen=frozen)
    for step in (LATEST - MORNING + timedelta(seconds=1), timedelta.max):
        with pytest.raises(ClockRangeError):
            clock.advance(step)
    assert clock.now() == MORNING


def test_the_latest_moment_itself_can_be_reached(wall: Wall) -> None:
    clock = WorldClock(wall)
    clock.advance(LATEST - MORNING)
    assert clock.now() == LATEST


@pytest.mark.parametrize("moment", [EARLIEST - timedelta(microseconds=1), LATEST + timedelta(microseconds=1)])
@pytest.mark.parametrize("frozen", [True, False])
def test_a_clock_is_not_set_to_where_none_goes(wall: Wall, moment: datetime, *, frozen: bool) -> None:
    clock = WorldClock(wall, frozen=frozen)
    with pytest.raises(ClockRangeError):
        clock.set(moment)
    with pytest.raises(ClockRangeError):
        WorldClock(wall, now=moment, frozen=frozen)
    assert clock.now() == wall.time


def test_the_earliest_moment_itself_can_be_set(wall: Wall) -> None:
    clock = WorldClock(wall, now=EARLIEST, frozen=True)
    assert clock.now() == EARLIEST
