"""Tag Receivables: reports on what customers owe and have paid."""

from mock_server.domain.days import asked_day, today
from mock_server.domain.receivables.outstanding import outstanding_receivables
from mock_server.domain.receivables.overdue import overdue_receivables
from mock_server.domain.receivables.received import received_summary
from mock_server.domain.report_periods import DEFAULT_PERIOD
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json

__all__ = ["get_outstanding_receivables", "get_overdue_receivables", "get_received_summary"]


def get_outstanding_receivables(world: World, request: OperationRequest) -> Json:
    return outstanding_receivables(world, request.owner_id, asked_day(request, "asOf") or today(world))


def get_overdue_receivables(world: World, request: OperationRequest) -> Json:
    return overdue_receivables(world, request.owner_id, asked_day(request, "asOf") or today(world))


def get_received_summary(world: World, request: OperationRequest) -> Json:
    period, currency = str(request.query.get("period", DEFAULT_PERIOD)), request.query.get("currency")
    return received_summary(world, request.owner_id, period, today(world), None if currency is None else str(currency))
