"""The agenda: what happens next, also of a world whose store is a copy, and after a unit of work that was undone."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.domain import agenda as module
from mock_server.domain.agenda import Agenda
from mock_server.domain.store import MemoryStore
from tests.asgi import NOON

steps = st.lists(
    st.tuples(
        st.sampled_from(["schedule", "schedule", "cancel", "happen"]),
        st.sampled_from("abcd"),
        st.integers(0, 3),
        st.booleans(),
    ),
    max_size=25,
)


class Abandoned(Exception):
    """Ends a unit of work that must leave nothing behind."""


def agenda_of(*subjects: str) -> Agenda:
    agenda = Agenda(MemoryStore())
    for subject in subjects:
        agenda.schedule("kind", subject, NOON)
    return agenda


def remaining(agenda: Agenda) -> list[tuple[str, int]]:
    """Subjects with their minutes, in the order in which they fall due; nothing is left of the agenda."""
    happened = []
    while (due := agenda.next()) is not None:
        happened.append((due.subject, int((due.at - NOON).total_seconds() // 60)))
        agenda.cancel(due.kind, due.subject)
    return happened


def test_what_is_due_at_one_moment_comes_in_the_order_in_which_it_was_set() -> None:
    assert [subject for subject, _ in remaining(agenda_of("b", "a", "c"))] == ["b", "a", "c"]


def test_what_is_set_anew_for_the_same_moment_comes_last() -> None:
    agenda = agenda_of("a", "b")
    agenda.schedule("kind", "a", NOON)
    assert [subject for subject, _ in remaining(agenda)] == ["b", "a"]


def test_what_is_cancelled_does_not_come() -> None:
    agenda = agenda_of("a", "b")
    agenda.cancel("kind", "a")
    assert [subject for subject, _ in remaining(agenda)] == ["b"]


@given(steps)
def test_a_copy_of_a_world_goes_on_as_the_world_would_and_neither_touches_the_other(
    steps: list[tuple[str, str, int, bool]],
) -> None:
    store = MemoryStore()
    agenda = Agenda(store)
    for verb, subject, minutes, abandoned in steps:
        with suppress(Abandoned), store.unit_of_work():
            if verb == "schedule":
                agenda.schedule("kind", subject, NOON + timedelta(minutes=minutes))
            elif verb == "cancel":
                agenda.cancel("kind", subject)
            if abandoned:
                raise Abandoned
        if verb == "happen" and (due := agenda.next()) is not None:
            agenda.cancel(due.kind, due.subject)
    copies = [Agenda(store.copy()) for _ in range(2)]
    expected = remaining(copies[0])
    assert expected == sorted(expected, key=lambda due: due[1])
    assert remaining(agenda) == expected
    assert remaining(copies[1]) == expected


def test_what_no_longer_stands_does_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_SLACK", 10)
    agenda = agenda_of("a", "b")
    for minutes in range(1, 500):
        agenda.schedule("kind", "c", NOON + timedelta(minutes=minutes))
        assert agenda.next() is not None
        assert len(agenda._heap) < 50
    assert remaining(agenda) == [("a", 0), ("b", 0), ("c", 499)]
