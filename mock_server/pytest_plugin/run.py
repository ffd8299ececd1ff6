"""What one pytest process has of the mock: its server, and the worlds of the test that is running."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from mock_server.pytest_plugin.errors import DolfinMockError
from mock_server.pytest_plugin.failures import told_of
from mock_server.pytest_plugin.handover import ControllersServer, Reception
from mock_server.pytest_plugin.making import WorldMaker, marked
from mock_server.pytest_plugin.options import Options
from mock_server.pytest_plugin.remote import Remote
from mock_server.pytest_plugin.sources import GivenServer, OwnServer, Source
from mock_server.pytest_plugin.world import MockWorld


class Run:
    """`invitation` is what a controller of pytest-xdist gave this process; None where there is none."""

    def __init__(self, options: Options, invitation: Mapping[str, Any] | None) -> None:
        self._options = options
        self._source = _source(options, invitation)
        self._reception: Reception | None = None
        self._maker: WorldMaker | None = None

    def server(self) -> Remote:
        with _said_plainly():
            return self._source.server()

    def invitation(self) -> dict[str, Any]:
        """What a worker is given, so that it finds the server of this process."""
        if not isinstance(self._source, OwnServer):
            return {}
        if self._reception is None:
            self._reception = Reception(self._source)
        return self._reception.invitation()

    @contextmanager
    def maker(self, item: pytest.Item, server: Remote) -> Iterator[WorldMaker]:
        """Makes worlds for a test; they end with it."""
        with _said_plainly():
            usual = {"scenario": self._options.scenario, "seed": self._options.seed, **marked(item)}
        self._maker = WorldMaker(server, item.nodeid, usual, item.config.rootpath)
        yield self._maker
        self._maker.close()

    def world(self, maker: WorldMaker) -> MockWorld:
        with _said_plainly():
            return maker()

    def failure_sections(self) -> list[tuple[str, str]]:
        """What is said of the worlds that are there now, in the report of a test that failed."""
        return [] if self._maker is None else list(told_of(self._maker.opened))

    def ending(self) -> str | None:
        """What there is to say of a server that ended by itself."""
        return self._source.ending() if isinstance(self._source, OwnServer) else None

    def close(self) -> None:
        if self._reception is not None:
            self._reception.close()
        if isinstance(self._source, OwnServer):
            self._source.close()


def _source(options: Options, invitation: Mapping[str, Any] | None) -> Source:
    if options.url is not None:
        return GivenServer(Remote(options.url, options.control_token))
    return OwnServer(options) if invitation is None else ControllersServer(invitation)


@contextmanager
def _said_plainly() -> Iterator[None]:
    """What goes wrong outside a test is told without a look at this code."""
    try:
        yield
    except (DolfinMockError, ValueError) as error:
        raise pytest.fail.Exception(str(error), pytrace=False) from None
