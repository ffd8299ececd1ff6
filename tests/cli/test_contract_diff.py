"""`dolfin-mock contract diff`."""

import json
from pathlib import Path

import pytest

from tests.cli.newer import newer_document, present_document, written
from tests.cli.program import dolfin_mock
from tests.contract.diff.documents import answering_a, document, taking_a, with_operation
from tests.contract.web import Page, web


@pytest.fixture
def present(tmp_path: Path) -> str:
    return written(tmp_path, present_document(), "present.json")


def test_documents_that_are_the_same_have_no_changes(tmp_path: Path) -> None:
    ended = dolfin_mock("contract", "diff", written(tmp_path, document()), written(tmp_path, document()))
    assert (ended.code, ended.out, ended.err) == (0, "nothing changed for those who call the API\n", "")


def test_the_report_groups_what_breaks_and_what_does_not(tmp_path: Path, present: str) -> None:
    ended = dolfin_mock("contract", "diff", present, written(tmp_path, newer_document()))
    assert (ended.code, ended.err) == (1, "")
    breaking, fine = ended.out.split("Not breaking: ")
    assert breaking.startswith("Breaking: 2\n")
    assert "  POST /auth/codes: it no longer answers 404\n" in breaking
    assert "  POST /customers: CreateCustomerRequest.email is required now\n" in breaking
    assert "request-member-made-required, at /components/schemas/CreateCustomerRequest/properties/email" in breaking
    assert "  POST /delivery-slots: the operation is new (Book a delivery slot)\n" in fine


def test_json_is_a_list_of_objects_for_programs(tmp_path: Path, present: str) -> None:
    ended = dolfin_mock("contract", "diff", present, written(tmp_path, newer_document()), "--json")
    assert ended.code == 1
    changes = json.loads(ended.out)
    assert changes[0] == {
        "id": "status-removed",
        "breaking": True,
        "operation": "POST /auth/codes",
        "operations": ["POST /auth/codes"],
        "pointer": "/paths/~1auth~1codes/post/responses/404",
        "document": "older",
        "message": "it no longer answers 404",
    }
    assert [change["id"] for change in changes if change["breaking"]] == [
        "status-removed",
        "request-member-made-required",
    ]


def test_json_without_changes_is_an_empty_list(tmp_path: Path) -> None:
    file = written(tmp_path, document())
    assert json.loads(dolfin_mock("contract", "diff", file, file, "--json").out) == []


def test_changes_that_break_nobody_are_exit_code_0(tmp_path: Path) -> None:
    older = written(tmp_path, taking_a({"enum": ["a"]}), "a.json")
    newer = written(tmp_path, taking_a({"enum": ["a", "b"]}), "b.json")
    ended = dolfin_mock("contract", "diff", older, newer)
    assert (ended.code, ended.out.splitlines()[0]) == (0, "Breaking: nothing")


def test_a_change_of_many_operations_is_a_few_lines(tmp_path: Path) -> None:
    many = {f"/a{n}": with_operation()["paths"]["/things/{id}"]["post"] for n in range(9)}
    older = document({path: {"get": operation} for path, operation in many.items()})
    newer = json.loads(json.dumps(older))
    for path in many:
        newer["paths"][path]["get"]["responses"]["429"] = {"description": ""}
    ended = dolfin_mock("contract", "diff", written(tmp_path, older, "a.json"), written(tmp_path, newer, "b.json"))
    assert ended.out.splitlines()[1:] == [
        "Not breaking: 1",
        "  GET /a0, GET /a1, GET /a2, GET /a3 and 5 more: it can answer 429 now",
        "      status-added, at /paths/~1a0/get/responses/429 and 8 more places of the newer document",
    ]


def test_addresses_and_yaml_are_taken_too(tmp_path: Path) -> None:
    text = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {/a: {get: {responses: {200: {description: x}}}}}\n"
    with web({"/openapi.json": Page(json.dumps(document()).encode())}) as address:
        ended = dolfin_mock("contract", "diff", written(tmp_path, text, "a.yaml"), f"{address}/openapi.json")
    assert ended.code == 1
    assert "GET /a: the operation is gone" in ended.out


def test_a_document_that_cannot_be_used_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    good = written(tmp_path, answering_a({}), "good.json")
    for bad in (str(tmp_path / "none.json"), written(tmp_path, "{", "bad.json"), str(tmp_path), "ftp://a.example/b"):
        for pair in ((good, bad), (bad, good)):
            ended = dolfin_mock("contract", "diff", *pair)
            assert (ended.code, ended.out) == (2, "")
            assert ended.err.startswith("dolfin-mock: ")
            assert ended.err.count("\n") == 1
