"""Rules on matching."""

from mock_server.catalogue import MATCH_UNRESOLVED
from mock_server.domain.rules.rule import refuses_with
from mock_server.domain.violations import Violation


@refuses_with(MATCH_UNRESOLVED)
def require_match_resolved(*, open_variances: bool) -> None:
    """A bill that differs from what was ordered or came is submitted once that was accepted (the code is assumed)."""
    if open_variances:
        raise Violation(MATCH_UNRESOLVED)
