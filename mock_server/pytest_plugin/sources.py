"""Where a run's server comes from: one that runs already, one that this process starts, or that of the controller."""

from dataclasses import dataclass
from threading import Lock
from typing import Protocol

from mock_server.pytest_plugin.errors import DolfinMockError
from mock_server.pytest_plugin.options import Options
from mock_server.pytest_plugin.process import ServerProcess
from mock_server.pytest_plugin.remote import Remote


class Source(Protocol):
    """Finds the server when a test first asks for it."""

    def server(self) -> Remote:
        """Raises DolfinMockError where there is none."""


@dataclass(frozen=True, slots=True)
class GivenServer:
    """One that runs already."""

    remote: Remote

    def server(self) -> Remote:
        health = self.remote.ask("GET", "/health")
        if not isinstance(health, dict) or "worlds" not in health.get("capabilities", ()):
            raise DolfinMockError(f"what answers at {self.remote.url} is no dolfin-mock that has worlds")
        return self.remote


class OwnServer:
    """One that is started for this run, once somebody asks, and ended with it."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._lock = Lock()
        self._process: ServerProcess | None = None
        self._remote: Remote | None = None
        self._failure: DolfinMockError | None = None

    def server(self) -> Remote:
        with self._lock:
            if self._failure is not None:
                raise DolfinMockError(str(self._failure))
            if self._remote is None:
                self._remote = self._started()
            return self._remote

    def ending(self) -> str | None:
        """What there is to say of a server that ended before it was told to."""
        if self._process is None or self._remote is None or self._process.ended is None:
            return None
        return f"The server ended by itself with code {self._process.ended}; it said last:\n{self._process.told()}"

    def close(self) -> None:
        with self._lock:
            if self._process is not None and self._failure is None:
                self._process.stop()
            self._process = None

    def _started(self) -> Remote:
        self._process = ServerProcess(self._arguments(), self._options.control_token)
        try:
            return Remote(self._process.url(), self._options.control_token)
        except DolfinMockError as error:
            self._failure = error
            raise

    def _arguments(self) -> tuple[str, ...]:
        """Worlds end with their tests, however long those are looked at in a debugger."""
        scenario = () if self._options.scenario is None else ("--scenario", self._options.scenario)
        return (*scenario, "--seed", str(self._options.seed), "--world-idle", "0", *self._options.serve)
