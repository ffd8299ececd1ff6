"""The server that scripts are performed against."""

import pytest

from tests.asgi import InProcess


@pytest.fixture(scope="session")
def reproducer() -> InProcess:
    """The one server of all scripts: each has a world of its own."""
    return InProcess(seed=1)
