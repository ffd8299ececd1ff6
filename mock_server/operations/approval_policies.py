"""Tag ApprovalPolicies."""

from mock_server.domain import documents
from mock_server.domain.collections import APPROVAL_POLICIES
from mock_server.domain.documents import author_of
from mock_server.domain.model import Document
from mock_server.domain.payables.approval_policies import in_order, read_members
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json

__all__ = [
    "create_approval_policy",
    "delete_approval_policy",
    "get_approval_policy",
    "list_approval_policies",
    "replace_approval_policy",
]


def list_approval_policies(world: World, request: OperationRequest) -> Json:
    return [policy.body for policy in in_order(world, request.owner_id)]


def create_approval_policy(world: World, request: OperationRequest) -> Json:
    members = read_members(world, request.selected, request.members)
    return documents.create(world, APPROVAL_POLICIES, author_of(request), members).body


def get_approval_policy(world: World, request: OperationRequest) -> Json:
    return _named(world, request).body


def replace_approval_policy(world: World, request: OperationRequest) -> Json:
    policy = _named(world, request)
    members = read_members(world, request.selected, request.members)
    return documents.change(world, APPROVAL_POLICIES, policy, members).body


def delete_approval_policy(world: World, request: OperationRequest) -> Json:
    documents.remove(world, _named(world, request))
    return None


def _named(world: World, request: OperationRequest) -> Document:
    return documents.require(world, APPROVAL_POLICIES, request.owner_id, request.path["id"])
