import copy
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from mock_server.contract.build import assemble, effective, render
from mock_server.contract.built import built
from mock_server.contract.errors import ContractError
from mock_server.contract.folder import read_overlays
from mock_server.contract.overlay import read_overlay
from tests.contract.documents import OPENAPI, of_the_reconstruction, vendored


def fragment(path: str, schema: str = "A") -> dict[str, Any]:
    return {
        "openapi": "3.1.1",
        "info": {"title": "T", "version": "v1"},
        "tags": [{"name": "x"}],
        "paths": {path: {"get": {"responses": {}}}},
        "components": {"schemas": {schema: {"type": "object"}, "Shared": {"type": "string"}}},
    }


RECONSTRUCTED: dict[str, Any] = {
    "openapi": "3.1.1",
    "info": {"title": "other", "version": "v0"},
    "paths": {"/a": {"put": {"responses": {}}}, "/c": {"get": {"responses": {}}}},
    "components": {"schemas": {"C": {}}, "parameters": {"P": {}}},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copied = tmp_path / "openapi"
    shutil.copytree(OPENAPI, copied)
    return copied


def test_the_contract_has_the_operations_and_components_of_all_its_parts() -> None:
    document = assemble({"1": fragment("/a"), "2": fragment("/b", "B")}, RECONSTRUCTED)
    assert {path: list(item) for path, item in document["paths"].items()} == {
        "/a": ["get", "put"],
        "/b": ["get"],
        "/c": ["get"],
    }
    assert list(document["components"]["schemas"]) == ["A", "Shared", "B", "C"]
    assert list(document["components"]["parameters"]) == ["P"]


def test_the_contract_takes_everything_else_from_the_fragments_and_says_where_it_comes_from() -> None:
    document = assemble({"1": fragment("/a")}, RECONSTRUCTED)
    assert document["info"] == {"title": "T", "version": "v1", "x-origin": "reconstructed"}
    assert document["tags"] == [{"name": "x"}]
    assert list(document) == ["openapi", "info", "tags", "paths", "components"]


def test_fragments_that_disagree_about_the_document_are_an_error() -> None:
    other = fragment("/b", "B")
    other["info"]["version"] = "v2"
    with pytest.raises(ContractError, match=r"^2: info differs"):
        assemble({"1": fragment("/a"), "2": other}, RECONSTRUCTED)


def test_fragments_that_disagree_about_a_component_are_an_error() -> None:
    other = fragment("/b", "B")
    other["components"]["schemas"]["Shared"] = {"type": "integer"}
    with pytest.raises(ContractError, match=r"^2: schemas Shared is there already$"):
        assemble({"1": fragment("/a"), "2": other}, RECONSTRUCTED)


def test_a_published_operation_cannot_be_reconstructed_as_well() -> None:
    again = copy.deepcopy(RECONSTRUCTED)
    again["paths"]["/a"] = {"get": {"responses": {}}}
    with pytest.raises(ContractError, match=r"^reconstructed\.yaml: /a get is there already$"):
        assemble({"1": fragment("/a")}, again)


def test_a_published_schema_cannot_be_reconstructed_even_as_the_same() -> None:
    again = copy.deepcopy(RECONSTRUCTED)
    again["components"]["schemas"]["A"] = {"type": "object"}
    with pytest.raises(ContractError, match=r"^reconstructed\.yaml: schemas A is there already$"):
        assemble({"1": fragment("/a")}, again)


def test_without_a_fragment_there_is_no_contract() -> None:
    with pytest.raises(ContractError, match="no fragment"):
        assemble({}, RECONSTRUCTED)


def test_overlays_are_applied_one_after_the_other() -> None:
    head = {"overlay": "1.0.0", "info": {"title": "t", "version": "1"}}
    first = read_overlay({**head, "actions": [{"target": "$", "update": {"x": {"n": 1}}}]}, "1")
    second = read_overlay({**head, "actions": [{"target": "$.x", "update": {"n": 2}}]}, "2")
    assert effective({}, [first, second]) == ({"x": {"n": 2}}, [])
    with pytest.raises(ContractError):
        effective({}, [second, first])
    assert effective({}, [second, first], strict=False) == (
        {"x": {"n": 1}},
        ["2: action 1: $.x matches nothing"],
    )


def test_overlays_are_read_in_the_order_of_their_names() -> None:
    names = [overlay.name for overlay in read_overlays(OPENAPI)]
    assert len(names) == len(list((OPENAPI / "overlays").glob("*.yaml")))
    assert names == sorted(names)


def test_a_document_is_written_as_readable_json() -> None:
    assert render({"b": "é", "a": []}) == '{\n  "b": "é",\n  "a": []\n}\n'


def test_the_committed_files_are_what_the_build_makes() -> None:
    texts = built(OPENAPI, OPENAPI).texts
    assert sorted(path.name for path in texts) == ["effective.json", "openapi.json"]
    for path, text in texts.items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name} is stale: run `dolfin-mock contract build`"


@of_the_reconstruction
def test_our_own_openapi_json_is_made_anew(folder: Path) -> None:
    changed = vendored() | {"tags": []}
    (folder / "openapi.json").write_text(render(changed), encoding="utf-8")
    assert built(folder, OPENAPI).texts[folder / "openapi.json"] == render(vendored())


@of_the_reconstruction
def test_a_missing_openapi_json_is_made(folder: Path) -> None:
    (folder / "openapi.json").unlink()
    assert built(folder, OPENAPI).texts[folder / "openapi.json"] == render(vendored())


def test_an_official_openapi_json_is_taken_as_it_stands(folder: Path) -> None:
    document = copy.deepcopy(vendored())
    document["info"].pop("x-origin", None)
    document["info"]["title"] = "official"
    text = json.dumps(document, indent=4)
    (folder / "openapi.json").write_text(text, encoding="utf-8")
    (folder / "reconstructed.yaml").unlink()
    texts = built(folder, OPENAPI).texts
    assert texts[folder / "openapi.json"] == text
    assert json.loads(texts[folder / "effective.json"])["info"]["title"] == "official"


@of_the_reconstruction
@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("openapi.json", "{", r"^openapi\.json: no JSON \("),
        ("openapi.json", "[]", r"^openapi\.json: no OpenAPI document$"),
        ("openapi.json", "{}", r"^openapi\.json: no OpenAPI document$"),
        ("reconstructed.yaml", "a: [", r"^reconstructed\.yaml:1: "),
        (
            "overlays/10-operation-ids.yaml",
            "- a",
            r"^overlays/10-operation-ids\.yaml: a mapping is expected$",
        ),
        ("overlays/70-links.yaml", "overlay: 1.0.0", r"^overlays/70-links\.yaml: info must have"),
    ],
)
def test_a_broken_file_is_named(folder: Path, file: str, text: str, message: str) -> None:
    (folder / file).write_text(text, encoding="utf-8")
    with pytest.raises(ContractError, match=message):
        built(folder, OPENAPI)


@of_the_reconstruction
def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "reconstructed.yaml").unlink()
    with pytest.raises(ContractError, match=r"^reconstructed\.yaml: cannot be read$"):
        built(folder, OPENAPI)


@of_the_reconstruction
def test_an_overlay_that_does_not_fit_the_reconstructed_contract_is_an_error(folder: Path) -> None:
    text = (folder / "reconstructed.yaml").read_text(encoding="utf-8")
    (folder / "reconstructed.yaml").write_text(text.replace("\n  /me:\n", "\n  /them:\n"), encoding="utf-8")
    with pytest.raises(ContractError, match=r"^overlays/10-operation-ids\.yaml: action \d+: .*/me.* matches nothing$"):
        built(folder, OPENAPI)


def test_an_overlay_that_does_not_fit_the_official_document_is_a_warning_that_names_file_and_action(
    folder: Path,
) -> None:
    document = copy.deepcopy(vendored())
    document["info"].pop("x-origin", None)
    del document["paths"]["/auth/codes"]
    (folder / "openapi.json").write_text(render(document), encoding="utf-8")
    made = built(folder, OPENAPI)
    assert made.warnings[0].startswith("overlays/10-operation-ids.yaml: action 1: $.paths['/auth/codes']")
    assert "/auth/codes" not in json.loads(made.texts[folder / "effective.json"])["paths"]


def test_an_official_openapi_json_that_is_no_openapi_is_an_error(folder: Path) -> None:
    (folder / "openapi.json").write_text('{"openapi": "3.0.3", "info": {}}', encoding="utf-8")
    with pytest.raises(ContractError, match=r"^openapi\.json: must be an OpenAPI 3\.1 document"):
        built(folder, OPENAPI)


def test_an_official_document_is_built_the_same_again(folder: Path) -> None:
    document = copy.deepcopy(vendored())
    document["info"].pop("x-origin", None)
    (folder / "openapi.json").write_text(render(document), encoding="utf-8")
    first = built(folder, OPENAPI)
    for path, text in first.texts.items():
        path.write_text(text, encoding="utf-8")
    assert built(folder, folder) == first
