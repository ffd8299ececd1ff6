"""Lets happen what falls due."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeAlias

from mock_server.domain.model import Due
from mock_server.domain.world import World

_LOG = logging.getLogger(__name__)

Effect: TypeAlias = Callable[[World, str], None]
"""What happens to the record with that id; the clock shows the time it was due."""


def fall_due(world: World, effects: Mapping[str, Effect], until: datetime) -> Due | None:
    """Lets the earliest due happen, at its own time, unless that is after `until`; returns it, or None.

    An effect that fails is a fault of the mock: it is logged and does not come back.
    """
    due = world.agenda.next()
    if due is None or due.at > until:
        return None
    try:
        with world.clock.at(due.at), world.store.unit_of_work():
            world.agenda.cancel(due.kind, due.subject)
            effects[due.kind](world, due.subject)
    except Exception:  # noqa: BLE001  (the last resort, as for a request)
        _LOG.exception("a fault of the mock in %s of %s, due at %s", due.kind, due.subject, due.at)
        world.agenda.cancel(due.kind, due.subject)
    return due
