"""What led to an answer is printed, and performed, by commands against started programs."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from mock_server.reproductions.signed_texts import SIGNED
from tests.asgi import ACME, ACME_KEY, ALICE
from tests.cli.program import dolfin_mock
from tests.running import Program, program

KEY = {"x-dolfin-api-key": ACME_KEY, "x-dolfin-organisation-id": ACME}
TOKEN = "c0ntrol"


@pytest.fixture(scope="module")
def source() -> Iterator[Program]:
    """Has recorded three answers that are reproduced: a used code (4), a page (8), an upload (10)."""
    with program("--seed", "3") as running, httpx.Client(base_url=running.url) as api:
        code = api.post("/auth/codes", headers=KEY, json={"userId": ALICE}).json()["code"]
        token = api.post("/auth/exchange", json={"code": code}).json()["token"]
        api.get("/invoices", headers=KEY)
        assert api.post("/auth/exchange", json={"code": code}).headers["x-mock-error-code"] == "Mock.AuthCodeUsed"
        invoices = api.get("/invoices", headers={**KEY, "authorization": f"Bearer {token}"}).json()["data"]
        page = next(each["paymentUrl"] for each in invoices if each["paymentUrl"])
        api.post("/customers", headers=KEY, json={"name": 'It\'s "é" $HOME `id`'})
        api.head("/customers", headers=KEY)
        assert api.get(page).status_code == 200
        file = ("bill.pdf", b"%PDF\xff\0\xfe", "application/pdf")
        api.post("/bills", headers=KEY, files={"file": file}).raise_for_status()
        api.post("/bills", headers=KEY, files={"other": file})
        api.head("/nowhere")
        yield running


@pytest.fixture(scope="module")
def other() -> Iterator[Program]:
    with program("--control-token", TOKEN) as running:
        yield running


ENTRIES = (4, 5, 8, 9, 10, 11)


def printed(source: Program, entry: int, *options: str) -> str:
    ended = dolfin_mock("journal", "--url", source.url, "reproduce", str(entry), *options)
    assert (ended.code, ended.err) == (0, "")
    assert not SIGNED.search(ended.out)
    return ended.out


def environment(other: Program) -> dict[str, str]:
    return {
        **os.environ,
        "MOCK": other.url,
        "DOLFIN_MOCK_CONTROL_TOKEN": TOKEN,
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }


def run(command: list[str], other: Program) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, env=environment(other), capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_bash_script_leads_to_the_answer_in_another_server(
    source: Program, other: Program, tmp_path: Path, entry: int
) -> None:
    file = tmp_path / "reproduce.sh"
    file.write_text(printed(source, entry, "--curl"), encoding="utf-8")
    ended = run(["bash", str(file)], other)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_test_module_passes_in_another_server(source: Program, other: Program, tmp_path: Path, entry: int) -> None:
    file = tmp_path / "test_reproduce.py"
    file.write_text(printed(source, entry, "--pytest"), encoding="utf-8")
    ended = run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), str(file)], other
    )
    assert ended.returncode == 0, ended.stdout


def test_a_capsule_is_performed_in_a_server_that_is_started_for_it(source: Program) -> None:
    ended = dolfin_mock("journal", "--url", source.url, "reproduce", "4", "--run")
    assert ended.code == 0, ended.err
    assert "400 Mock.AuthCodeUsed" in ended.out


def test_a_capsule_is_performed_in_a_world_of_a_running_server(source: Program) -> None:
    worlds = httpx.get(f"{source.url}/__mock__/worlds").json()["worlds"]
    ended = dolfin_mock("journal", "--url", source.url, "reproduce", "8", "--run", "--at", source.url)
    assert ended.code == 0, ended.err
    assert len(httpx.get(f"{source.url}/__mock__/worlds").json()["worlds"]) == len(worlds)


def test_a_capsule_can_be_read_by_people_and_programs(source: Program) -> None:
    assert "POST /auth/exchange" in printed(source, 4)
    assert json.loads(printed(source, 4, "--json"))["expected"] == {"status": 400, "code": "Mock.AuthCodeUsed"}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("999",), "no such entry yet"),
        (("4", "--run", "--curl"), "choose one"),
        (("4", "--at", "http://127.0.0.1:1"), "add --run"),
        (("0",), "range"),
    ],
)
def test_what_cannot_be_reproduced_is_one_line(source: Program, arguments: tuple[str, ...], told: str) -> None:
    ended = dolfin_mock("journal", "--url", source.url, "reproduce", *arguments)
    assert ended.code == 2
    assert told in ended.err
