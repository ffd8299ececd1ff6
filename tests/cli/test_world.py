"""`dolfin-mock world` against a running server."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from mock_server.resources import SCENARIO_FOLDER
from tests.cli.program import Outcome, dolfin_mock
from tests.running import Program, program

KEY = {"x-dolfin-api-key": "dol_live_abc123"}


@pytest.fixture(scope="module")
def server() -> Iterator[Program]:
    with program("--max-worlds", "20") as running:
        yield running


@pytest.fixture(autouse=True)
def _clean(server: Program) -> Iterator[None]:
    yield
    for world in _listed(server):
        if world["name"] != "default":
            assert _world(server, "delete", world["name"]) == Outcome(0, "", "")


def _world(server: Program, *arguments: str) -> Outcome:
    return dolfin_mock("world", "--url", server.url, *arguments)


def _listed(server: Program) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = json.loads(_world(server, "list", "--json").out)["worlds"]
    return shown


def _refused(ended: Outcome) -> str:
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("dolfin-mock: ")
    assert ended.err.count("\n") == 1
    return ended.err


def test_create_prints_the_address_at_which_the_worlds_api_is(server: Program) -> None:
    ended = _world(server, "create", "mine")
    assert ended == Outcome(0, f"{server.url}/w/mine\n", "")
    assert httpx.get(f"{ended.out.strip()}/industries", headers=KEY).status_code == 200


def test_create_gives_a_name_where_none_is_given(server: Program) -> None:
    first, second = (_world(server, "create").out.strip() for _ in range(2))
    assert first != second
    assert first.startswith(f"{server.url}/w/")


def test_create_takes_everything_that_can_be_said_of_a_world(server: Program) -> None:
    options = ("--scenario", "empty", "--seed", "7", "--now", "2026-02-28T09:00:00Z", "--freeze")
    assert _world(server, "create", "mine", *options).code == 0
    (mine,) = (world for world in _listed(server) if world["name"] == "mine")
    assert (mine["scenario"], mine["seed"], mine["now"], mine["frozen"]) == ("empty", 7, "2026-02-28T09:00:00Z", True)


def test_create_sends_a_file_as_its_text(server: Program, tmp_path: Path) -> None:
    file = tmp_path / "my world.yaml"
    text = (SCENARIO_FOLDER / "empty.yaml").read_text(encoding="utf-8").replace("Acme Platform", "Ärmel Platform")
    file.write_text(text, encoding="utf-8")
    assert _world(server, "create", "mine", "--scenario", str(file)).code == 0


def test_create_says_in_one_line_why_a_file_cannot_be_used(server: Program, tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes(b"description: \xff\n")
    (tmp_path / "wrong.yaml").write_text("description: x\nclients: []\nother: 1\n")
    for name in ("missing.yaml", "latin.yaml"):
        assert name in _refused(_world(server, "create", "mine", "--scenario", str(tmp_path / name)))
    assert "clients" in _refused(_world(server, "create", "mine", "--scenario", str(tmp_path / "wrong.yaml")))
    assert "cannot read" in _refused(_world(server, "create", "mine", "--scenario", f"{tmp_path}/a/b.yaml"))
    assert [world["name"] for world in _listed(server)] == ["default"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("mine", "--scenario", "nothing"),
        ("mine", "--now", "noon"),
        ("mine", "--now", "9999-12-31T23:59:59Z"),
        ("a/b",),
        ("",),
        ("default",),
        ("mine", "--snapshot", "nothing"),
    ],
)
def test_create_says_in_one_line_why_the_server_refuses(server: Program, arguments: tuple[str, ...]) -> None:
    assert server.url in _refused(_world(server, "create", *arguments))
    assert [world["name"] for world in _listed(server)] == ["default"]


def test_a_seed_that_is_none_is_a_mistake_in_the_command(server: Program) -> None:
    for seed in ("-1", "x", "1.5"):
        ended = _world(server, "create", "mine", "--seed", seed)
        assert ended.code == 2
        assert "--seed" in ended.err


def test_list_has_a_line_for_each_world_oldest_first(server: Program) -> None:
    _world(server, "create", "later", "--now", "2026-02-28T09:00:00Z", "--freeze")
    _world(server, "create", "last")
    lines = _world(server, "list").out.splitlines()
    assert [line.split()[0] for line in lines] == ["default", "later", "last"]
    assert lines[1].split()[1:] == ["acme", "2026-02-28T09:00:00Z", "(frozen)", f"{server.url}/w/later"]


def test_list_for_programs_tells_the_limits_too(server: Program) -> None:
    shown = json.loads(_world(server, "list", "--json").out)
    assert (shown["limit"], shown["idleLimitSeconds"]) == (20, 3600)


def test_reset_and_delete_are_of_the_world_that_is_named(server: Program) -> None:
    for name in ("one", "other"):
        _world(server, "create", name)
        assert httpx.get(f"{server.url}/w/{name}/industries", headers=KEY).status_code == 200
    assert _world(server, "reset", "one") == Outcome(0, "", "")
    assert {world["name"]: world["journal"] for world in _listed(server)} == {"default": 0, "one": 0, "other": 1}
    assert _world(server, "delete", "one") == Outcome(0, "", "")
    assert [world["name"] for world in _listed(server)] == ["default", "other"]


def test_the_default_world_can_be_reset_and_is_not_deleted(server: Program) -> None:
    assert _world(server, "reset", "default").code == 0
    assert "reset, not deleted" in _refused(_world(server, "delete", "default"))
