import time
import uuid

from hypothesis import given
from hypothesis import strategies as st

from mock_server.domain.ids import PlannedIds, SeededIds


@given(st.integers(min_value=0, max_value=2**64))
def test_the_same_seed_gives_the_same_ids(seed: int) -> None:
    one, other = SeededIds(seed), SeededIds(seed)
    assert [one.uuid() for _ in range(5)] == [other.uuid() for _ in range(5)]


def test_another_seed_gives_other_ids() -> None:
    assert SeededIds(1).uuid() != SeededIds(2).uuid()


def test_an_id_is_a_version_4_uuid_in_lower_case_and_never_repeats() -> None:
    source = SeededIds(7)
    made = [source.uuid() for _ in range(1000)]
    assert all(str(uuid.UUID(text)) == text and uuid.UUID(text).version == 4 for text in made)
    assert len(set(made)) == len(made)


def test_a_planned_organisation_id_is_given_once() -> None:
    planned = PlannedIds({"Acme": "id-1"}, {})
    assert planned.take_organisation("acme") is None
    assert planned.take_organisation("Acme") == "id-1"
    assert planned.take_organisation("Acme") is None


def test_a_planned_user_id_is_given_once_whatever_the_case_of_the_email() -> None:
    planned = PlannedIds({}, {"Alice@Example.com": "id-1"})
    assert planned.take_user("bob@example.com") is None
    assert planned.take_user("ALICE@example.COM") == "id-1"
    assert planned.take_user("alice@example.com") is None


def test_what_was_planned_is_copied_so_that_every_world_keeps_its_own_promises() -> None:
    promises = {"Acme": "id-1"}
    PlannedIds(promises, {}).take_organisation("Acme")
    assert promises == {"Acme": "id-1"}


@given(st.integers(min_value=0, max_value=2**64), st.integers(min_value=0, max_value=300))
def test_ids_go_on_after_so_many_that_were_drawn_before(seed: int, drawn: int) -> None:
    source = SeededIds(seed)
    for _ in range(drawn):
        source.uuid()
    later = SeededIds(seed, drawn)
    assert later.drawn == source.drawn == drawn
    assert [later.uuid() for _ in range(3)] == [source.uuid() for _ in range(3)]
    assert later.drawn == drawn + 3


def test_going_on_after_many_ids_takes_no_longer_than_a_request_may() -> None:
    started = time.process_time()
    SeededIds(7, 100_000)
    assert time.process_time() - started < 0.5


def test_what_was_not_taken_is_still_promised() -> None:
    planned = PlannedIds({"Acme": "id-1", "Bakery": "id-2"}, {"Alice@Example.com": "id-3"})
    planned.take_organisation("Acme")
    organisations, users = planned.left
    again = PlannedIds(organisations, users)
    assert again.take_organisation("Acme") is None
    assert again.take_organisation("Bakery") == "id-2"
    assert again.take_user("alice@example.com") == "id-3"
