"""When the server of a run is there, and when it is not."""

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.pytest_plugin.suite import command, environment, run, written

NOBODY = "import sys\n\ndef test_nothing():\n    print(sorted(name for name in sys.modules if 'mock_server' in name))\n"
ASKING = """
import time
from pathlib import Path

def test_asks(dolfin_mock_server):
    Path("url").write_text(dolfin_mock_server.url, encoding="utf-8")
    while not Path("go on").exists():
        time.sleep(0.02)
"""
SECONDS = 60


def _wait_for(path: Path) -> str:
    give_up = time.monotonic() + SECONDS
    while not path.exists() or not path.read_text(encoding="utf-8"):
        assert time.monotonic() < give_up, "no test has asked yet"
        time.sleep(0.02)
    return path.read_text(encoding="utf-8")


def _is_gone(url: str) -> bool:
    give_up = time.monotonic() + SECONDS
    while time.monotonic() < give_up:
        try:
            httpx.get(f"{url}/__mock__/health")
        except httpx.TransportError:
            return True
        time.sleep(0.02)
    return False


def _asking(folder: Path, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        command(*arguments),
        cwd=written(folder, {"test_asking.py": ASKING}),
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
    )


@pytest.mark.parametrize(
    ("number", "workers"),
    [
        (signal.SIGKILL, ()),
        (signal.SIGKILL, ("-p", "xdist", "-n", "2")),
        (signal.SIGTERM, ()),
        (signal.SIGINT, ()),
    ],
)
def test_a_server_outlives_no_pytest_that_is_killed(
    tmp_path: Path, number: signal.Signals, workers: tuple[str, ...]
) -> None:
    with _asking(tmp_path, *workers) as pytest_process:
        url = _wait_for(tmp_path / "url")
        assert httpx.get(f"{url}/__mock__/health").status_code == 200
        pytest_process.send_signal(number)
        assert _is_gone(url)
        (tmp_path / "go on").touch()


def test_a_server_ends_with_its_run_and_leaves_no_file(tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (tmp_path / "go on").touch()
    ended = run(written(tmp_path, {"test_asking.py": ASKING}), TMPDIR=str(files))
    assert ended.counts() == "1 passed"
    assert _is_gone((tmp_path / "url").read_text(encoding="utf-8"))
    assert list(files.iterdir()) == []


def test_a_suite_that_asks_for_nothing_loads_and_starts_nothing(tmp_path: Path) -> None:
    ended = run(written(tmp_path, {"test_nothing.py": NOBODY}), "-s")
    assert ended.counts().endswith("1 passed")
    (loaded,) = re.findall(r"\[.*mock_server.*\]", ended.out)
    assert re.findall(r"'([^']+)'", loaded) == [
        "mock_server",
        "mock_server.pytest_plugin",
        "mock_server.pytest_plugin.options",
        "mock_server.pytest_plugin.plugin",
        "mock_server.pytest_plugin.scenario_file",
    ]


def test_loading_the_plugin_loads_nothing_that_pytest_has_not_loaded() -> None:
    code = (
        "import sys, pytest, _pytest.config, importlib.metadata, shlex, urllib.parse; before = set(sys.modules);"
        "import mock_server.pytest_plugin.plugin; print(*(set(sys.modules) - before))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=SECONDS)
    assert all(name.startswith("mock_server") for name in shown.stdout.split())


def test_serve_ends_when_its_standard_input_does() -> None:
    told = [sys.executable, "-m", "mock_server", "serve", "--port", "0", "--stop-with-stdin"]
    with subprocess.Popen(told, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        while not process.stdout.readline().startswith(b"Listening on "):
            assert process.poll() is None
        process.stdin.close()
        assert process.wait(SECONDS) == 0
        assert process.stderr is not None
        assert process.stderr.read() == b""


def test_the_option_for_that_is_not_for_people() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "mock_server", "serve", "--help"],
        capture_output=True,
        text=True,
        check=True,
        timeout=SECONDS,
    )
    assert "--stop-with-stdin" not in shown.stdout
