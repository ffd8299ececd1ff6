"""`dolfin-mock contract update`: a newer document is taken whole, or not at all, and then served."""

import json
import os
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from mock_server.cli import contract
from mock_server.contract.build import render
from mock_server.contract.folder import is_reconstructed
from mock_server.contract.given import given_contract
from mock_server.resources import OPENAPI_FOLDER
from tests.asgi import ACME, ACME_KEY
from tests.cli.newer import newer_document, present_document, written
from tests.cli.program import Outcome, dolfin_mock
from tests.contract.diff.documents import document
from tests.contract.documents import vendored, yaml_file
from tests.contract.web import Page, web
from tests.running import program

HEADERS = {"x-dolfin-api-key": ACME_KEY, "x-dolfin-organisation-id": ACME}


@pytest.fixture(autouse=True)
def own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the program's own contract folder, in its place, with the reconstructed document."""
    copy = tmp_path_factory.mktemp("own") / "openapi"
    shutil.copytree(OPENAPI_FOLDER, copy)
    if not is_reconstructed(vendored()):
        (copy / "openapi.json").write_text(render(present_document()), encoding="utf-8")
    monkeypatch.setattr(contract, "OPENAPI_FOLDER", copy)
    return copy


def files(folder: Path) -> Mapping[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def update(*arguments: object) -> Outcome:
    return dolfin_mock("contract", "update", *map(str, arguments))


def test_a_newer_document_is_reported_and_put_into_a_folder_of_the_users_own(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    ended = update(written(tmp_path, newer_document()), "--into", mine)
    assert (ended.code, ended.err) == (0, "")
    assert "Breaking: 2\n" in ended.out
    assert "POST /customers: CreateCustomerRequest.email is required now" in ended.out
    assert "overlays/60-error-codes.yaml: action 2: $.paths['/auth/codes']" in ended.out
    assert f"serve it: dolfin-mock serve --contract {mine}" in ended.out
    assert (mine / "openapi.json").read_bytes() == (tmp_path / "newer.json").read_bytes()
    assert {file.name for file in mine.iterdir()} == {"openapi.json", "effective.json", "overlays"}
    assert files(mine / "overlays") == files(OPENAPI_FOLDER / "overlays")


def test_the_effective_contract_of_the_folder_is_what_is_served(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    update(written(tmp_path, newer_document()), "--into", mine)
    (mine / "overlays" / "70-links.yaml").unlink()
    assert dolfin_mock("contract", "build", str(mine)).code == 0
    served, _ = given_contract(mine, OPENAPI_FOLDER)
    assert json.loads((mine / "effective.json").read_bytes()) == served.document
    assert "createCustomer" in served.operations


def test_an_operation_that_nobody_has_seen_works_over_http(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    update(written(tmp_path, newer_document()), "--into", mine)
    with (
        program("--contract", str(mine), "--self-check") as server,
        httpx.Client(base_url=server.url, headers=HEADERS) as client,
    ):
        booked = client.post("/delivery-slots", json={"day": "2026-12-24", "places": 3})
        read = client.get(f"/delivery-slots/{booked.json()['id']}")
        listed = client.get("/delivery-slots")
        refused = client.post("/delivery-slots", json={"day": "soon", "places": 0})
        without_email = client.post("/customers", json={"name": "Riverside Cafe"})
        customer = client.post("/customers", json={"name": "Riverside Cafe", "email": "till@riverside.example"})
    assert (booked.status_code, booked.headers["x-mock-fidelity"]) == (201, "state")
    assert booked.json() == {"id": booked.json()["id"], "day": "2026-12-24", "places": 3}
    assert read.json() == booked.json()
    assert listed.json() == [booked.json()]
    assert (refused.status_code, refused.headers["x-mock-error-code"]) == (400, "Mock.InvalidRequest")
    assert (without_email.status_code, customer.status_code) == (400, 201)
    assert customer.headers["x-mock-fidelity"] == "rules"


def test_the_programs_own_document_is_replaced_where_no_folder_is_named(own: Path, tmp_path: Path) -> None:
    before = files(own)
    ended = update(written(tmp_path, newer_document()))
    assert ended.code == 0
    after = files(own)
    assert {name for name in after if before.get(name) != after[name]} == {"openapi.json", "effective.json"}
    assert after.keys() == before.keys()
    checked = dolfin_mock("contract", "check")
    assert (checked.code, checked.out) == (0, "the contract is up to date\n")
    assert checked.err.startswith("warning: overlays/60-error-codes.yaml: action 2: ")
    assert dolfin_mock("contract", "build").out == "unchanged: openapi.json\nunchanged: effective.json\n"
    assert dolfin_mock("contract", "check", "--strict").code == 1


def test_a_folder_of_ones_own_is_updated_again_with_its_own_overlays(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    update(written(tmp_path, newer_document()), "--into", mine)
    (mine / "overlays" / "60-error-codes.yaml").unlink()
    again = newer_document()
    del again["paths"]["/delivery-slots/{id}"]
    ended = update(written(tmp_path, again), "--into", mine)
    assert "Breaking: 1\n  GET /delivery-slots/{id}: the operation is gone" in ended.out
    assert "60-error-codes" not in ended.out
    assert not (mine / "overlays" / "60-error-codes.yaml").exists()
    assert "/delivery-slots/{id}" not in json.loads((mine / "effective.json").read_bytes())["paths"]


def test_a_folder_of_ones_own_is_built_and_checked_after_a_change_of_its_overlays(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    update(written(tmp_path, newer_document()), "--into", mine)
    (mine / "overlays" / "80-examples.yaml").unlink()
    stale = dolfin_mock("contract", "check", str(mine))
    assert stale.code == 1
    assert f"run dolfin-mock contract build {mine}" in stale.err
    assert "written: effective.json" in dolfin_mock("contract", "build", str(mine)).out
    assert dolfin_mock("contract", "check", str(mine)).code == 0


def test_a_dry_run_tells_the_same_and_writes_nothing(own: Path, tmp_path: Path) -> None:
    before = files(own)
    mine = tmp_path / "mine"
    file = written(tmp_path, newer_document())
    for ended in (update(file, "--dry-run"), update(file, "--into", mine, "--dry-run")):
        assert ended.code == 0
        assert "Breaking: 2\n" in ended.out
        assert "not written (--dry-run): " in ended.out
    assert files(own) == before
    assert not mine.exists()


def test_breaking_changes_fail_only_where_that_is_asked_for(tmp_path: Path) -> None:
    file, mine = written(tmp_path, newer_document()), tmp_path / "mine"
    assert update(file, "--into", mine, "--fail-on-breaking").code == 1
    assert (mine / "effective.json").exists()
    assert update(file, "--into", mine, "--fail-on-breaking").code == 0


def test_yaml_becomes_json_and_an_address_will_do(tmp_path: Path) -> None:
    text = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {/a: {get: {responses: {200: {description: x}}}}}\n"
    with web({"/openapi": Page(text.encode())}) as address:
        ended = update(f"{address}/openapi", "--into", tmp_path / "mine")
    assert ended.code == 0
    assert json.loads((tmp_path / "mine" / "openapi.json").read_bytes())["info"]["title"] == "T"


def test_the_mark_of_the_reconstructed_document_is_taken_out(own: Path, tmp_path: Path) -> None:
    ended = update(written(tmp_path, present_document() | {"tags": []}))
    assert "note: the document says info.x-origin: reconstructed" in ended.out
    assert "x-origin" not in json.loads((own / "openapi.json").read_bytes())["info"]
    assert dolfin_mock("contract", "check").code == 0


def _broken(**members: Any) -> dict[str, Any]:
    return {**document(), **members}


INVALID: dict[str, Any] = {
    "no JSON": "{",
    "a list": "[]",
    "a web page": "<html></html>",
    "empty": "",
    "OpenAPI 3.0": _broken(openapi="3.0.3"),
    "no operations": _broken(paths={}),
    "no title": _broken(info={}),
    "a dangling reference": _broken(paths={"/a": {"get": {"responses": {"200": {"$ref": "#/paths/~1b"}}}}}),
    "a path that cannot be served": document(
        {"/a/{id}:stop": {"get": {"parameters": [
            {"name": "id", "in": "path", "required": True, "schema": {}}], "responses": {"200": {"description": ""}}}}}
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", INVALID)
def test_a_document_that_is_not_valid_changes_nothing(own: Path, tmp_path: Path, case: str) -> None:
    before = files(own)
    mine = tmp_path / "mine"
    file = written(tmp_path, INVALID[case])
    for ended in (update(file), update(file, "--into", mine)):
        assert (ended.code, ended.out) == (2, "")
        assert ended.err.startswith("dolfin-mock: newer.json")
        assert "Traceback" not in ended.err
    assert files(own) == before
    assert not mine.exists()


@pytest.mark.parametrize("page", [Page(status=404), Page(status=302, headers={"location": "file:///etc/hostname"})])
def test_an_address_that_gives_nothing_changes_nothing(own: Path, page: Page) -> None:
    before = files(own)
    with web({"/a": page}) as address:
        ended = update(f"{address}/a")
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert files(own) == before


def test_an_overlay_of_ones_own_that_is_none_changes_nothing(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    update(written(tmp_path, newer_document()), "--into", mine)
    (mine / "overlays" / "90-mine.yaml").write_text("overlay: 2", encoding="utf-8")
    before = files(mine)
    ended = update(written(tmp_path, document()), "--into", mine)
    assert ended.code == 2
    assert "overlays/90-mine.yaml" in ended.err
    assert files(mine) == before


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("x", encoding="utf-8")
    file = written(tmp_path, newer_document())
    for into in (tmp_path, tmp_path / "letters.txt"):
        ended = update(file, "--into", into)
        assert (ended.code, ended.err.count("\n")) == (2, 1)
        assert "name a new folder" in ended.err
    assert {path.name for path in tmp_path.iterdir()} == {"letters.txt", "newer.json"}


def test_an_empty_folder_and_one_deep_down_are_made(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    file = written(tmp_path, document())
    for into in (tmp_path / "empty", tmp_path / "a" / "b"):
        assert update(file, "--into", into).code == 0
        assert (into / "effective.json").exists()
        assert stat.S_IMODE(into.stat().st_mode) == 0o777 & ~_umask()
        assert [path.name for path in into.parent.iterdir() if path.name.startswith(".")] == []


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@pytest.mark.parametrize("failing", ["writing", "replacing"])
def test_a_disk_that_fails_halfway_leaves_everything_as_it_was(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    before = files(own)
    name = {"writing": "write_text", "replacing": "replace"}[failing]
    done = getattr(Path, name)
    calls = []

    def fail_second(path: Path, *arguments: object, **named: object) -> object:
        calls.append(path)
        if len(calls) == 2:
            raise OSError(28, "No space left on device", str(path))
        return done(path, *arguments, **named)

    file = written(tmp_path, newer_document())
    monkeypatch.setattr(Path, name, fail_second)
    ended = update(file)
    monkeypatch.setattr(Path, name, done)
    assert (ended.code, ended.out) == (2, "")
    assert "No space left on device" in ended.err
    assert files(own) == before


def test_an_installed_program_asks_for_a_folder(own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contract, "IS_INSTALLED", True)
    before = files(own)
    file = written(tmp_path, newer_document())
    ended = update(file)
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert "--into DIR" in ended.err
    assert files(own) == before
    assert update(file, "--dry-run").code == 0
    assert update(file, "--into", tmp_path / "mine").code == 0


def test_a_document_that_already_says_what_overlays_add_can_be_taken(tmp_path: Path) -> None:
    """The effective contract has everything that they add."""
    mine = tmp_path / "mine"
    ended = update(OPENAPI_FOLDER / "effective.json", "--into", mine)
    assert ended.code == 0
    made = json.loads((mine / "effective.json").read_bytes())
    ours = json.loads((OPENAPI_FOLDER / "effective.json").read_bytes())
    assert made["paths"]["/customers"] == ours["paths"]["/customers"]
    assert yaml_file(mine / "overlays" / "10-operation-ids.yaml")
