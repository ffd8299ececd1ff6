"""The server that scripts are performed against."""

import pytest

from mock_server.reproductions.recipe import NOON
from tests.asgi import InProcess


@pytest.fixture(scope="session")
def reproducer() -> InProcess:
    """The one server of all scripts: each begins with a reset of it."""
    return InProcess(now=NOON, seed=1)
