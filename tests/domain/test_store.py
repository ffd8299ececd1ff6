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
    kind: str


BY_KIND: Index[Pet] = Index(lambda pet: pet.kind)
PETS: Table[Pet] = Table("pets", lambda pet: pet.name, (BY_KIND,))
names = st.sampled_from("abcd")
kinds = st.sampled_from(["cat", "dog"])


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


class StoreMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.store = MemoryStore()
        self.model: dict[str, Pet] = {}

    @rule(change=changes)
    def change(self, change: Change) -> None:
        change.happen(self.store, self.model)

    @rule(several=st.lists(changes, max_size=6))
    def complete(self, several: list[Change]) -> None:
        with self.store.unit_of_work():
            for change in several:
                change.happen(self.store, self.model)

    @rule(several=st.lists(changes, max_size=6))
    def abandon(self, several: list[Change]) -> None:
        forgotten = dict(self.model)
        with suppress(Abandoned), self.store.unit_of_work():
            for change in several:
                change.happen(self.store, forgotten)
            raise Abandoned

    @invariant()
    def every_record_is_found_by_its_key(self) -> None:
        assert {name: self.store.get(PETS, name) for name in "abcd"} == {n: self.model.get(n) for n in "abcd"}

    @invariant()
    def records_come_in_the_order_they_were_first_put(self) -> None:
        assert list(self.store.all(PETS)) == list(self.model.values())

    @invariant()
    def the_index_agrees_in_both_directions(self) -> None:
        for kind in ("cat", "dog"):
            expected = [pet for pet in self.model.values() if pet.kind == kind]
            newest = list(self.store.older_than(PETS, BY_KIND, kind, None))
            oldest = list(self.store.newer_than(PETS, BY_KIND, kind, 0))
            assert list(self.store.find(PETS, BY_KIND, kind)) == expected
            assert [placed.record for placed in oldest] == expected
            assert newest == oldest[::-1]

    @invariant()
    def a_position_parts_the_list_in_two(self) -> None:
        listed = list(self.store.newer_than(PETS, BY_KIND, "cat", 0))
        for i, placed in enumerate(listed):
            assert list(self.store.older_than(PETS, BY_KIND, "cat", placed.position)) == listed[:i][::-1]
            assert list(self.store.newer_than(PETS, BY_KIND, "cat", placed.position)) == listed[i + 1 :]


TestStore = StoreMachine.TestCase
TestStore.settings = settings(max_examples=100, stateful_step_count=20, deadline=None)


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
    before = [placed.position for placed in store.newer_than(PETS, BY_KIND, "cat", 0)]
    store.put(PETS, Pet("b", "cat"))
    assert [placed.position for placed in store.newer_than(PETS, BY_KIND, "cat", 0)] == before


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
