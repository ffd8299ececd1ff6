"""The server of a run, started as a user would start the program."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from mock_server.pytest_plugin.errors import DolfinMockError

_READY = "Listening on "
_START_SECONDS = 60
_STOP_SECONDS = 10
_LOOK_SECONDS = 0.01
_TOLD_LINES = 20
_PREFIX = "DOLFIN_MOCK_"


class ServerProcess:
    """A server that lives no longer than this process: it ends when the pipe to its standard input does."""

    def __init__(self, arguments: tuple[str, ...], control_token: str | None) -> None:
        """`arguments` go to `serve`; what the environment says to it does not count, so that runs are alike."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith(_PREFIX)}
        if control_token is not None:
            environment[f"{_PREFIX}CONTROL_TOKEN"] = control_token
        self._folder = tempfile.TemporaryDirectory(prefix="dolfin-mock-", ignore_cleanup_errors=True)
        self._log = Path(self._folder.name) / "log"
        command = [sys.executable, "-P", "-m", "mock_server", "serve", "--port", "0", *arguments, "--stop-with-stdin"]
        with self._log.open("wb") as log:
            # In a group of its own: a Ctrl-C is for pytest, which still has worlds to end.
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=environment,
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )

    def url(self) -> str:
        """Where it listens, once it does. Raises DolfinMockError where it does not start."""
        give_up = time.monotonic() + _START_SECONDS
        while time.monotonic() < give_up:
            ended = self._process.poll() is not None
            for line in self._lines():
                if line.startswith(_READY):
                    return line.removeprefix(_READY).strip()
            if ended:
                break
            time.sleep(_LOOK_SECONDS)
        told = self.told().strip() or f"nothing was printed in {_START_SECONDS} seconds"
        self.stop()
        raise DolfinMockError(f"the server of this run did not start: {told}")

    @property
    def ended(self) -> int | None:
        """The exit code of one that ended by itself."""
        return self._process.poll()

    def told(self) -> str:
        """The last that it printed."""
        return "".join(self._lines()[-_TOLD_LINES:])

    def stop(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._folder.cleanup()

    def _lines(self) -> list[str]:
        """Whole lines: the last may still be in writing."""
        lines = self._log.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)
        return [line for line in lines if line.endswith("\n")]
