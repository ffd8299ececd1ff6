"""`dolfin-mock contract build` and `contract check`."""

import shutil
from pathlib import Path

import pytest

from mock_server.cli import contract
from mock_server.resources import OPENAPI_FOLDER
from tests.cli.program import dolfin_mock
from tests.contract.documents import of_the_reconstruction


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the contract's files."""
    copy = tmp_path / "openapi"
    shutil.copytree(OPENAPI_FOLDER, copy)
    monkeypatch.setattr(contract, "OPENAPI_FOLDER", copy)
    return copy


def test_the_contract_of_the_project_is_up_to_date() -> None:
    checked = dolfin_mock("contract", "check")
    assert (checked.code, checked.out) == (0, "the contract is up to date\n")


@of_the_reconstruction
@pytest.mark.parametrize(("name", "change"), [("effective.json", "edited"), ("openapi.json", "missing")])
def test_drift_is_a_finding_that_build_mends(folder: Path, name: str, change: str) -> None:
    file = folder / name
    built = file.read_text(encoding="utf-8")
    if change == "missing":
        file.unlink()
    else:
        file.write_text(built.replace("Dolfin", "Dauphin", 1), encoding="utf-8")
    checked = dolfin_mock("contract", "check")
    assert (checked.code, checked.out) == (1, "")
    assert name in checked.err
    assert "dolfin-mock contract build" in checked.err
    mended = dolfin_mock("contract", "build")
    assert mended.code == 0
    assert f"written: {name}" in mended.out
    assert file.read_text(encoding="utf-8") == built


def test_a_build_without_changes_writes_nothing(folder: Path) -> None:
    before = {file: file.stat().st_mtime_ns for file in folder.iterdir()}
    built = dolfin_mock("contract", "build")
    assert built.out == "unchanged: openapi.json\nunchanged: effective.json\n"
    assert {file: file.stat().st_mtime_ns for file in folder.iterdir()} == before


@of_the_reconstruction
@pytest.mark.parametrize("command", ["build", "check"])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("reconstructed.yaml", "paths: ["),
        (
            "overlays/10-operation-ids.yaml",
            "overlay: 1.0.0\ninfo: {title: x, version: '1'}\nactions: [{target: $.nothing}]",
        ),
    ],
)
def test_a_source_that_is_wrong_is_one_line_and_exit_code_2(folder: Path, command: str, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    before = (folder / "effective.json").read_bytes()
    ended = dolfin_mock("contract", command)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("dolfin-mock: ")
    assert ended.err.count("\n") == 1
    assert Path(name).name in ended.err
    assert (folder / "effective.json").read_bytes() == before
