"""Counts of what callers were answered outlive resets and worlds."""

from mock_server.domain.coverage import Coverages, Outcome

READ = Outcome("listInvoices", 200, None)
REFUSED = Outcome("listInvoices", 401, "Mock.Unauthorized")


def test_a_world_that_takes_the_place_of_another_goes_on_counting() -> None:
    coverages = Coverages()
    coverages.of_world("default").add(READ)
    coverages.of_world("default").add(READ)
    assert coverages.of_world("default").counts == {READ: 2}


def test_the_server_counts_every_world_also_those_that_are_gone() -> None:
    coverages = Coverages()
    for name in ("one", "two"):
        coverages.of_world(name).add(READ)
    coverages.of_world("two").add(REFUSED)
    coverages.forget_world("two")
    coverages.forget_world("never-there")
    assert coverages.of_server() == {READ: 2, REFUSED: 1}
    assert coverages.of_world("two").counts == {}


def test_worlds_that_are_gone_leave_nothing_but_their_counts() -> None:
    coverages = Coverages()
    for number in range(100):
        coverages.of_world(f"w{number}").add(READ)
        coverages.forget_world(f"w{number}")
    assert coverages.of_server() == {READ: 100}
    assert not coverages._of_world


def test_counting_begins_anew() -> None:
    coverages = Coverages()
    gone, left = coverages.of_world("gone"), coverages.of_world("left")
    gone.add(READ)
    left.add(REFUSED, 2)
    coverages.forget_world("gone")
    assert coverages.clear() == 3
    assert coverages.of_server() == {}
    left.add(READ)
    assert coverages.of_world("left").counts == {READ: 1}
