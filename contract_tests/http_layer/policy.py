"""What may leave the process."""

from dataclasses import dataclass

from contract_tests.contract import Operation

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LOGIN_OPERATIONS = frozenset({"createAuthCode", "exchangeAuthCode"})
HARMLESS_OPERATIONS = frozenset({"validateBankDetails"})
"""POST operations that change nothing."""

CONTROL_PREFIX = "/__mock__/"
BEYOND = "generated requests change only organisations that the run made, on a server that is not a mock"


@dataclass(frozen=True, slots=True)
class Policy:
    """`writes`: state may be changed. `logins`: the two login calls may be made all the same.

    `undeclared`: methods and paths that the contract does not declare may be tried. `control`: the mock's
    clock may be moved.
    """

    writes: bool
    logins: bool
    undeclared: bool
    control: bool

    def refusal(self, method: str, path: str, operation: Operation | None) -> str | None:
        """Why this request must not be sent; None where it may."""
        if path.startswith(CONTROL_PREFIX):
            return None if self.control or method == "GET" else "the mock's controls are not to be touched"
        if operation is None:
            harmless = method in READING_METHODS
            return None if self.undeclared or harmless else f"{method} is not declared for this path"
        if self.writes or changes_nothing(operation):
            return None
        if operation.id in LOGIN_OPERATIONS and self.logins:
            return None
        return f"{operation.id} changes state: allow that with --allow-writes"


def changes_nothing(operation: Operation) -> bool:
    return operation.method in READING_METHODS or operation.id in HARMLESS_OPERATIONS
