"""A saved world: started again it goes on as the world would have, and neither touches the other."""

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from mock_server.domain.clock import LATEST, WorldClock
from mock_server.domain.model import UserId
from mock_server.domain.origin import SavedWorld
from mock_server.domain.saving import save
from mock_server.domain.tables import DUES, USERS
from mock_server.domain.world import World
from mock_server.scenarios.start import WorldStarter
from mock_server.tokens.jwt_tokens import JwtTokens
from tests.asgi import ALICE, NOON
from tests.domain.worlds import KEY, user_of


def revived(saved: SavedWorld, name: str = "again") -> World:
    return WorldStarter(lambda: NOON, JwtTokens(KEY), KEY).from_saved(saved)(name)


def rows(world: World) -> dict[str, list[object]]:
    return {table.name: list(world.store.placed(table)) for table in world.store.tables()}


def test_a_saved_world_has_all_records_in_their_places(world: World) -> None:
    assert rows(revived(save(world))) == rows(world)


def test_a_saved_world_draws_the_ids_that_the_world_draws_next(world: World) -> None:
    for _ in range(5):
        world.ids.uuid()
    again = revived(save(world))
    assert [again.ids.uuid() for _ in range(3)] == [world.ids.uuid() for _ in range(3)]


@pytest.mark.parametrize("frozen", [True, False])
def test_the_clock_of_a_saved_world_shows_the_time_at_which_it_was_saved(world: World, *, frozen: bool) -> None:
    world.clock.advance(timedelta(days=40))
    if not frozen:
        world.clock.unfreeze()
    again = revived(save(world))
    assert (again.clock.now(), again.clock.frozen) == (NOON + timedelta(days=40), frozen)


def test_what_falls_due_falls_due_in_the_saved_world_too(world: World) -> None:
    world.agenda.schedule("kind", "late", NOON + timedelta(days=2))
    world.agenda.schedule("kind", "soon", NOON + timedelta(days=1))
    saved = save(world)
    world.agenda.cancel("kind", "soon")
    due = revived(saved).agenda.next()
    assert due is not None
    assert due.subject == "soon"
    assert [due.subject for due in world.store.all(DUES)] == ["late"]


def test_what_happens_later_does_not_reach_what_was_saved_nor_back(world: World) -> None:
    saved = save(world)
    world.store.delete(USERS, UserId(ALICE))
    one, other = revived(saved, "one"), revived(saved, "other")
    one.store.delete(USERS, UserId(ALICE))
    assert user_of(other, ALICE).id == ALICE
    assert user_of(revived(saved), ALICE).id == ALICE
    assert world.store.get(USERS, UserId(ALICE)) is None


def test_promises_that_were_kept_stay_kept_and_each_world_keeps_its_own(world: World) -> None:
    world.planned._organisations.update({"New Ltd": "id-1", "Old Ltd": "id-2"})
    assert world.planned.take_organisation("Old Ltd") == "id-2"
    saved = save(world)
    assert world.planned.take_organisation("New Ltd") == "id-1"
    for name in ("one", "other"):
        again = revived(saved, name)
        assert again.planned.take_organisation("Old Ltd") is None
        assert again.planned.take_organisation("New Ltd") == "id-1"


def test_a_world_that_began_as_a_saved_one_says_so_and_its_own_save_does_not_hold_the_one_before(world: World) -> None:
    saved = save(world)
    again = revived(saved)
    assert (again.origin.saved, again.origin.seed) == (saved, world.origin.seed)
    assert save(again).origin.saved is None


def test_a_saved_world_begins_with_an_empty_journal_and_its_own_name(world: World) -> None:
    again = revived(save(world), "again")
    assert (again.name, len(again.journal), again.journal.next_id) == ("again", 0, 1)


def test_a_world_whose_clock_runs_past_the_latest_moment_can_be_saved_and_started_again(world: World) -> None:
    seconds = count()
    late = WorldClock(lambda: NOON + timedelta(seconds=next(seconds)), now=LATEST)
    again = revived(save(replace(world, clock=late)))
    assert again.clock.now() >= LATEST
