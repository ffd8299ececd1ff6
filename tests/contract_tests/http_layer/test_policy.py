"""What may leave the process, for every operation of the contract."""

from dataclasses import replace

import pytest

from contract_tests.http_layer.policy import (
    HARMLESS_OPERATIONS,
    LOGIN_OPERATIONS,
    OUTREACHING_OPERATIONS,
    Policy,
)
from tests.contract_tests.contracts import CONTRACT

READ_ONLY = Policy(writes=False, logins=True, undeclared=False, control=False)
WRITING = Policy(writes=True, logins=True, undeclared=False, control=True)
SILENT = Policy(writes=False, logins=False, undeclared=False, control=False)
ADDRESS = "http://target"


def refused(policy: Policy, method: str, path: str) -> str | None:
    return policy.refusal(method, path, CONTRACT.find(method, path))


@pytest.mark.parametrize("operation_id", CONTRACT.operations)
def test_a_read_only_run_sends_what_reads_and_the_login_alone(operation_id: str) -> None:
    operation = CONTRACT.operations[operation_id]
    allowed = READ_ONLY.refusal(operation.method, operation.path, operation) is None
    assert allowed == (operation.method == "GET" or operation_id in LOGIN_OPERATIONS | HARMLESS_OPERATIONS)


@pytest.mark.parametrize("operation_id", CONTRACT.operations)
def test_a_run_that_may_write_sends_what_has_no_effects_outside_the_api(operation_id: str) -> None:
    operation = CONTRACT.operations[operation_id]
    allowed = WRITING.refusal(operation.method, operation.path, operation) is None
    assert allowed == (operation_id not in OUTREACHING_OPERATIONS)


@pytest.mark.parametrize("operation_id", sorted(OUTREACHING_OPERATIONS))
def test_effects_outside_the_api_need_a_permission_of_their_own(operation_id: str) -> None:
    operation = CONTRACT.operations[operation_id]
    allowed = replace(WRITING, outreach=True)
    only_that = replace(READ_ONLY, outreach=True)
    assert allowed.refusal(operation.method, operation.path, operation) is None
    assert only_that.refusal(operation.method, operation.path, operation) is not None


@pytest.mark.parametrize("operation_id", sorted(LOGIN_OPERATIONS))
def test_the_login_can_be_left_out_too(operation_id: str) -> None:
    operation = CONTRACT.operations[operation_id]
    assert SILENT.refusal(operation.method, operation.path, operation) is not None


def test_the_named_operations_are_there() -> None:
    assert CONTRACT.operations.keys() >= LOGIN_OPERATIONS | HARMLESS_OPERATIONS | OUTREACHING_OPERATIONS


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "FOO"])
@pytest.mark.parametrize("path", ["/me", "/nowhere"])
def test_an_undeclared_method_is_not_tried_unless_asked_for(method: str, path: str) -> None:
    asked_for = Policy(writes=True, logins=True, undeclared=True, control=True)
    assert refused(WRITING, method, path) == f"{method} is not declared for this path"
    assert refused(asked_for, method, path) is None


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_reading_what_is_not_declared_does_no_harm(method: str) -> None:
    assert refused(READ_ONLY, method, "/nowhere") is None


def test_the_controls_of_a_mock_are_read_but_not_touched() -> None:
    assert refused(READ_ONLY, "GET", "/__mock__/health") is None
    assert refused(READ_ONLY, "POST", "/__mock__/reset") == "the mock's controls are not to be touched"
    assert refused(WRITING, "PUT", "/__mock__/clock") is None
