"""What pytest loads: options, the marker, the fixtures, and what is said of a test that failed.

Every run of every suite beside which this package is installed imports this module: it loads the rest, and starts a
server, when a test first asks for a fixture.
"""

from collections.abc import Callable, Generator, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from mock_server.pytest_plugin.options import Options, add_options, read_options

if TYPE_CHECKING:
    from mock_server.pytest_plugin.remote import Remote
    from mock_server.pytest_plugin.run import Run
    from mock_server.pytest_plugin.world import MockWorld

_MARKER = "dolfin_mock(scenario=None, seed=None, now=None, frozen=None): how the test's world of dolfin-mock begins"
_INVITATION = "dolfin_mock"
_OPTIONS = pytest.StashKey[Options]()
_RUN = pytest.StashKey["Run"]()


def pytest_addoption(parser: pytest.Parser) -> None:
    add_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", _MARKER)
    config.stash[_OPTIONS] = read_options(config)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """In the controller of pytest-xdist, for each worker."""
    node.workerinput[_INVITATION] = _run(node.config).invitation()


@pytest.hookimpl(hookwrapper=True)  # the newer kind of wrapper would break every suite under pytest 7
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, None]:
    """A world is asked what happened in it while it is still there."""
    outcome = yield
    run = item.config.stash.get(_RUN, None)
    if run is not None and outcome.excinfo is None and outcome.get_result().failed:
        outcome.get_result().sections.extend(run.failure_sections())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    run = config.stash.get(_RUN, None)
    ending = None if run is None else run.ending()
    if ending is not None:
        terminalreporter.section("dolfin-mock")
        terminalreporter.write_line(ending)


def pytest_unconfigure(config: pytest.Config) -> None:
    run = config.stash.get(_RUN, None)
    if run is not None:
        run.close()


@pytest.fixture(scope="session")
def dolfin_mock_server(pytestconfig: pytest.Config) -> "Remote":
    """The server of this run: `url`, which is also the base of its default world, and `control_token`."""
    return _run(pytestconfig).server()


@pytest.fixture
def dolfin_mock_world(
    request: pytest.FixtureRequest, dolfin_mock_server: "Remote"
) -> Iterator[Callable[..., "MockWorld"]]:
    """Makes worlds for this test: dolfin_mock_world(scenario=..., seed=..., now=..., frozen=...).

    What is left out is as the marker and the options say.
    """
    with _run(request.config).maker(request.node, dolfin_mock_server) as maker:
        yield maker


@pytest.fixture
def dolfin_mock(pytestconfig: pytest.Config, dolfin_mock_world: Any) -> "MockWorld":
    """A world of dolfin-mock that is this test's own."""
    return _run(pytestconfig).world(dolfin_mock_world)


def _run(config: pytest.Config) -> "Run":
    if _RUN not in config.stash:
        run = import_module("mock_server.pytest_plugin.run").Run
        invitation = getattr(config, "workerinput", {}).get(_INVITATION)
        config.stash[_RUN] = run(config.stash[_OPTIONS], invitation)
    return config.stash[_RUN]
