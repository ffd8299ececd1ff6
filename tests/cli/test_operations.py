"""`dolfin-mock operations`."""

import json
from pathlib import Path

import pytest

from mock_server.contract.document import load
from mock_server.operations.registry import OPERATIONS
from mock_server.resources import EFFECTIVE_CONTRACT
from tests.cli.program import dolfin_mock
from tests.inference.shops import SHOP

CONTRACT = load(EFFECTIVE_CONTRACT)
MEMBERS = {"method", "path", "operationId", "tag", "fidelity", "confidence"}


def test_the_table_has_a_line_for_each_operation_and_their_sum() -> None:
    shown = dolfin_mock("operations")
    assert (shown.code, shown.err) == (0, "")
    lines = shown.out.splitlines()
    rows, rest = lines[: len(CONTRACT.operations)], lines[len(CONTRACT.operations) :]
    for row, operation in zip(rows, CONTRACT.operations.values(), strict=True):
        assert row.split()[:3] == [operation.method, operation.path, operation.id]
    assert rest[0] == ""
    assert rest[1].startswith(f"{len(rows)} operations: ")
    assert [sum(line.split()[3] == word for line in rows) for word in ("rules", "state", "sample")] == [
        int(part.split()[0]) for part in rest[1].partition(": ")[2].split(", ")
    ]


def test_programs_get_a_list_of_objects() -> None:
    rows = json.loads(dolfin_mock("operations", "--json").out)
    assert [row["operationId"] for row in rows] == list(CONTRACT.operations)
    for row in rows:
        assert row.keys() == MEMBERS | ({"reason"} if row["fidelity"] == "sample" else set())
        operation = CONTRACT.operations[row["operationId"]]
        assert (row["method"], row["path"], row["tag"]) == (operation.method, operation.path, operation.tag)
        assert row["fidelity"] in ("rules", "state", "sample")
        assert row["confidence"] == (operation.confidence or "published")


def test_an_operation_function_is_told_by_its_fidelity() -> None:
    rows = {row["operationId"]: row for row in json.loads(dolfin_mock("operations", "--json").out)}
    for name, behaviour in OPERATIONS.items():
        assert rows[name]["fidelity"] == behaviour.fidelity.value


def test_those_of_another_contract_are_inferred() -> None:
    rows = json.loads(dolfin_mock("operations", "--json", "--contract", str(SHOP)).out)
    assert {row["fidelity"] for row in rows} == {"state", "sample"}
    assert {row["confidence"] for row in rows} == {"given"}
    assert rows[0] == {
        "method": "GET", "path": "/widgets", "operationId": "getWidgets", "tag": "", "fidelity": "state",
        "confidence": "given",
    }  # fmt: skip
    shown = dolfin_mock("operations", "--contract", str(SHOP)).out
    assert "14 operations: 0 rules, 13 state, 1 sample" in shown
    assert "\nsample: " in shown


@pytest.mark.parametrize("text", [None, "{", '{"openapi": "3.0.0"}'])
def test_a_contract_that_cannot_be_used_is_one_line_and_exit_code_2(tmp_path: Path, text: str | None) -> None:
    file = tmp_path / "mine.json"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    ended = dolfin_mock("operations", "--contract", str(file))
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("dolfin-mock: ")
    assert ended.err.count("\n") == 1
