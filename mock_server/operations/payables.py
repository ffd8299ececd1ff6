"""Tag Payables: reports on what is to be paid and was paid, and the classification of bills."""

from mock_server.domain.days import asked_day, days_before, today
from mock_server.domain.payables.bills import require_bill_in, shown
from mock_server.domain.payables.outstanding import outstanding_payables, overdue_payables
from mock_server.domain.payables.paid import paid_summary
from mock_server.domain.payables.spend import spend_summary
from mock_server.domain.report_periods import DEFAULT_PERIOD
from mock_server.domain.rules.dates import require_in_order
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json

__all__ = [
    "get_outstanding_payables",
    "get_overdue_payables",
    "get_paid_summary",
    "get_spend_summary",
    "reclassify_bill",
]

_SPEND_DAYS = 30
"""Documented: of the range that is reported on where none is asked for."""


def get_outstanding_payables(world: World, request: OperationRequest) -> Json:
    return outstanding_payables(world, request.owner_id, asked_day(request, "asOf") or today(world))


def get_overdue_payables(world: World, request: OperationRequest) -> Json:
    return overdue_payables(world, request.owner_id, asked_day(request, "asOf") or today(world))


def get_paid_summary(world: World, request: OperationRequest) -> Json:
    period, currency = str(request.query.get("period", DEFAULT_PERIOD)), request.query.get("currency")
    return paid_summary(world, request.owner_id, period, today(world), None if currency is None else str(currency))


def get_spend_summary(world: World, request: OperationRequest) -> Json:
    end = asked_day(request, "to") or today(world)
    start = asked_day(request, "from") or days_before(end, _SPEND_DAYS - 1)
    require_in_order(f"{start}T00:00:00Z", f"{end}T00:00:00Z", names=("start of the range", "end"))
    return spend_summary(world, request.selected, start, end)


def reclassify_bill(world: World, request: OperationRequest) -> Json:
    """Nothing changes: lines hold no classification here."""
    bill = require_bill_in(world, request.owner_id, request.path["id"], {"PendingReview", "NeedsApproval"})
    return shown(world, bill.document)
