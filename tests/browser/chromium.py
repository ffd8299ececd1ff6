"""Opens a page in headless Chromium and tells what became of it."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NO_BROWSER = "no Chromium here: on Debian, apt-get install chromium"
_OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-logging=stderr",
    "--window-size=1200,1000",
    "--virtual-time-budget=20000",  # milliseconds of the page's own time: it ends when nothing more happens
)
_CONSOLE = re.compile(r":(?:INFO|WARNING|ERROR):CONSOLE[:(]\d+\)?\] (.*)")


@dataclass(frozen=True, slots=True)
class Opened:
    """The page's elements when it had come to rest, and what its console shows."""

    dom: str
    console: tuple[str, ...]


def opened(url: str) -> Opened:
    """The page after its scripts have run."""
    assert CHROMIUM is not None
    with TemporaryDirectory() as profile:
        ended = subprocess.run(
            [CHROMIUM, *_OPTIONS, f"--user-data-dir={profile}", "--dump-dom", url],
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
            env={"HOME": profile, "PATH": str(Path(CHROMIUM).parent)},
        )
    return Opened(ended.stdout, tuple(_CONSOLE.findall(ended.stderr)))
