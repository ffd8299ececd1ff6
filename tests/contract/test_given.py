"""A contract that the user brings: what is wrong with it is told before it is served."""

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from mock_server.contract.document import Contract
from mock_server.contract.errors import ContractError
from mock_server.contract.given import given_contract
from mock_server.resources import OPENAPI_FOLDER
from tests.asgi import ACME, InProcess
from tests.cli.program import dolfin_mock
from tests.inference.shops import answering, document, list_of

ROW = {"type": "object", "properties": {"id": {"type": "string"}}}


def things(schema: Any = None, schemas: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A contract of one list, or of one operation that answers the schema."""
    answered = answering(list_of(ROW) if schema is None else schema)
    return document({"/things": {"get": {"responses": answered}}}, schemas)


def written(folder: Path, value: Any, name: str = "mine.json") -> Path:
    file = folder / name
    file.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return file


def read(folder: Path, value: Any) -> Contract:
    return given_contract(written(folder, value), OPENAPI_FOLDER)[0]


def changed(**members: Any) -> dict[str, Any]:
    return {**things(), **members}


def with_operation(path: str, operation: Mapping[str, Any], **item: Any) -> dict[str, Any]:
    whole = things()
    whole["paths"][path] = {"get": {"responses": answering({}), **operation}, **item}
    return whole


def of_a(a: Any) -> dict[str, Any]:
    return things({"$ref": "#/components/schemas/A"}, {"A": a})


A = {"$ref": "#/components/schemas/A"}
TEXT_PARAMETER = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
MISTAKES: dict[str, tuple[Any, str]] = {
    "no JSON": ("{", "no JSON (Expecting property name"),
    "no object": ("[]", "no OpenAPI document"),
    "too deep": ('{"a":' * 5000 + "1" + "}" * 5000, "no JSON (maximum recursion"),
    "OpenAPI 3.0": (changed(openapi="3.0.3"), "must be an OpenAPI 3.1 document"),
    "a version that is a number": (changed(openapi=3.1), "must be an OpenAPI 3.1 document"),
    "no paths": (changed(paths={}), "has no operations"),
    "paths without operations": (changed(paths={"/a": {}}), "has no operations"),
    "paths that are a list": (changed(paths=[]), "paths: [] is not of type"),
    "a path that is a text": (changed(paths={"/things": "x"}), "cannot be read as OpenAPI"),
    "components that are a list": (changed(components=[]), "components: [] is not of type"),
    "no title": (changed(info=None), "info: null is not of type"),
    "a dangling reference": (things({"$ref": "#/components/schemas/B"}), "B: points to nothing"),
    "a dangling member": (of_a({"properties": {"b": {"$ref": "#/components/schemas/B"}}}), "B: points to nothing"),
    "a dangling parameter": (
        with_operation("/a", {"parameters": [{"$ref": "#/components/parameters/P"}]}), "P: points to nothing",
    ),
    "a reference to another file": (things({"$ref": "other.json#/A"}), "other.json#/A: points to nothing"),
    "a reference to itself": (of_a(A), "#/components/schemas/A: refers to itself"),
    "references in a circle": (
        things(A, {"A": {"$ref": "#/components/schemas/B"}, "B": A}), "refers to itself",
    ),
    "a schema that is a part of itself": (of_a({"type": "object", "allOf": [A]}), "holds itself without end"),
    "a schema that requires itself": (
        of_a({"type": "object", "required": ["a"], "properties": {"a": A}}), "GET /things: has a schema that requires",
    ),
    "a list that requires itself": (of_a({"type": "array", "minItems": 1, "items": A}), "requires itself"),
    "a choice among itself": (of_a({"type": "object", "required": ["a"], "properties": {"a": {"anyOf": [A, A]}}}),
                              "requires itself"),
    "an operationId used twice": (
        with_operation("/a", {"operationId": "x"}) | {"paths": {
            "/a": {"get": {"operationId": "x", "responses": answering({})}},
            "/b": {"get": {"operationId": "x", "responses": answering({})}},
        }}, "'x' for 'get' in '/b' is not unique",
    ),
    "a pattern that is none": (things({"type": "string", "pattern": "["}), "'[' is not a 'regex'"),
    "a pattern that nothing here can read": (
        things({"type": "string", "pattern": "(?P<a>x)(?(a)y|z)"}), "GET /things: has a schema that cannot be used",
    ),
    "a type that is none": (things({"type": "strng"}), "'strng' is not valid"),
    "a bound that is none": (things({"type": "integer", "minimum": "x"}), "'x' is not of type 'number'"),
    "a schema at a place of its own": (
        with_operation(
            "/a",
            {"responses": answering({"$ref": "#/paths/~1things/get/responses/200/content/application~1json/schema"})},
        ),
        "GET /a: has a schema that cannot be used",
    ),
    "a parameter with text beside it": (
        with_operation("/things/{id}:stop", {}, parameters=[TEXT_PARAMETER]), "must be a whole segment",
    ),
    "paths that cannot be told apart": (
        {**things(), "paths": {
            "/a/{id}": {"get": {"responses": answering({})}, "parameters": [TEXT_PARAMETER]},
            "/a/{x}": {"get": {"responses": answering({})}, "parameters": [{**TEXT_PARAMETER, "name": "x"}]},
        }}, "GET /a/{x}: cannot be told from /a/{id}",
    ),
    "a path parameter that is not declared": (with_operation("/a/{id}", {}), "'id' for 'get' operation"),
    "a path without a slash": (with_operation("a", {}), "'a' was unexpected"),
    "responses that are a list": (with_operation("/a", {"responses": []}), "[] is not of type"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_clear_line_and_exit_code_2(tmp_path: Path, mistake: str) -> None:
    value, told = MISTAKES[mistake]
    ended = dolfin_mock("serve", "--port", "0", "--contract", str(written(tmp_path, value)))
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("dolfin-mock: mine.json: ")
    assert told in ended.err
    assert ended.err.count("\n") == 1
    assert "Traceback" not in ended.err
    assert len(ended.err) < 250


def test_several_mistakes_are_a_line_each_but_not_without_end(tmp_path: Path) -> None:
    paths: dict[str, Any] = {f"/a{n}": {"get": {"responses": []}} for n in range(30)}
    with pytest.raises(ContractError) as caught:
        read(tmp_path, changed(paths=paths))
    assert len(str(caught.value).splitlines()) == 10


@pytest.mark.parametrize("content", [None, b"\xff\xfe{"])
def test_a_file_that_cannot_be_read_is_told_so(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "mine.json"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ContractError, match=r"^the contract .*mine\.json cannot be read"):
        given_contract(file, OPENAPI_FOLDER)


def test_yaml_is_read_by_its_name_and_its_mistakes_told_with_their_line(tmp_path: Path) -> None:
    contract, _ = given_contract(written(tmp_path, json.dumps(things()), "mine.yml"), OPENAPI_FOLDER)
    assert list(contract.operations) == ["getThings"]
    with pytest.raises(ContractError, match=r"^mine\.yaml:2: not YAML"):
        given_contract(written(tmp_path, "a: 1\nb: [", "mine.yaml"), OPENAPI_FOLDER)


def test_statuses_in_yaml_need_no_quotes(tmp_path: Path) -> None:
    text = """
        openapi: 3.1.0
        info: {title: T, version: '1'}
        paths: {/things: {get: {responses: {201: {description: Made}, 404: {description: None}}}}}
    """
    contract, _ = given_contract(written(tmp_path, text, "mine.yaml"), OPENAPI_FOLDER)
    assert contract.operations["getThings"].success == 201
    assert "404" in contract.operations["getThings"].responses


def test_what_overlays_cannot_change_is_one_warning_for_each(tmp_path: Path) -> None:
    _, warnings = given_contract(written(tmp_path, things()), OPENAPI_FOLDER)
    names = [warning.partition(": ")[0] for warning in warnings]
    assert len(names) == len(set(names)) > 5
    assert all(
        warning.endswith("of its actions have no match in this contract and are left out") for warning in warnings
    )


def test_components_that_overlays_bring_do_not_stay_unless_they_are_needed(tmp_path: Path) -> None:
    components = read(tmp_path, of_a(ROW)).document["components"]
    assert set(components["schemas"]) == {"A", "ProblemDetails"}


def test_a_component_that_an_overlay_refers_to_comes_from_ours(tmp_path: Path) -> None:
    requested = {"type": "object", "properties": {"name": {"type": "string"}}}
    whole = things({"$ref": "#/components/schemas/CreateProductRequest"}, {"CreateProductRequest": requested})
    contract = read(tmp_path, whole)
    members = contract.document["components"]["schemas"]["CreateProductRequest"]["properties"]
    assert {"name", "currency"} <= members.keys()


NEVER = {"schema": {"type": "string", "pattern": "^never$"}}
SERVED: dict[str, Any] = {
    "only a default": ({"default": answering(list_of(ROW))["200"]}, "state"),
    "a range": ({"2XX": answering(list_of(ROW))["200"]}, "state"),
    "only refusals": ({"404": {"description": "x"}}, "sample"),
    "a redirection": ({"302": {"description": "x"}}, "sample"),
    "no content": ({"204": {"description": "x"}}, "sample"),
    "no schema": ({"200": {"description": "x", "content": {"application/json": {}}}}, "sample"),
    "JSON after another": (
        {"200": {"description": "x", "content": {"text/plain": NEVER, **answering(list_of(ROW))["200"]["content"]}}},
        "state",
    ),
    **{
        media: ({"200": {"description": "x", "content": {media: {"schema": schema}}}}, "sample")
        for media, schema in {
            "text/plain": {"type": "string"},
            "application/pdf": {"type": "string", "format": "binary"},
            "application/vnd.thing+json": {"type": "object", "required": ["id"], "properties": {"id": {}}},
            "*/*": {"type": "object"},
        }.items()
    },
    "members that take all or nothing": (
        answering(list_of({"type": "object", "properties": {"id": True, "never": False}})), "state",
    ),
    "a schema beside a reference": (
        answering({"$ref": "#/components/schemas/A", "required": ["id"]}), "sample",
    ),
    "a schema that may hold itself": (answering({"$ref": "#/components/schemas/Tree"}), "sample"),
    "a part of a component": (answering({"$ref": "#/components/schemas/A/properties/id"}), "sample"),
}  # fmt: skip
TREE = {
    "type": "object",
    "required": ["branches", "parent"],
    "properties": {
        "branches": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
        "parent": {"anyOf": [{"$ref": "#/components/schemas/Tree"}, {"type": "null"}]},
        "twin": {"$ref": "#/components/schemas/Tree"},
    },
}


@pytest.mark.parametrize("case", SERVED)
def test_whatever_openapi_allows_is_answered_as_it_declares(tmp_path: Path, case: str) -> None:
    responses, fidelity = copy.deepcopy(SERVED[case])
    whole = document({"/things": {"get": {"responses": responses}}}, {"A": ROW, "Tree": TREE})
    mock = InProcess(contract=str(written(tmp_path, whole)), self_check=True)
    answer = mock.with_key("GET", "/things", headers={"x-dolfin-organisation-id": ACME})
    assert answer.status_code < 400, answer.text
    assert answer.headers["x-mock-fidelity"] == fidelity
    assert "*" not in answer.headers.get("content-type", "")
    assert mock.request("GET", "/things").status_code == 401


@pytest.mark.parametrize("security", [[], [{}], [{"basic": []}]])
def test_no_operation_of_another_contract_is_open(tmp_path: Path, security: list[Any]) -> None:
    whole = things()
    whole["paths"]["/things"]["get"]["security"] = security
    whole["security"] = security
    whole["components"]["securitySchemes"] = {"basic": {"type": "http", "scheme": "basic"}}
    (operation,) = read(tmp_path, whole).operations.values()
    assert operation.credentials == ("bearer", "apiKey")
    assert operation.needs_organisation


def test_an_operation_without_responses_is_answered_with_nothing(tmp_path: Path) -> None:
    whole = things()
    del whole["paths"]["/things"]["get"]["responses"]
    mock = InProcess(contract=str(written(tmp_path, whole)), self_check=True)
    answer = mock.with_key("GET", "/things", headers={"x-dolfin-organisation-id": ACME})
    assert (answer.status_code, answer.content) == (200, b"")
    assert mock.request("GET", "/things").status_code == 401
