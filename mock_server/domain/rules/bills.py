"""Rules on bills."""

from collections.abc import Sequence

from mock_server.catalogue import BILL_INVALID
from mock_server.domain.payables.issues import Issue, sidecar
from mock_server.domain.rules.rule import refuses_with
from mock_server.domain.violations import Violation


@refuses_with(BILL_INVALID)
def require_no_issues(issues: Sequence[Issue]) -> None:
    """The bill is consistent; every issue is told otherwise."""
    if issues:
        raise Violation(BILL_INVALID, members=sidecar(issues), count=len(issues))
