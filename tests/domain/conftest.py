"""Fixtures of the domain's tests."""

import pytest

from mock_server.domain.world import World
from tests.domain.worlds import acme_world


@pytest.fixture
def world() -> World:
    return acme_world()
