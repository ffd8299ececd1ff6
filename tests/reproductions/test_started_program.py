"""Scripts that are written down lead to their refusals in the program as a user starts it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from mock_server.reproductions.curl_script import curl_script
from mock_server.reproductions.known import reproduction
from mock_server.reproductions.pytest_file import pytest_file
from mock_server.reproductions.script import Expected, Script, Start, Step
from mock_server.resources import SCENARIO_FOLDER
from tests.reproductions.performing import contract
from tests.running import Program, program

TOKEN = "a'b\"$c"
SAMPLE = (
    ("listInvoices", "Mock.Unauthorized"),
    ("exchangeAuthCode", "Mock.AuthCodeExpired"),
    ("mintSandboxHandoff", "Handoff.NoOrgAccess"),
    ("createCheckoutSession", "Mock.InvalidState"),
    ("reverseSupplierCreditApplication", "Mock.InvalidState"),
    ("getPublicInvoice", "Mock.InvalidRequest"),
    ("createInvoice", "Mock.PayloadTooLarge"),
    ("uploadBill", "Mock.PayloadTooLarge"),
)
Write = Callable[[Script], str]


@pytest.fixture(scope="module")
def started() -> Iterator[Program]:
    with program("--control-token", TOKEN) as running:
        yield running


def outcome(text: str, started: Program, folder: Path) -> int:
    """The exit code of what is written down, run as its user would."""
    is_bash = text.startswith("#!")
    file = folder / ("reproduce.sh" if is_bash else "test_reproduce.py")
    file.write_text(text, encoding="utf-8")
    options = ("-q", "-p", "no:cacheprovider", "--rootdir", str(folder))
    command = ["bash", str(file)] if is_bash else [sys.executable, "-m", "pytest", *options, str(file)]
    environment = {"MOCK": started.url, "DOLFIN_MOCK_CONTROL_TOKEN": TOKEN, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, check=False, timeout=120)
    return done.returncode


@pytest.mark.parametrize("write", [curl_script, pytest_file])
@pytest.mark.parametrize(("operation_id", "code"), SAMPLE)
def test_a_written_script_leads_to_its_refusal(
    operation_id: str, code: str, write: Write, started: Program, tmp_path: Path
) -> None:
    assert outcome(write(reproduction(contract(), operation_id, code)), started, tmp_path) == 0


@pytest.mark.parametrize("write", [curl_script, pytest_file])
def test_a_written_script_with_another_expectation_fails(write: Write, started: Program, tmp_path: Path) -> None:
    script = reproduction(contract(), "mintSandboxHandoff", "Handoff.NoOrgAccess")
    for expected in (Expected(403, "Member.Forbidden"), Expected(404, "Handoff.NoOrgAccess")):
        assert outcome(write(replace(script, expected=expected)), started, tmp_path) == 1


@pytest.mark.parametrize("write", [curl_script, pytest_file])
def test_a_scenario_goes_along_as_text(write: Write, started: Program, tmp_path: Path) -> None:
    text = (SCENARIO_FOLDER / "guide.yaml").read_text(encoding="utf-8")
    step = Step("GET", "/organisations/none/users")
    script = Script("The guide's world", Start("guide", text=text, seed=3), (step,), Expected(401, "Mock.Unauthorized"))
    assert outcome(write(script), started, tmp_path) == 0


def test_no_world_of_a_script_stays(started: Program, tmp_path: Path) -> None:
    outcome(curl_script(reproduction(contract(), *SAMPLE[1])), started, tmp_path)
    listed = httpx.get(f"{started.url}/__mock__/worlds", headers={"x-mock-control-token": TOKEN}).json()
    assert [world["name"] for world in listed["worlds"]] == ["default"]


def test_starting_a_server_reads_no_recipe() -> None:
    """Most servers are never asked for one, and all of them should start fast."""
    lines = (
        "import json, sys",
        "from mock_server.bootstrap import bootstrap",
        "from mock_server.config import Settings",
        "bootstrap(Settings())",
        "print(json.dumps([name for name in sys.modules if name.startswith('mock_server.reproductions')]))",
    )
    done = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, check=True, timeout=60)
    assert json.loads(done.stdout) == []
