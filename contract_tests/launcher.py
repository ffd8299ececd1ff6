"""Starts the program as a user would: for `--target mock`, and for the selftests."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

READY = "Listening on "


class LaunchError(Exception):
    """The program did not start; the message is what it said."""


@contextmanager
def launched(*arguments: str) -> Iterator[str]:
    """The base URL of a freshly started mock, stopped at the end."""
    # -P: the folder that the user is in may hold a calendar.py or a mock_server of its own.
    command = [sys.executable, "-P", "-m", "mock_server", "serve", "--port", "0", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            yield _address(process)
        finally:
            process.terminate()


def _address(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith(READY):
            return line.removeprefix(READY).strip()
    raise LaunchError("the mock did not start: run dolfin-mock serve to see why")
