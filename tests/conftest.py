"""Fixtures that many tests share."""

import pytest

from contract_tests.plugin import MARKERS
from tests.asgi import InProcess


@pytest.fixture
def mock() -> InProcess:
    """A fresh server with the acme scenario, its clock frozen at noon."""
    return InProcess()


def pytest_configure(config: pytest.Config) -> None:
    """The marks of the contract suite are known here too: some tests look at its modules."""
    for marker in MARKERS:
        config.addinivalue_line("markers", marker)
