"""The store against a simple model: a list of records per table, copied at the start of a unit of work."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mock_server.domain.store import Index, MemoryStore, Table


@dataclass(frozen=True)
class Pet:
    name: str
    kind: str | None


BY_NAME: Index[Pet] = Index()
BY_KIND: Index[Pet] = Index()
PETS: Table[Pet] = Table("pets", lambda pet: pet.name, (BY_NAME, BY_KIND), lambda pet: (pet.name, pet.kind))
names = st.sampled_from("abcd")
kinds = st.sampled_from(["cat", "dog", None])


class Abandoned(Exception):
    """Ends a unit of work that must leave nothing behind."""


@dataclass(frozen=True)
class Change:
    verb: Literal["put", "delete", "take"]
    pet: Pet

    def happen(self, store: MemoryStore, model: dict[str, Pet]) -> None:
        if self.verb == "put":
            store.put(PETS, self.pet)
            model[self.pet.name] = self.pet
        elif self.verb == "delete":
            store.delete(PETS, self.pet.name)
            model.pop(self.pet.name, None)
        else:
            assert store.take(PETS, self.pet.name) == model.pop(self.pet.name, None)


changes = st.builds(Change, st.sampled_from(["put", "delete", "take"]), st.builds(Pet, names, kinds))


@dataclass
class Pair:
    """A store and what it must hold. Its `changes` grow exactly when something was put or removed."""

    store: MemoryStore
    model: dict[str, Pet]

    def happen(self, several: list[Change]) -> None:
        for change in several:
            before, had = self.store.changes, change.pet.name in self.model
            change.happen(self.store, self.model)
            assert self.store.changes == before + (change.verb == "put" or had)


which = st.integers(0, 3)


class StoreMachine(RuleBasedStateMachine):
    """Up to four stores: the first, and copies of one another, all of them written to."""

    def __init__(self) -> None:
        super().__init__()
        self.pairs = [Pair(MemoryStore(), {})]

    def _pair(self, number: int) -> Pair:
        return self.pairs[number % len(self.pairs)]

    @rule(number=which)
    def copy(self, number: int) -> None:
        pair = self._pair(number)
        self.pairs = [*self.pairs[-3:], Pair(pair.store.copy(), dict(pair.model))]
        assert self.pairs[-1].store.changes == 0

    @rule(number=which, change=changes)
    def change(self, number: int, change: Change) -> None:
        self._pair(number).happen([change])

    @rule(number=which, several=st.lists(changes, max_size=6))
    def complete(self, number: int, several: list[Change]) -> None:
        with self._pair(number).store.unit_of_work():
            self._pair(number).happen(several)

    @rule(number=which, several=st.lists(changes, max_size=6))
    def abandon(self, number: int, several: list[Change]) -> None:
        pair = self._pair(number)
        forgotten, before = Pair(pair.store, dict(pair.model)), pair.store.changes
        with suppress(Abandoned), pair.store.unit_of_work():
            forgotten.happen(several)
            raise Abandoned
        assert pair.store.changes == before

    @invariant()
    def every_record_is_found_by_its_key(self) -> None:
        for pair in self.pairs:
            assert {n: pair.store.get(PETS, n) for n in "abcd"} == {n: pair.model.get(n) for n in "abcd"}

    @invariant()
    def records_come_in_the_order_they_were_first_put(self) -> None:
        for pair in self.pairs:
            assert list(pair.store.all(PETS)) == list(pair.model.values())
            assert [placed.record for placed in pair.store.placed(PETS)] == list(pair.model.values())
            assert pair.store.tables() == ((PETS,) if pair.model else ())

    @invariant()
    def the_index_agrees_in_both_directions(self) -> None:
        for pair in self.pairs:
            for kind in ("cat", "dog"):
                expected = [pet for pet in pair.model.values() if pet.kind == kind]
                newest = list(pair.store.older_than(PETS, BY_KIND, kind, None))
                oldest = list(pair.store.newer_than(PETS, BY_KIND, kind, 0))
                assert list(pair.store.find(PETS, BY_KIND, kind)) == expected
                assert [record for _, record in oldest] == expected
                assert newest == oldest[::-1]

    @invariant()
    def what_has_no_value_is_not_found_by_that_index_alone(self) -> None:
        for pair in self.pairs:
            assert pair.store.find(PETS, BY_KIND, None) == ()
            assert [len(pair.store.find(PETS, BY_NAME, name)) for name in "abcd"] == [n in pair.model for n in "abcd"]

    @invariant()
    def a_position_parts_the_list_in_two(self) -> None:
        for pair in self.pairs:
            listed = list(pair.store.newer_than(PETS, BY_KIND, "cat", 0))
            for i, (position, _) in enumerate(listed):
                assert list(pair.store.older_than(PETS, BY_KIND, "cat", position)) == listed[:i][::-1]
                assert list(pair.store.newer_than(PETS, BY_KIND, "cat", position)) == listed[i + 1 :]


TestStore = StoreMachine.TestCase
TestStore.settings = settings(max_examples=100, stateful_step_count=25, deadline=None)


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore()
    for name in "abc":
        store.put(PETS, Pet(name, "cat"))
    return store


def test_of_two_takers_one_gets_the_record(store: MemoryStore) -> None:
    assert store.take(PETS, "a") == Pet("a", "cat")
    assert store.take(PETS, "a") is None


def test_a_replaced_record_keeps_its_position(store: MemoryStore) -> None:
    before = [position for position, _ in store.newer_than(PETS, BY_KIND, "cat", 0)]
    store.put(PETS, Pet("b", "cat"))
    assert [position for position, _ in store.newer_than(PETS, BY_KIND, "cat", 0)] == before


def test_the_first_record_is_the_one_that_was_put_before_all_others_there(store: MemoryStore) -> None:
    found = []
    while (first := store.first(PETS)) is not None:
        found.append(first.name)
        store.delete(PETS, first.name)
    assert found == ["a", "b", "c"]
    store.put(PETS, Pet("d", "dog"))
    assert store.first(PETS) == Pet("d", "dog")


def test_what_comes_back_to_the_front_is_the_first_again(store: MemoryStore) -> None:
    assert store.first(PETS) == Pet("a", "cat")
    with suppress(Abandoned), store.unit_of_work():
        store.delete(PETS, "a")
        assert store.first(PETS) == Pet("b", "cat")
        store.put(PETS, Pet("a", "dog"))
        raise Abandoned
    assert store.first(PETS) == Pet("a", "cat")
    for _ in range(2_000):
        store.put(PETS, Pet("d", "dog"))
        store.delete(PETS, "d")
    assert store.copy().first(PETS) == store.first(PETS) == Pet("a", "cat")


def test_an_abandoned_unit_of_work_leaves_nothing_behind(store: MemoryStore) -> None:
    with suppress(Abandoned), store.unit_of_work():
        store.take(PETS, "a")
        store.put(PETS, Pet("b", "dog"))
        store.put(PETS, Pet("d", "dog"))
        raise Abandoned
    assert list(store.all(PETS)) == [Pet("a", "cat"), Pet("b", "cat"), Pet("c", "cat")]
    assert store.find(PETS, BY_KIND, "dog") == ()


def test_a_completed_unit_of_work_stays_when_a_later_one_is_abandoned(store: MemoryStore) -> None:
    with store.unit_of_work():
        store.delete(PETS, "a")
    with suppress(Abandoned), store.unit_of_work():
        store.delete(PETS, "b")
        raise Abandoned
    assert [pet.name for pet in store.all(PETS)] == ["b", "c"]


def test_two_tables_do_not_meet(store: MemoryStore) -> None:
    others: Table[Pet] = Table("pets", lambda pet: pet.name)
    store.put(others, Pet("a", "fish"))
    assert store.get(PETS, "a") == Pet("a", "cat")


def test_a_copy_shares_nothing_in_either_direction(store: MemoryStore) -> None:
    copy = store.copy()
    store.put(PETS, Pet("a", "dog"))
    copy.delete(PETS, "b")
    assert [(pet.name, pet.kind) for pet in store.all(PETS)] == [("a", "dog"), ("b", "cat"), ("c", "cat")]
    assert [(pet.name, pet.kind) for pet in copy.all(PETS)] == [("a", "cat"), ("c", "cat")]
    assert copy.find(PETS, BY_KIND, "dog") == ()


def test_copies_of_one_store_and_of_each_other_share_nothing(store: MemoryStore) -> None:
    first = store.copy()
    second, third = store.copy(), first.copy()
    first.put(PETS, Pet("d", "cat"))
    third.delete(PETS, "a")
    assert [[pet.name for pet in each.all(PETS)] for each in (store, first, second, third)] == [
        ["a", "b", "c"],
        ["a", "b", "c", "d"],
        ["a", "b", "c"],
        ["b", "c"],
    ]


def test_an_abandoned_unit_of_work_in_a_copy_leaves_both_as_they_were(store: MemoryStore) -> None:
    copy = store.copy()
    with suppress(Abandoned), copy.unit_of_work():
        copy.take(PETS, "a")
        copy.put(PETS, Pet("b", "dog"))
        raise Abandoned
    expected = [Pet("a", "cat"), Pet("b", "cat"), Pet("c", "cat")]
    assert list(store.all(PETS)) == list(copy.all(PETS)) == expected
    assert list(copy.find(PETS, BY_KIND, "cat")) == expected


def test_a_copy_goes_on_with_positions_so_that_what_is_put_later_is_newer(store: MemoryStore) -> None:
    store.delete(PETS, "c")
    copy = store.copy()
    for each in (store, copy):
        each.put(PETS, Pet("d", "cat"))
    assert list(store.placed(PETS)) == list(copy.placed(PETS))


def test_a_copy_is_made_without_copying_records(store: MemoryStore) -> None:
    copy = store.copy()
    assert copy._rows(PETS) is store._rows(PETS)
    copy.delete(PETS, "a")
    assert copy._rows(PETS) is not store._rows(PETS)


def test_what_is_read_while_it_changes_is_read_as_it_was(store: MemoryStore) -> None:
    listed = store.placed(PETS)
    store.delete(PETS, "b")
    assert [placed.record.name for placed in listed] == ["a", "b", "c"]


def test_what_changes_nothing_is_not_counted(store: MemoryStore) -> None:
    before = store.changes
    store.delete(PETS, "nobody")
    assert store.take(PETS, "nobody") is None
    assert store.find(PETS, BY_KIND, "fish") == ()
    assert store.changes == before
    store.put(PETS, Pet("a", "cat"))
    assert store.changes == before + 1
