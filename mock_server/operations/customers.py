"""Tag Customers: whom an organisation invoices."""

from mock_server.domain import documents
from mock_server.domain.collections import CUSTOMERS
from mock_server.domain.documents import author_of
from mock_server.domain.members import whole
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json, JsonObject

__all__ = ["create_customer", "get_customer", "list_customers", "replace_customer"]

_MEMBERS = (
    "name",
    "email",
    "phone",
    "taxNumber",
    "addressLine1",
    "addressLine2",
    "city",
    "state",
    "postalCode",
    "country",
)


def list_customers(world: World, request: OperationRequest) -> Json:
    return documents.listed(world, request, CUSTOMERS)


def create_customer(world: World, request: OperationRequest) -> Json:
    members: JsonObject = {"organisationId": request.selected.id, **_sent(request)}
    return documents.create(world, CUSTOMERS, author_of(request), members).body


def get_customer(world: World, request: OperationRequest) -> Json:
    return documents.require(world, CUSTOMERS, request.owner_id, request.path["id"]).body


def replace_customer(world: World, request: OperationRequest) -> Json:
    """A member that is not sent is null afterwards."""
    customer = documents.require(world, CUSTOMERS, request.owner_id, request.path["id"])
    return documents.change(world, CUSTOMERS, customer, _sent(request), request.author_id).body


def _sent(request: OperationRequest) -> JsonObject:
    return whole(_MEMBERS, request.members)
