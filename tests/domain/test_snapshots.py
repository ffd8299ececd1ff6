"""The shelf of a world's snapshots: kept as long as the world."""

import pytest

from mock_server.domain.saving import save
from mock_server.domain.snapshots import Snapshots
from mock_server.domain.violations import Violation
from mock_server.domain.worlds import WorldLimits, Worlds
from tests.asgi import InProcess


class _Seconds:
    """Real time, as a test lets it pass."""

    def __init__(self) -> None:
        self.passed = 0.0

    def __call__(self) -> float:
        return self.passed


@pytest.fixture
def seconds() -> _Seconds:
    return _Seconds()


@pytest.fixture
def worlds(seconds: _Seconds) -> Worlds:
    default = InProcess().server.worlds.default
    return Worlds(lambda _: default, WorldLimits(idle_seconds=60), seconds)


def _put(snapshots: Snapshots, worlds: Worlds, world: str, name: str, *, replace: bool = False) -> None:
    snapshots.put(world, name, save(worlds.default), replace=replace)


def test_a_shelf_is_full_at_its_limit_and_says_so(worlds: Worlds) -> None:
    snapshots = Snapshots(worlds, limit=2)
    for name in ("a", "b"):
        _put(snapshots, worlds, "default", name)
    with pytest.raises(Violation) as caught:
        _put(snapshots, worlds, "default", "c")
    assert caught.value.code.code == "Mock.TooManySnapshots"
    _put(snapshots, worlds, "default", "a", replace=True)
    assert [each.name for each in snapshots.of_world("default")] == ["b", "a"]


def test_a_world_that_is_dropped_for_idleness_takes_its_snapshots_along(worlds: Worlds, seconds: _Seconds) -> None:
    snapshots = Snapshots(worlds)
    worlds.create("mine", lambda _: worlds.default)
    _put(snapshots, worlds, "mine", "a")
    worlds.replace("mine", lambda _: worlds.default)
    assert list(snapshots.of_world("mine"))
    seconds.passed = 61
    worlds.drop_idle()
    assert not list(snapshots.of_world("mine"))
