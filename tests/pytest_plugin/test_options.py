"""The options of a run, on the command line and in pytest's configuration."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.pytest_plugin.suite import run, written
from tests.running import Program

TOLD = """
import json
from pathlib import Path

def test_told(dolfin_mock, dolfin_mock_server):
    shown = dolfin_mock_server.ask("GET", "/worlds/" + dolfin_mock.name)
    Path("told.json").write_text(json.dumps({**shown, "server": dolfin_mock_server.url}), encoding="utf-8")
"""
SCENARIO = """
description: Mine.
industries:
  - {id: b2d4f6a8-1234-5678-9abc-def012345678, name: Plumbing & HVAC}
clients:
  - {id: c1234567-abcd-ef01-2345-6789abcdef01, name: Mine, type: Live, apiKeys: [dol_live_mine]}
"""
TOKEN = ("--dolfin-mock-control-token", "t0ken")


def _told(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((folder / "told.json").read_bytes())
    return told


def test_a_server_that_runs_already_is_used(running: Program, tmp_path: Path) -> None:
    ended = run(written(tmp_path, {"test_told.py": TOLD}), "--dolfin-mock-url", f"{running.url}/", *TOKEN)
    assert ended.code == 0, ended.out
    told = _told(tmp_path)
    assert (told["server"], told["scenario"], told["seed"]) == (running.url, "acme", 0)


def test_pytests_configuration_says_the_same(running: Program, tmp_path: Path) -> None:
    ini = f"dolfin_mock_url = {running.url}\ndolfin_mock_scenario = mine.yaml\ndolfin_mock_seed = 9\n"
    folder = written(tmp_path, {"test_told.py": TOLD, "mine.yaml": SCENARIO}, ini)
    ended = run(folder, DOLFIN_MOCK_CONTROL_TOKEN="t0ken")
    assert ended.code == 0, ended.out
    told = _told(tmp_path)
    assert (told["scenario"], told["seed"]) == ("scenario", 9)


def test_the_command_line_goes_before_the_configuration(running: Program, tmp_path: Path) -> None:
    ini = "dolfin_mock_url = http://127.0.0.1:9\ndolfin_mock_scenario = empty\ndolfin_mock_seed = 9\n"
    options = ("--dolfin-mock-url", running.url, "--dolfin-mock-scenario", "guide", "--dolfin-mock-seed", "7")
    ended = run(written(tmp_path, {"test_told.py": TOLD}, ini), *options, *TOKEN)
    assert ended.code == 0, ended.out
    told = _told(tmp_path)
    assert (told["scenario"], told["seed"]) == ("guide", 7)


def test_the_server_of_a_run_takes_settings_and_no_variables(tmp_path: Path) -> None:
    folder = written(tmp_path, {"test_told.py": TOLD}, "dolfin_mock_serve = --journal-size 1 --host localhost\n")
    ended = run(folder, DOLFIN_MOCK_SCENARIO="nowhere", DOLFIN_MOCK_PORT="1", DOLFIN_MOCK_CONTROL_TOKEN="t0ken")
    assert ended.code == 0, ended.out
    assert _told(tmp_path)["server"].startswith("http://")


@pytest.mark.parametrize(
    ("option", "reason"),
    [
        ("--dolfin-mock-seed=x", "--dolfin-mock-seed must be a whole number"),
        ("--dolfin-mock-seed=-1", "--dolfin-mock-seed must be a whole number"),
        ("--dolfin-mock-url=file:///etc/hosts", "--dolfin-mock-url must be an address"),
        ("--dolfin-mock-url=http://[::1", "--dolfin-mock-url must be an address"),
        ("--dolfin-mock-serve='", "--dolfin-mock-serve cannot be read"),
    ],
)
def test_an_option_that_cannot_be_ends_the_run_with_a_line(tmp_path: Path, option: str, reason: str) -> None:
    ended = run(written(tmp_path, {}), option)
    assert (ended.code, len(ended.out.strip().splitlines())) == (4, 1)
    assert reason in ended.out


def test_a_server_that_does_not_start_is_told_with_what_it_said(tmp_path: Path) -> None:
    suite = "def test_one(dolfin_mock): pass\ndef test_two(dolfin_mock): pass\n"
    ended = run(written(tmp_path, {"test_two.py": suite}), "--dolfin-mock-serve", "--scenario nowhere")
    assert ended.counts() == "2 errors"
    assert "the server of this run did not start: dolfin-mock: " in ended.out
    assert "acme, empty, guide" in ended.out
    assert "Traceback" not in ended.out


@pytest.mark.parametrize("workers", [(), ("-p", "xdist", "-n", "1")])
def test_an_address_where_nobody_answers_is_told(tmp_path: Path, workers: tuple[str, ...]) -> None:
    folder = written(tmp_path, {"test_one.py": "def test_one(dolfin_mock): pass\n"})
    ended = run(folder, "--dolfin-mock-url", "http://127.0.0.1:9", *workers)
    assert "no dolfin-mock answers at http://127.0.0.1:9: start one with dolfin-mock serve" in ended.out
    assert ended.counts() == "1 error"


def test_a_control_token_that_is_wrong_is_told(running: Program, tmp_path: Path) -> None:
    folder = written(tmp_path, {"test_one.py": "def test_one(dolfin_mock): pass\n"})
    ended = run(folder, "--dolfin-mock-url", running.url, "--dolfin-mock-control-token", "wrong")
    assert "The control API needs its token" in ended.out
    assert "wrong" not in ended.out
