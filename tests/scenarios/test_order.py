"""Positions: as few as it takes, and what is told with them comes to stand as it stood."""

from hypothesis import given
from hypothesis import strategies as st

from mock_server.scenarios.order import in_order, note_positions


@given(st.permutations(range(8)))
def test_what_is_told_in_another_order_comes_to_stand_as_it_stood(told: list[int]) -> None:
    entries: list[tuple[int, dict[str, int]]] = [(key, {}) for key in told]
    note_positions(entries, sorted(told))
    assert in_order((entry.get("position"), key) for key, entry in entries) == sorted(told)


def test_one_that_is_out_of_order_gets_the_only_position() -> None:
    entries: list[tuple[str, dict[str, int]]] = [(key, {}) for key in "abecd"]
    note_positions(entries, "abcde")
    assert [entry for _, entry in entries] == [{}, {}, {"position": 4}, {}, {}]


def test_positions_that_cannot_be_are_taken_as_near_as_can_be() -> None:
    assert in_order([(None, "a"), (99, "z"), (0, "b"), (0, "c")]) == ["c", "b", "a", "z"]
