"""Every refusal that the contract documents and something here can cause can be had on demand."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from mock_server.contract.document import contract_of
from mock_server.http_api import body
from mock_server.reproductions import generic
from mock_server.reproductions.known import (
    NotReproducibleError,
    area_recipes,
    enforced_refusals,
    reproduction,
    reproductions_of,
)
from mock_server.reproductions.perform import ScriptError
from mock_server.reproductions.script import Expected, Script
from tests.asgi import InProcess
from tests.inference.shops import SHOP
from tests.reproductions.performing import contract, run

REFUSALS = [
    pytest.param(operation.id, row.code, row.status, id=f"{operation.id} {row.code}")
    for operation, row in enforced_refusals(contract())
]


@pytest.mark.parametrize(("operation_id", "code", "status"), REFUSALS)
def test_a_script_leads_to_every_refusal(reproducer: InProcess, operation_id: str, code: str, status: int) -> None:
    script = reproduction(contract(), operation_id, code)
    received = run(reproducer, script)
    assert (received.status, received.code) == (status, code), received.content
    assert script.expected == Expected(status, code)


@pytest.mark.parametrize(("operation_id", "code", "status"), REFUSALS)
def test_the_last_request_of_a_script_is_of_the_operation(operation_id: str, code: str, status: int) -> None:
    operation, last = contract().operations[operation_id], reproduction(contract(), operation_id, code).steps[-1]
    sent, declared = last.path.partition("?")[0].split("/"), operation.path.split("/")
    assert last.method == operation.method
    assert len(sent) == len(declared)
    assert all(part == name or name.startswith("{") for part, name in zip(sent, declared, strict=True)), status


@pytest.mark.parametrize(("operation_id", "code", "status"), REFUSALS)
def test_no_step_of_a_script_can_be_left_out(reproducer: InProcess, operation_id: str, code: str, status: int) -> None:
    script = reproduction(contract(), operation_id, code)
    for shorter in _with_one_step_less(script):
        try:
            received = run(reproducer, shorter)
        except ScriptError:
            continue
        assert (received.status, received.code) != (status, code), shorter.steps


def _with_one_step_less(script: Script) -> Iterator[Script]:
    for index in range(len(script.steps) - 1):
        yield replace(script, steps=script.steps[:index] + script.steps[index + 1 :])


def test_recipes_are_for_refusals_that_are_documented() -> None:
    documented = {(operation.id, row.code) for operation, row in enforced_refusals(contract())}
    assert set(area_recipes()) <= documented


def test_the_scripts_of_a_code_come_shortest_first() -> None:
    scripts = [each.script for each in reproductions_of(contract(), "Mock.InvalidState")]
    lengths = [len(script.steps) for script in scripts]
    assert lengths == sorted(lengths)
    assert lengths[0] < lengths[-1]


@pytest.mark.parametrize(
    ("operation_id", "code", "told"),
    [
        ("listInvoices", "Organisation.NotFond", "did you mean Organisation.NotFound?"),
        ("listInvoice", "Mock.Unauthorized", "did you mean listInvoices?"),
        ("listInvoices", "Handoff.NoOrgAccess", "take one of mintSandboxHandoff"),
        ("exchangeAuthCode", "Auth.NotUserScopedToken", "documented only"),
        ("listInvoices", "Mock.UnknownPath", "belongs to the server"),
    ],
)
def test_what_cannot_be_reproduced_says_why(operation_id: str, code: str, told: str) -> None:
    with pytest.raises(NotReproducibleError, match=told.replace("?", r"\?")):
        reproduction(contract(), operation_id, code)


def test_a_contract_without_the_operations_of_a_recipe_says_that_nothing_is_known() -> None:
    paths = {path: item for path, item in contract().document["paths"].items() if not path.startswith("/auth")}
    without_logins = contract_of({**contract().document, "paths": paths})
    with pytest.raises(NotReproducibleError, match="nothing is known"):
        reproduction(without_logins, "addUser", "Mock.InvalidRequest")


def test_every_refusal_of_another_contract_can_be_had_too() -> None:
    mock = InProcess(seed=1, contract=str(SHOP))
    for operation, row in enforced_refusals(mock.server.contract):
        received = run(mock, reproduction(mock.server.contract, operation.id, row.code))
        assert (received.status, received.code) == (row.status, row.code), operation.id


def test_bodies_that_are_too_large_are_just_too_large() -> None:
    assert (generic.BODY_LIMIT, generic.UPLOAD_LIMIT) == (body.BODY_LIMIT, body.UPLOAD_LIMIT)
