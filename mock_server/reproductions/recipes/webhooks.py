"""Tag Webhooks: deliveries show every organisation of the client, so they are not for a mere member of one."""

from collections.abc import Mapping

from mock_server.reproductions.recipe import UNKNOWN_ID, Ask, Recipe

_SUBSCRIPTION = {"url": "https://webhooks.example/", "eventTypes": ["*"]}

RECIPES: Mapping[tuple[str, str], Recipe] = {
    ("createWebhookSubscription", "Member.Forbidden"): (
        Ask("createWebhookSubscription", json=_SUBSCRIPTION, caller="alice"),
    ),
    ("listWebhookDeliveries", "Member.Forbidden"): (
        Ask("listWebhookDeliveries", path={"id": UNKNOWN_ID}, caller="alice"),
    ),
    ("retryWebhookDelivery", "Member.Forbidden"): (
        Ask("retryWebhookDelivery", path={"id": UNKNOWN_ID, "deliveryId": UNKNOWN_ID}, caller="alice"),
    ),
}
