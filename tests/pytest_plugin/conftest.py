"""What the tests of the plugin share."""

from collections.abc import Iterator

import pytest

from tests.running import Program, program


@pytest.fixture(scope="module")
def running() -> Iterator[Program]:
    """A server that runs already."""
    with program("--control-token", "t0ken") as started:
        yield started
