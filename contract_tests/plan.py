"""What a run would send, without sending anything."""

from collections.abc import Iterator

from contract_tests.contract import Contract, Operation
from contract_tests.http_layer.policy import LOGIN_OPERATIONS, Policy, changes_nothing


def plan_lines(contract: Contract, policy: Policy) -> Iterator[str]:
    """Every operation with its method: sent, or not and why."""
    sent = 0
    for operation in contract.operations.values():
        reason = _not_sent(policy, operation)
        sent += reason is None
        use = "login" if _is_login_only(policy, operation) else "send" if reason is None else "not sent"
        yield f"{use:<9} {operation.method:<6} {operation.path}  {operation.id}{f'  ({reason})' if reason else ''}"
    yield ""
    yield f"{sent} of {len(contract.operations)} operations would be sent."
    if policy.undeclared:
        yield "Methods that the contract does not declare would be tried on every path (DELETE, PATCH, PUT)."
    else:
        yield "Methods that the contract does not declare would not be tried (OPTIONS and HEAD aside)."


def _not_sent(policy: Policy, operation: Operation) -> str | None:
    return policy.refusal(operation.method, operation.path, operation)


def _is_login_only(policy: Policy, operation: Operation) -> bool:
    return operation.id in LOGIN_OPERATIONS and not policy.writes and policy.logins and not changes_nothing(operation)
