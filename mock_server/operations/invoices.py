"""Tag Invoices."""

from mock_server.domain.collections import INVOICES
from mock_server.domain.documents import listed
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json

__all__ = ["list_invoices"]


def list_invoices(world: World, request: OperationRequest) -> Json:
    return listed(world, request, INVOICES)
