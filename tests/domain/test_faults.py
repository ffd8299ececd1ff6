"""Which requests meet which faults."""

import random
from datetime import timedelta

import pytest

from mock_server.domain.fault_effects import (
    LONGEST_DELAY_MS,
    Delay,
    Distribution,
    Exponential,
    Failure,
    Fixed,
    HangUp,
    Normal,
    Uniform,
)
from mock_server.domain.faults import MOST_FAULTS, FaultPlan, Faults
from mock_server.domain.violations import Violation
from tests.asgi import NOON

ONE = "createInvoice"
SLOW = Delay(Fixed(800))


@pytest.fixture
def faults() -> Faults:
    return Faults(world_seed=1)


def met(faults: Faults, times: int = 200, operation_id: str = ONE) -> list[bool]:
    return [faults.meet(operation_id, NOON) is not None for _ in range(times)]


def test_the_same_requests_meet_the_same_faults(faults: Faults) -> None:
    faults.add(FaultPlan(SLOW, probability=0.2, seed=7))
    again = Faults(world_seed=2)
    again.add(FaultPlan(SLOW, probability=0.2, seed=7))
    pattern = met(faults)
    assert met(again) == pattern
    assert 0 < sum(pattern) < 100


def test_a_seed_is_derived_from_that_of_the_world(faults: Faults) -> None:
    plan = FaultPlan(SLOW, probability=0.5)
    seeds = [Faults(world_seed).add(plan).seed for world_seed in (1, 1, 2)]
    assert seeds[0] == seeds[1] != seeds[2]
    assert faults.add(plan).seed == seeds[0] != faults.add(plan).seed


def test_a_fault_draws_the_same_whatever_the_others_do(faults: Faults) -> None:
    alone = Faults(world_seed=1)
    for each in (faults, alone):
        each.add(FaultPlan(Failure(503), probability=0.3, seed=7))
    faults.add(FaultPlan(SLOW, probability=0.5, seed=8))
    faults.add(FaultPlan(HangUp(), probability=0.9, seed=9))
    for _ in range(200):
        both = faults.meet(ONE, NOON)
        said = alone.meet(ONE, NOON)
        assert (both is not None and both.spoiling == Failure(503)) is (said is not None)


@pytest.mark.parametrize(("probability", "expected"), [(0.0, 0), (1.0, 200)])
def test_the_ends_of_probability_are_never_and_always(faults: Faults, probability: float, expected: int) -> None:
    fault = faults.add(FaultPlan(SLOW, probability=probability))
    assert sum(met(faults)) == expected
    assert (fault.met, fault.drawn) == (expected, 200)


def test_a_fault_is_met_at_most_as_often_as_was_said(faults: Faults) -> None:
    fault = faults.add(FaultPlan(SLOW, count=3))
    assert met(faults, 5) == [True, True, True, False, False]
    assert (fault.met, fault.drawn) == (3, 3)


def test_a_fault_holds_in_its_window(faults: Faults) -> None:
    second = timedelta(seconds=1)
    faults.add(FaultPlan(SLOW, since=NOON, until=NOON + 2 * second))
    assert [faults.meet(ONE, NOON + n * second) is not None for n in (-1, 0, 1, 2)] == [False, True, True, False]


def test_a_fault_befalls_its_operations_alone(faults: Faults) -> None:
    fault = faults.add(FaultPlan(SLOW, operations=(ONE, "getInvoice")))
    assert [sum(met(faults, 1, name)) for name in (ONE, "getInvoice", "getMe")] == [1, 1, 0]
    assert fault.drawn == 2


def test_of_several_the_oldest_delay_and_the_oldest_other_are_met(faults: Faults) -> None:
    made = [faults.add(FaultPlan(effect)) for effect in (Failure(503), SLOW, Delay(Fixed(5)), HangUp())]
    befell = faults.meet(ONE, NOON)
    assert befell is not None
    assert (befell.delay_ms, befell.spoiling) == (800, Failure(503))
    assert befell.told == "f2 delay 800 ms; f1 status 503"
    assert [(fault.met, fault.drawn) for fault in made] == [(1, 1), (1, 1), (0, 1), (0, 1)]


@pytest.mark.parametrize(
    "distribution",
    [
        Fixed(LONGEST_DELAY_MS),
        Uniform(0, LONGEST_DELAY_MS),
        Normal(0, LONGEST_DELAY_MS),
        Normal(LONGEST_DELAY_MS, LONGEST_DELAY_MS),
        Exponential(LONGEST_DELAY_MS),
        Exponential(0),
    ],
)
def test_no_delay_is_negative_or_longer_than_the_longest(distribution: Distribution) -> None:
    source = random.Random(1)
    drawn = [Delay(distribution).milliseconds(source) for _ in range(500)]
    assert 0 <= min(drawn) <= max(drawn) <= LONGEST_DELAY_MS


@pytest.mark.parametrize(
    ("distribution", "mean"),
    [(Fixed(800), 800), (Uniform(400, 1200), 800), (Normal(800, 50), 800), (Exponential(800), 800)],
)
def test_delays_are_distributed_as_was_asked(distribution: Distribution, mean: int) -> None:
    source = random.Random(1)
    drawn = [Delay(distribution).milliseconds(source) for _ in range(2_000)]
    assert abs(sum(drawn) / len(drawn) - mean) < 40
    if isinstance(distribution, Uniform):
        assert 400 <= min(drawn) < 420
        assert 1180 < max(drawn) <= 1200


def test_an_id_never_comes_again(faults: Faults) -> None:
    assert [faults.add(FaultPlan(SLOW)).id for _ in range(2)] == ["f1", "f2"]
    faults.remove("f2")
    assert faults.clear() == 1
    assert faults.add(FaultPlan(SLOW)).id == "f3"
    assert [fault.id for fault in faults] == ["f3"]


def test_a_fault_that_is_not_there_is_told(faults: Faults) -> None:
    for ask in (faults.require, faults.remove):
        with pytest.raises(Violation, match=r"Mock\.FaultNotFound"):
            ask("f1")


def test_a_world_has_only_so_many_faults(faults: Faults) -> None:
    for _ in range(MOST_FAULTS):
        faults.add(FaultPlan(SLOW))
    with pytest.raises(Violation, match=r"Mock\.TooManyFaults"):
        faults.add(FaultPlan(SLOW))
    assert len(list(faults)) == MOST_FAULTS


def test_without_faults_nothing_is_met(faults: Faults) -> None:
    assert not faults.made
    assert faults.meet(ONE, NOON) is None
