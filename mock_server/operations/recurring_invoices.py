"""Tag RecurringInvoices: schedules that generate invoices."""

from mock_server.domain import documents
from mock_server.domain.administration.authority import organisation_roles
from mock_server.domain.collections import RECURRING_INVOICES
from mock_server.domain.documents import author_of
from mock_server.domain.model import Document
from mock_server.domain.receivables import recurring
from mock_server.domain.rules.roles import require_administrator
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json

__all__ = [
    "cancel_recurring_invoice",
    "create_recurring_invoice",
    "get_recurring_invoice",
    "list_recurring_invoices",
    "patch_recurring_invoice",
    "pause_recurring_invoice",
    "resume_recurring_invoice",
]


def list_recurring_invoices(world: World, request: OperationRequest) -> Json:
    return documents.listed(world, request, RECURRING_INVOICES, show=lambda schedule: recurring.shown(world, schedule))


def create_recurring_invoice(world: World, request: OperationRequest) -> Json:
    require_administrator(organisation_roles(world, request.principal, request.selected))
    return recurring.shown(world, recurring.start_schedule(world, author_of(request), request.members))


def get_recurring_invoice(world: World, request: OperationRequest) -> Json:
    return recurring.shown(world, _named(world, request))


def patch_recurring_invoice(world: World, request: OperationRequest) -> Json:
    schedule = _named(world, request)
    return recurring.shown(world, recurring.edit_schedule(world, author_of(request), schedule, request.members))


def pause_recurring_invoice(world: World, request: OperationRequest) -> Json:
    return recurring.shown(world, recurring.pause_schedule(world, _named(world, request), request.author_id))


def resume_recurring_invoice(world: World, request: OperationRequest) -> Json:
    return recurring.shown(world, recurring.resume_schedule(world, _named(world, request), request.author_id))


def cancel_recurring_invoice(world: World, request: OperationRequest) -> Json:
    return recurring.shown(world, recurring.cancel_schedule(world, _named(world, request), request.author_id))


def _named(world: World, request: OperationRequest) -> Document:
    return documents.require(world, RECURRING_INVOICES, request.owner_id, request.path["id"])
