"""Tag Receivables: reports on what customers owe and have paid."""

from datetime import date

from mock_server.domain import times
from mock_server.domain.receivables.outstanding import outstanding_receivables
from mock_server.domain.receivables.overdue import overdue_receivables
from mock_server.domain.receivables.received import received_summary
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json

__all__ = ["get_outstanding_receivables", "get_overdue_receivables", "get_received_summary"]

_PERIOD = "Last30Days"


def get_outstanding_receivables(world: World, request: OperationRequest) -> Json:
    return outstanding_receivables(world, request.owner_id, _as_of(world, request))


def get_overdue_receivables(world: World, request: OperationRequest) -> Json:
    return overdue_receivables(world, request.owner_id, _as_of(world, request))


def get_received_summary(world: World, request: OperationRequest) -> Json:
    period, currency = str(request.query.get("period", _PERIOD)), request.query.get("currency")
    today = world.clock.now().date()
    return received_summary(world, request.owner_id, period, today, None if currency is None else str(currency))


def _as_of(world: World, request: OperationRequest) -> date:
    """The day that was asked for, today (UTC) otherwise."""
    sent = request.query.get("asOf")
    return world.clock.now().date() if sent is None else times.read(f"{sent}T00:00:00Z").date()
