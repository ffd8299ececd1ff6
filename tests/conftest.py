"""Fixtures that many tests share."""

import pytest

from tests.asgi import InProcess


@pytest.fixture
def mock() -> InProcess:
    """A fresh server with the acme scenario, its clock frozen at noon."""
    return InProcess()
