"""One server for all of these tests, put back to its start before each; what is read of bills follows from its seed."""

import pytest

from tests.asgi import InProcess


@pytest.fixture(scope="session")
def server() -> InProcess:
    return InProcess(seed=1)


@pytest.fixture
def mock(server: InProcess) -> InProcess:
    """The acme scenario as it starts, its clock frozen at noon."""
    assert server.request("POST", "/__mock__/reset").status_code == 200
    return server
