"""What a run would send, without sending anything."""

from collections.abc import Iterator

from contract_tests.contract import Contract, Operation
from contract_tests.http_layer.policy import LOGIN_OPERATIONS, Policy, changes_nothing
from contract_tests.properties.schemathesis_run import is_about


def plan_lines(contract: Contract, policy: Policy, only: str | None, *, confined: bool) -> Iterator[str]:
    """Every operation with its method: sent, or not and why.

    `confined`: generated requests change only the run's own organisations; the others are for rule tests alone.
    """
    sent = 0
    for operation in contract.operations.values():
        if only is not None and not is_about(operation, only):
            continue
        reason = _not_sent(policy, operation)
        sent += reason is None
        use = "not sent" if reason is not None else _use(policy, operation, confined=confined)
        yield f"{use:<9} {operation.method:<6} {operation.path}  {operation.id}{f'  ({reason})' if reason else ''}"
    yield ""
    yield f"{sent} of {len(contract.operations)} operations would be sent."
    if confined and policy.writes:
        yield "Those marked rules are called by rule tests alone, with what the run itself made."
    if policy.undeclared:
        yield "Methods that the contract does not declare would be tried on every path (DELETE, PATCH, PUT)."
    else:
        yield "Methods that the contract does not declare would not be tried (OPTIONS and HEAD aside)."


def _use(policy: Policy, operation: Operation, *, confined: bool) -> str:
    if _is_login_only(policy, operation):
        return "login"
    beyond = confined and not changes_nothing(operation) and not operation.needs_organisation
    return "rules" if beyond else "send"


def _not_sent(policy: Policy, operation: Operation) -> str | None:
    return policy.refusal(operation.method, operation.path, operation)


def _is_login_only(policy: Policy, operation: Operation) -> bool:
    return operation.id in LOGIN_OPERATIONS and not policy.writes and policy.logins and not changes_nothing(operation)
