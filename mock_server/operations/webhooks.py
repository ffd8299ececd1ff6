"""Tag Webhooks: who is told of events, and the deliveries that tell them.

Deliveries show records of every organisation of the client, so a session needs a role over all of them.
"""

from mock_server.domain import deliveries, documents
from mock_server.domain.administration.authority import client_role
from mock_server.domain.collections import WEBHOOK_DELIVERIES, WEBHOOK_SUBSCRIPTIONS
from mock_server.domain.documents import Envelope, author_of
from mock_server.domain.model import Document
from mock_server.domain.rules.roles import require_client_role
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json, JsonObject

__all__ = ["create_webhook_subscription", "list_webhook_deliveries", "retry_webhook_delivery"]


def create_webhook_subscription(world: World, request: OperationRequest) -> Json:
    require_client_role(client_role(world, request.principal))
    members: JsonObject = {
        "url": request.members["url"],
        "eventTypes": request.members["eventTypes"],
        "secret": deliveries.new_secret(world),
        "clientId": request.owner_id,
        "active": True,
        "consecutiveFailures": 0,
    }
    return documents.create(world, WEBHOOK_SUBSCRIPTIONS, author_of(request), members).body


def list_webhook_deliveries(world: World, request: OperationRequest) -> Json:
    subscription = _subscription(world, request)
    return documents.listed(world, request, WEBHOOK_DELIVERIES, Envelope.BARE, parent_id=subscription.id)


def retry_webhook_delivery(world: World, request: OperationRequest) -> Json:
    subscription = _subscription(world, request)
    delivery = documents.require_under(world, WEBHOOK_DELIVERIES, subscription, request.path["deliveryId"])
    return deliveries.ask_for(world, delivery).body


def _subscription(world: World, request: OperationRequest) -> Document:
    """The subscription that the path names, for who may see what it delivers."""
    require_client_role(client_role(world, request.principal))
    return documents.require(world, WEBHOOK_SUBSCRIPTIONS, request.owner_id, request.path["id"])
