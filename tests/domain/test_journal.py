"""The journal: bounded in number and size, found by id, cleared, followed."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.domain.journal import Journal, JournalEntry, length_of
from mock_server.domain.principal import Anonymous
from tests.asgi import NOON

_PLENTY = 1_000_000
_BARE = 2_000


def entry(number: int, **members: Any) -> JournalEntry:
    headers: Mapping[str, tuple[str, ...]] = {}
    given: dict[str, Any] = {"body": b"", "content": b"", "target": "", "headers": headers, **members}
    return JournalEntry(
        id=number,
        at=NOON,
        method="GET",
        base_url="http://127.0.0.1:4010",
        operation_id=None,
        principal=Anonymous(),
        organisation_id=None,
        memberships=(),
        status=200,
        answer_headers={},
        media_type=None,
        error_code=None,
        refusal=None,
        changed=False,
        seconds=0.0,
        **given,
    )


def _size(each: JournalEntry) -> int:
    return each.size_with(length_of(each.headers))


def filled(journal: Journal, count: int, **members: Any) -> Journal:
    for _ in range(count):
        journal.add(entry(journal.next_id, **members))
    return journal


def test_entries_come_oldest_first_or_newest_first() -> None:
    journal = filled(Journal(10, _PLENTY), 3)
    assert [each.id for each in journal] == [1, 2, 3]
    assert [each.id for each in journal.newest_first()] == [3, 2, 1]


def test_the_oldest_go_when_there_are_too_many() -> None:
    journal = filled(Journal(3, _PLENTY), 5)
    assert [each.id for each in journal] == [3, 4, 5]
    assert (len(journal), journal.dropped, journal.next_id) == (3, 2, 6)


@pytest.mark.parametrize(
    "large",
    [
        {"body": b"x" * 1000},
        {"content": b"x" * 1000},
        {"target": "x" * 1000},
        {"headers": {"x-many": ("x" * 500, "x" * 494)}},
    ],
)
def test_the_oldest_go_when_they_take_too_much_wherever_it_is(large: dict[str, Any]) -> None:
    journal = filled(Journal(100, 3 * (_BARE + 1000)), 5, **large)
    assert [each.id for each in journal] == [3, 4, 5]


def test_a_body_that_was_over_the_limit_takes_nothing() -> None:
    assert _size(entry(1, body=None)) == _size(entry(1, body=b"")) == _BARE


def test_an_entry_that_is_larger_than_the_journal_is_not_kept_and_what_comes_later_is() -> None:
    journal = filled(Journal(10, _BARE + 10), 1, body=b"x" * 11)
    assert (len(journal), journal.dropped) == (0, 1)
    assert [each.id for each in filled(journal, 1)] == [2]


def test_cleared_entries_make_room_and_their_ids_never_come_again() -> None:
    journal = filled(Journal(10, 2 * _BARE), 2)
    assert journal.clear() == 2
    assert (len(journal), journal.dropped, journal.clear()) == (0, 2, 0)
    assert [each.id for each in filled(journal, 2)] == [3, 4]


def test_who_follows_hears_of_each_entry_until_it_goes_also_in_the_midst_of_one() -> None:
    journal, heard = Journal(10, _PLENTY), list[int]()

    def once(heard_of: JournalEntry) -> None:
        heard.append(heard_of.id)
        journal.listeners.discard(once)

    journal.listeners.add(once)
    filled(journal, 2)
    assert heard == [1]


@given(st.lists(st.integers(0, 3000), max_size=30), st.integers(1, 8), st.integers(2000, 9000), st.integers(0, 30))
def test_of_what_is_added_the_latest_that_fit_are_found_by_id(
    sizes: list[int], limit: int, limit_bytes: int, cleared_at: int
) -> None:
    journal, model = Journal(limit, limit_bytes), list[JournalEntry]()
    for number, size in enumerate(sizes, start=1):
        if number == cleared_at:
            journal.clear()
            model.clear()
        journal.add(entry(number, body=b"x" * size))
        model.append(entry(number, body=b"x" * size))
        while len(model) > limit or sum(map(_size, model)) > limit_bytes:
            del model[0]
        assert list(journal) == model
        assert journal.dropped == number - len(model)
    for number in range(-1, len(sizes) + 3):
        assert journal.get(number) == next((each for each in model if each.id == number), None)
