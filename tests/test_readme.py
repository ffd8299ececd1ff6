"""The README is true: its tables are the code's, and every shell example does what it says."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mock_server.resources import SCENARIO_FOLDER
from tests.readme_tables import CONTROL, README, TABLES, renewed
from tests.running import program

TEXT = README.read_text(encoding="utf-8")


def shell_of(text: str) -> str:
    """The examples that talk to a server, as one script."""
    blocks = re.findall(r"```sh\n(.*?)```", text, flags=re.DOTALL)
    talking = r"^(MOCK=|.*\bcurl |dolfin-mock (?!contract|serve))"
    return "\n".join(block for block in blocks if re.search(talking, block, re.MULTILINE))


def run(script: str, url: str, folder: Path) -> str:
    """What the script prints, in a folder of its own, with the program on its path."""
    env = {**os.environ, "MOCK": url, "DOLFIN_MOCK_URL": url}
    env["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{env['PATH']}"
    script = script.replace("http://127.0.0.1:4010", url).replace(".venv/bin/dolfin-mock", "dolfin-mock")
    command = ["bash", "-eu", "-c", script]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=folder, env=env, check=False)
    assert ended.returncode == 0, ended.stdout[-2000:] + ended.stderr[-2000:]
    return ended.stdout


@pytest.mark.parametrize("document", TABLES, ids=lambda document: document.name)
def test_the_tables_are_those_of_the_code(document: Path) -> None:
    assert renewed(document) == document.read_text(encoding="utf-8"), "run python -m tests.readme_tables"


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_every_example_does_what_it_says(tmp_path: Path) -> None:
    with program() as server:
        shown = run(shell_of(TEXT), server.url, tmp_path)
    promised = re.findall(r"^# \d{3} ([\w.]+):", TEXT, flags=re.MULTILINE)
    received = re.findall(r"^x-mock-error-code: ([\w.]+)", shown, flags=re.MULTILINE)
    assert len(promised) >= 3
    assert received == promised
    assert '"documentNumber":"INV-0003"' in shown
    for code in ("Mock.AuthCodeExpired", "Mock.AuthCodeUsed", "Organisation.NotFound", "Mock.InvalidState"):
        assert f"\n4{STATUS[code]} {code}\n" in shown
    assert "What would have satisfied it" in shown
    printed = [text for text in re.findall(r"```text\n(.*?)```", TEXT, flags=re.DOTALL) if "..." not in text]
    assert printed
    assert all(text in shown for text in printed)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_examples_of_the_control_api_work(tmp_path: Path) -> None:
    shutil.copy(SCENARIO_FOLDER / "empty.yaml", tmp_path / "my-world.yaml")
    with program() as server:
        shown = run(shell_of(CONTROL.read_text(encoding="utf-8")), server.url, tmp_path)
    refused = re.findall(r'"type":"https://tools\.ietf\.org[^}]*?"status":(\d+)', shown)
    assert refused in ([], ["409"]), shown  # nobody asked what the example of verification expects
    assert (tmp_path / "coverage.xml").exists()


STATUS = {
    "Mock.AuthCodeExpired": "00",
    "Mock.AuthCodeUsed": "00",
    "Organisation.NotFound": "04",
    "Mock.InvalidState": "09",
}


def test_the_picture_of_the_banner_is_taken_from_the_banner() -> None:
    picture = next(text for text in re.findall(r"```text\n(.*?)```", TEXT, flags=re.DOTALL) if "Listening on" in text)
    with program() as server:
        banner = server.banner.replace(server.url, "http://127.0.0.1:4010")
    for line in picture.splitlines():
        assert line.strip().removesuffix("...").split("...")[0] in banner
