"""Starts the program as a user would, and talks to it over HTTP."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

READY = "Listening on "


@contextmanager
def running(*arguments: str, env: dict[str, str] | None = None) -> Iterator[tuple[str, "subprocess.Popen[str]", str]]:
    """`dolfin-mock serve --port 0` with more arguments: its address, process and banner; stopped at the end."""
    command = [sys.executable, "-m", "mock_server", "serve", "--port", "0", *arguments]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env
    )
    try:
        assert process.stdout is not None
        banner = _until_ready(process.stdout)
        assert READY in banner, f"the server did not start: {banner}{_rest(process.stderr)}"
        yield banner.rsplit(READY, 1)[1].strip(), process, banner
    finally:
        process.terminate()
        process.communicate(timeout=20)


def _until_ready(output: IO[str]) -> str:
    lines: list[str] = []
    for line in output:
        lines.append(line)
        if line.startswith(READY):
            break
    return "".join(lines)


def _rest(output: IO[str] | None) -> str:
    return output.read() if output is not None else ""
