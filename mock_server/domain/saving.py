"""Saves the state of a world, as it is now."""

from dataclasses import replace

from mock_server.domain.clock import LATEST
from mock_server.domain.origin import SavedWorld
from mock_server.domain.world import World


def save(world: World) -> SavedWorld:
    organisations, users = world.planned.left
    return SavedWorld(
        origin=replace(world.origin, saved=None),
        store=world.store.copy(),
        drawn=world.ids.drawn,
        planned_organisations=dict(organisations),
        planned_users=dict(users),
        now=min(world.clock.now(), LATEST),  # a clock that runs on past it cannot be set there again
        frozen=world.clock.frozen,
    )
