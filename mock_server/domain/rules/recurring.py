"""Rules on recurring schedules. The conditions are documented, the code is assumed."""

from mock_server.catalogue import INVALID_STATE
from mock_server.domain.rules.rule import refuses_with
from mock_server.domain.violations import Violation


@refuses_with(INVALID_STATE)
def require_not_begun(generated: int) -> None:
    """When and how often a schedule runs is settled once it has generated an invoice."""
    if generated:
        raise Violation(INVALID_STATE, allowed="without a generated invoice to take another start or cadence")


@refuses_with(INVALID_STATE)
def require_total_not_passed(total: int | None, generated: int) -> None:
    """A schedule has not generated more invoices than it shall in all (that this is refused is assumed)."""
    if total is not None and generated > total:
        raise Violation(INVALID_STATE, allowed="without more generated invoices than the new total")
