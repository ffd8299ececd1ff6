"""Tag Suppliers."""

from mock_server.domain import documents
from mock_server.domain.collections import SUPPLIERS
from mock_server.domain.documents import author_of
from mock_server.domain.payables.suppliers import changed_members, new_members
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json

__all__ = ["create_supplier", "get_supplier", "list_suppliers", "patch_supplier"]


def list_suppliers(world: World, request: OperationRequest) -> Json:
    return documents.listed(world, request, SUPPLIERS)


def create_supplier(world: World, request: OperationRequest) -> Json:
    members = {"organisationId": request.owner_id, **new_members(request.members)}
    return documents.create(world, SUPPLIERS, author_of(request), members).body


def get_supplier(world: World, request: OperationRequest) -> Json:
    return documents.require(world, SUPPLIERS, request.owner_id, request.path["id"]).body


def patch_supplier(world: World, request: OperationRequest) -> Json:
    supplier = documents.require(world, SUPPLIERS, request.owner_id, request.path["id"])
    return documents.change(world, SUPPLIERS, supplier, changed_members(request.members), request.author_id).body
