"""Runs pytest with the plugin as a user's suite would, in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

STRICT = "[pytest]\naddopts = --strict-markers --strict-config\nfilterwarnings = error\n"
_PLUGINS = ("-p", "dolfin_mock", "-p", "no:cacheprovider")
_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run of pytest ended."""

    code: int
    out: str

    def counts(self) -> str:
        """The last line without the time it took."""
        return self.out.rstrip().splitlines()[-1].rpartition(" in ")[0].strip("= ")


def command(*arguments: str) -> list[str]:
    """Only our plugin is loaded: those that others install cost a second each time."""
    return [sys.executable, "-m", "pytest", *_PLUGINS, *arguments]


def environment(**variables: str) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "DOLFIN_MOCK_"))}
    return {**ours, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", **variables}


def written(folder: Path, files: Mapping[str, str], ini: str = "") -> Path:
    """A suite of these files, with a strict configuration."""
    for name, text in {"pytest.ini": STRICT + ini, **files}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def run(folder: Path, *arguments: str, **variables: str) -> Ended:
    ended = subprocess.run(
        command(*arguments),
        cwd=folder,
        env=environment(**variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    return Ended(ended.returncode, ended.stdout)
