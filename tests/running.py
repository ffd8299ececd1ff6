"""Starts the program as a user would, and talks to it over HTTP."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

READY = "Listening on "


def _until_ready(output: IO[str]) -> str:
    lines: list[str] = []
    for line in output:
        lines.append(line)
        if line.startswith(READY):
            break
    return "".join(lines)


@dataclass(frozen=True, slots=True)
class Program:
    """A running server: its address, process, banner, and the file that its log goes to."""

    url: str
    process: "subprocess.Popen[str]"
    banner: str
    log_file: Path

    def log(self) -> str:
        """What it has logged so far; all of it once it has ended."""
        return self.log_file.read_text(encoding="utf-8")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)


@contextmanager
def program(
    *arguments: str,
    command: tuple[str, ...] = (sys.executable, "-m", "mock_server"),
    cwd: Path | None = None,
    env: dict[str, str] | None = None,
) -> Iterator[Program]:
    """`serve --port 0` with more arguments, its log in a file; stopped at the end."""
    with TemporaryDirectory() as folder:
        log_file = Path(folder) / "log"
        with log_file.open("w", encoding="utf-8") as log:
            process = subprocess.Popen(
                [*command, "serve", "--port", "0", *arguments],
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                cwd=cwd,
                env=env,
            )
        with process:
            assert process.stdout is not None
            try:
                banner = _until_ready(process.stdout)
                assert READY in banner, f"the server did not start: {banner}{log_file.read_text(encoding='utf-8')}"
                yield Program(banner.rsplit(READY, 1)[1].strip(), process, banner, log_file)
            finally:
                process.terminate()
