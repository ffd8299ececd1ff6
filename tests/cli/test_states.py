"""`snapshot`, `state`, `scenario` and `world create --snapshot`, on a running server."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.program import Outcome, dolfin_mock
from tests.running import Program, program

CARD = "carol@cornerbakery.example"


@pytest.fixture(scope="module")
def running() -> Iterator[Program]:
    with program("--seed", "7", "--now", "2025-06-01T12:00:00Z", "--freeze") as server:
        yield server


def run(server: Program, group: str, *arguments: str) -> Outcome:
    """A command of a group that takes `--url`."""
    outcome = dolfin_mock(group, "--url", server.url, *arguments)
    assert outcome.code == 0, outcome.err
    return outcome


def failed(server: Program, group: str, *arguments: str) -> str:
    """The one line that a command says which fails."""
    outcome = dolfin_mock(group, "--url", server.url, *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.count("\n") == 1
    return outcome.err


def test_a_snapshot_is_saved_listed_restored_kept_as_a_file_and_deleted(running: Program, tmp_path: Path) -> None:
    run(running, "snapshot", "save", "it")
    run(running, "clock", "advance", "PT10M")
    run(running, "snapshot", "restore", "it")
    assert run(running, "clock").out == "2025-06-01T12:00:00Z (frozen)\n"
    run(running, "snapshot", "export", "it", str(tmp_path / "it.json"))
    assert run(running, "snapshot", "import", "--name", "other", str(tmp_path / "it.json")).out == "other\n"
    assert [line.split()[0] for line in run(running, "snapshot", "list").out.splitlines()] == ["it", "other"]
    listed = json.loads(run(running, "snapshot", "list", "--json").out)
    assert [each["name"] for each in listed["snapshots"]] == ["it", "other"]
    for name in ("it", "other"):
        run(running, "snapshot", "delete", name)
    assert run(running, "snapshot", "list").out == ""


def test_a_snapshot_is_replaced_only_where_that_is_meant(running: Program, tmp_path: Path) -> None:
    run(running, "snapshot", "save", "again")
    assert "already" in failed(running, "snapshot", "save", "again")
    run(running, "snapshot", "save", "again", "--replace")
    run(running, "snapshot", "export", "again", str(tmp_path / "it.json"))
    assert run(running, "snapshot", "import", str(tmp_path / "it.json"), "--replace").out == "again\n"
    run(running, "snapshot", "delete", "again")


def test_what_cannot_be_done_is_told_in_one_line(running: Program, tmp_path: Path) -> None:
    assert "no snapshot of this name" in failed(running, "snapshot", "restore", "ghost")
    assert "cannot read" in failed(running, "snapshot", "import", str(tmp_path / "ghost.json"))
    (tmp_path / "bad.json").write_text("{}")
    assert "not the file of a snapshot" in failed(running, "snapshot", "import", str(tmp_path / "bad.json"))
    assert "cannot read" in failed(running, "scenario", "load", str(tmp_path / "ghost.yaml"))
    (tmp_path / "bad.yaml").write_text("clients: []")
    assert "/description" in failed(running, "scenario", "load", str(tmp_path / "bad.yaml"))
    assert "cannot write" in failed(running, "scenario", "export", str(tmp_path / "no" / "mine.yaml"))


def test_a_world_is_made_from_a_snapshot_of_another(running: Program) -> None:
    run(running, "snapshot", "--world", "default", "save", "start")
    made = run(running, "world", "create", "copy", "--snapshot", "start", "--from-world", "default").out
    assert made == f"{running.url}/w/copy\n"
    assert json.loads(run(running, "state", "--world", "copy").out)["seed"] == 7
    run(running, "world", "delete", "copy")
    run(running, "snapshot", "delete", "start")


def test_the_state_is_printed_masked_and_narrowed(running: Program) -> None:
    whole = run(running, "state").out
    assert "dol_live_abc123" not in whole
    assert "dol_live_abc123" in run(running, "state", "--secrets").out
    products = json.loads(run(running, "state", "--collection", "products").out)
    assert products["documents"].keys() == {"products"}
    corner = run(running, "state", "--organisation", "6a7b8c9d-0e1f-4a2b-8c3d-4e5f60718293").out
    assert [user["email"] for user in json.loads(corner)["users"]] == [CARD]


def test_a_world_is_written_down_and_begun_again_here_and_in_a_new_server(running: Program, tmp_path: Path) -> None:
    before = run(running, "state", "--secrets").out
    file = tmp_path / "mine.yaml"
    run(running, "scenario", "export", str(file))
    assert run(running, "scenario", "export").out == file.read_text(encoding="utf-8")
    run(running, "clock", "advance", "PT10M")
    run(running, "scenario", "load", str(file))
    assert run(running, "state", "--secrets").out == before
    with program("--scenario", str(file)) as other:
        assert run(other, "state", "--secrets").out == before
