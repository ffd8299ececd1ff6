"""What happens by itself."""

import pytest

from mock_server.domain.tables import DOCUMENTS
from mock_server.operations.effects import EFFECTS
from tests.asgi import InProcess
from tests.operations.callers import MISSING, world_of


@pytest.mark.parametrize("kind", EFFECTS)
def test_what_a_record_waited_for_does_not_happen_once_it_is_gone(mock: InProcess, kind: str) -> None:
    world = world_of(mock)
    before = list(world.store.all(DOCUMENTS))
    EFFECTS[kind](world, MISSING)
    assert list(world.store.all(DOCUMENTS)) == before
