"""The worlds of a server: found, made, dropped, put back; their limits on number and idle time."""

from itertools import pairwise

import pytest

from mock_server.catalogue import TOO_MANY_WORLDS, WORLD_EXISTS, WORLD_KEPT, WORLD_NOT_FOUND, ErrorCode
from mock_server.domain.model import Due
from mock_server.domain.tables import DUES
from mock_server.domain.violations import Violation
from mock_server.domain.world import World
from mock_server.domain.worlds import WORLD_NAME, WorldLimits, Worlds
from tests.asgi import NOON
from tests.domain.worlds import acme_world


class Held:
    """Worlds with a clock of real time that tests move, and the names of those that were dropped."""

    def __init__(self, number: int = 10, idle_seconds: int = 100) -> None:
        self.seconds = 0.0
        self.dropped: list[str] = []
        self.worlds = Worlds(acme_world, WorldLimits(number, idle_seconds), lambda: self.seconds)
        self.worlds.on_drop.append(lambda world: self.dropped.append(world.name))

    def wait(self, seconds: float) -> None:
        self.seconds += seconds

    def names(self) -> set[str]:
        """Also of worlds that are idle and only not gone yet."""
        return {world.name for world in self.worlds}


def _code_of(raised: pytest.ExceptionInfo[Violation]) -> ErrorCode:
    return raised.value.code


@pytest.mark.parametrize("name", ["a", "0", "checkout-test", "Ab.c_d-9", "default", "x" * 64])
def test_these_are_names(name: str) -> None:
    assert WORLD_NAME.fullmatch(name)


@pytest.mark.parametrize("name", ["", ".", "..", "-a", "_a", "a/b", "a b", "a\n", "é", "a%", "x" * 65, "__mock__"])
def test_these_are_no_names(name: str) -> None:
    assert not WORLD_NAME.fullmatch(name)


def test_the_default_world_is_there_from_the_start() -> None:
    worlds = Held().worlds
    assert worlds.find("default") is worlds.default
    assert worlds.holds(worlds.default)


def test_a_world_is_found_by_its_name_as_it_is_written() -> None:
    worlds = Held().worlds
    made = worlds.create("mine", acme_world)
    assert (made.name, worlds.find("mine")) == ("mine", made)
    assert worlds.find("Mine") is None


def test_a_world_that_is_not_there_is_a_violation() -> None:
    with pytest.raises(Violation) as raised:
        Held().worlds.require("mine")
    assert _code_of(raised) is WORLD_NOT_FOUND


@pytest.mark.parametrize("name", ["default", "mine"])
def test_a_name_is_taken_once_and_the_world_that_has_it_stays(name: str) -> None:
    worlds = Held().worlds
    worlds.create("mine", acme_world)
    before = worlds.find(name)
    with pytest.raises(Violation) as raised:
        worlds.create(name, acme_world)
    assert _code_of(raised) is WORLD_EXISTS
    assert worlds.find(name) is before


@pytest.mark.parametrize("number", [0, 1, 3])
def test_there_are_as_many_worlds_as_the_limit_says_besides_the_default_one(number: int) -> None:
    worlds = Held(number).worlds
    for each in range(number):
        worlds.create(f"w{each}", acme_world)
    with pytest.raises(Violation) as raised:
        worlds.create("one-more", acme_world)
    assert _code_of(raised) is TOO_MANY_WORLDS
    assert str(number) in raised.value.detail
    assert worlds.find("one-more") is None


def test_a_world_that_is_dropped_makes_room_for_another() -> None:
    made = Held(1)
    before = made.worlds.create("a", acme_world)
    made.worlds.delete("a")
    assert made.dropped == ["a"]
    assert not made.worlds.holds(before)
    assert made.worlds.create("b", acme_world).name == "b"


def test_the_default_world_is_not_dropped() -> None:
    made = Held()
    with pytest.raises(Violation) as raised:
        made.worlds.delete("default")
    assert _code_of(raised) is WORLD_KEPT
    assert made.dropped == []


def test_a_start_that_fails_leaves_no_world_behind() -> None:
    worlds = Held(1).worlds

    def broken(name: str) -> World:
        raise ValueError(name)

    with pytest.raises(ValueError, match="a"):
        worlds.create("a", broken)
    before = worlds.create("a", acme_world)
    with pytest.raises(ValueError, match="a"):
        worlds.replace("a", broken)
    assert worlds.find("a") is before


def test_a_reset_puts_a_fresh_world_in_the_place_of_one_and_tells_that_it_is_gone() -> None:
    made = Held()
    before = made.worlds.create("mine", acme_world)
    before.store.put(DUES, Due("kind", "subject", NOON))
    after = made.worlds.reset("mine")
    assert made.dropped == ["mine"]
    assert (made.worlds.holds(before), made.worlds.holds(after)) == (False, True)
    assert list(after.store.all(DUES)) == []


def test_a_reset_leads_back_to_how_a_world_began_also_after_another_was_put_in_its_place() -> None:
    worlds, starts = Held().worlds, list[str]()

    def first(name: str) -> World:
        starts.append("first")
        return acme_world(name)

    worlds.create("mine", first)
    worlds.replace("mine", acme_world)
    worlds.reset("mine")
    assert starts == ["first", "first"]


def test_what_is_gone_is_neither_reset_nor_replaced() -> None:
    worlds = Held().worlds
    worlds.create("mine", acme_world)
    worlds.delete("mine")
    with pytest.raises(Violation) as raised:
        worlds.reset("mine")
    assert _code_of(raised) is WORLD_NOT_FOUND
    with pytest.raises(Violation) as raised:
        worlds.replace("mine", acme_world)
    assert _code_of(raised) is WORLD_NOT_FOUND


def test_a_world_is_idle_after_the_limit_and_not_before() -> None:
    made = Held(idle_seconds=100)
    made.worlds.create("mine", acme_world)
    made.wait(100)
    assert made.worlds.find("mine") is not None
    made.wait(100.5)
    assert made.worlds.find("mine") is None


def test_use_keeps_a_world_and_not_that_of_another() -> None:
    made = Held(idle_seconds=100)
    for name in ("used", "left"):
        made.worlds.create(name, acme_world)
    for _ in range(4):
        made.wait(30)
        made.worlds.find("used")
    assert made.worlds.find("used") is not None
    assert made.worlds.find("left") is None


def test_worlds_that_nobody_asks_for_go_when_a_request_comes_for_another_one() -> None:
    made = Held(idle_seconds=100)
    made.worlds.create("left", acme_world)
    made.wait(101)
    made.worlds.find("default")
    assert (made.dropped, made.names()) == (["left"], {"default"})


def test_requests_look_for_idle_worlds_once_a_minute_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    made, looked = Held(idle_seconds=100), list[float]()
    before = Worlds._drop_idle

    def noted(self: Worlds, now: float) -> None:
        looked.append(now)
        before(self, now)

    monkeypatch.setattr(Worlds, "_drop_idle", noted)
    for _ in range(1000):
        made.wait(0.2)
        made.worlds.find("default")
    assert len(looked) == 3
    assert all(later - earlier >= 60 for earlier, later in pairwise(looked))


def test_the_default_world_never_goes() -> None:
    made = Held(idle_seconds=1)
    made.wait(10_000)
    made.worlds.drop_idle()
    assert made.worlds.find("default") is made.worlds.default


def test_without_an_idle_limit_no_world_goes() -> None:
    made = Held(idle_seconds=0)
    made.worlds.create("mine", acme_world)
    made.wait(1e9)
    made.worlds.drop_idle()
    assert made.worlds.find("mine") is not None


def test_an_idle_world_gives_up_its_name_and_its_room_at_once() -> None:
    made = Held(number=1, idle_seconds=10)
    made.worlds.create("mine", acme_world)
    made.wait(11)
    again = made.worlds.create("mine", acme_world)
    made.wait(11)
    assert made.worlds.create("other", acme_world).name == "other"
    assert made.dropped == ["mine", "mine"]
    assert not made.worlds.holds(again)


def test_how_long_a_world_was_not_used_is_told() -> None:
    made = Held()
    mine = made.worlds.create("mine", acme_world)
    made.wait(7)
    assert made.worlds.idle_seconds(mine) == 7
