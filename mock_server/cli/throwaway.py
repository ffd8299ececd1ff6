"""A server of a command's own, for as long as the command takes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from mock_server.config import ENVIRONMENT_PREFIX, ConfigurationError

_READY = "Listening on "


@contextmanager
def throwaway_server() -> Iterator[str]:
    """Its address; settings in the environment are for other servers. It ends with this process, however that ends."""
    command = [sys.executable, "-P", "-m", "mock_server", "serve", "--port", "0", "--stop-with-stdin"]
    own = {name: value for name, value in os.environ.items() if not name.startswith(ENVIRONMENT_PREFIX)}
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=own,
    ) as process:
        try:
            yield _address(process)
        finally:
            process.terminate()


def _address(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith(_READY):
            return line.removeprefix(_READY).strip()
    raise ConfigurationError("no server could be started: run dolfin-mock serve to see why")
