"""Rules on numbers and keys that must be unique."""

from mock_server.catalogue import NUMBER_TAKEN
from mock_server.domain.rules.rule import refuses_with
from mock_server.domain.violations import Violation


@refuses_with(NUMBER_TAKEN)
def require_free(*, taken: bool, what: str) -> None:
    """No other record has it."""
    if taken:
        raise Violation(NUMBER_TAKEN, what=what)
