"""Webhooks: a client subscribes to events; a delivery tells of each. What events there are is documented nowhere."""

import json
from typing import Any

import pytest

from contract_tests.api_client import Answer, ApiClient, Caller
from contract_tests.checks.expect import Expectations
from contract_tests.clock import TargetClock
from contract_tests.provision import Provision
from contract_tests.rules.cases import unknown_id

pytestmark = [pytest.mark.needs("writes"), pytest.mark.about("createWebhookSubscription")]

ADDRESS = "https://webhooks.example/dolfin-mock-verify"
"""Nobody's: the domain is set aside for examples."""
SECRET = "reference: the secret comes with the answer that creates a subscription"
DELIVERY = "reference: a delivery says what was or will be sent, and how often it was tried"
ADMINISTRATORS = "assumption: deliveries show every organisation of the client, so they are for its Admins and Owners"
EVENTS = "assumption: an organisation that is made is an event, which * subscribes to"


def _subscribe(api: ApiClient, client: Caller, *event_types: str, url: str = ADDRESS) -> Answer:
    return api.call("createWebhookSubscription", client, json={"url": url, "eventTypes": list(event_types)})


def _subscription(api: ApiClient, expect: Expectations, client: Caller, *event_types: str) -> str:
    return str(expect.success(_subscribe(api, client, *event_types), 201)["id"])


def _deliveries(
    api: ApiClient, expect: Expectations, client: Caller, subscription: str, **query: Any
) -> tuple[Answer, list[dict[str, Any]]]:
    answer = api.call("listWebhookDeliveries", client, path={"id": subscription}, query=query)
    return answer, expect.success(answer, 200)


@pytest.fixture
def subscription(api: ApiClient, expect: Expectations, client: Caller) -> str:
    """The id of a subscription to everything."""
    return _subscription(api, expect, client, "*")


@pytest.fixture
def others(provision: Provision, session: Caller) -> list[Caller]:
    """Sessions that reach some of the client's organisations, or none: a member's and a Member's of the portal."""
    return [session, provision.portal_user("Member")[1]]


def test_a_new_subscription_is_active_and_shows_its_secret(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller
) -> None:
    answer = _subscribe(api, client, "invoice.sent", "invoice.paid")
    body = expect.success(answer, 201)
    provision.masker.learn(str(body["secret"]))
    expect.that(answer, len(body["secret"]) >= 16, "a secret", "a short text or none", SECRET)
    expect.equal(answer, (body["url"], body["eventTypes"]), (ADDRESS, ["invoice.sent", "invoice.paid"]), "reference")
    state = (body.get("active"), body.get("consecutiveFailures"))
    expect.equal(answer, state, (True, 0), "reference: a subscription is active until deliveries fail", assumed=True)


def test_every_subscription_has_a_secret_of_its_own(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller
) -> None:
    secrets = [expect.success(_subscribe(api, client, "invoice.sent"), 201)["secret"]]
    answer = _subscribe(api, client, "invoice.sent")
    secrets.append(expect.success(answer, 201)["secret"])
    for secret in secrets:
        provision.masker.learn(str(secret))
    expect.equal(answer, secrets[0] == secrets[1], False, SECRET)


@pytest.mark.error_code("Mock.InvalidRequest", "createWebhookSubscription")
@pytest.mark.parametrize(
    "url",
    ["", "webhooks.example", "ftp://webhooks.example/", "http://", "http://user@webhooks.example/", "http://a b/"],
)
def test_webhooks_go_to_an_http_address(url: str, api: ApiClient, expect: Expectations, client: Caller) -> None:
    expect.refusal(_subscribe(api, client, "invoice.sent", url=url), "Mock.InvalidRequest")


@pytest.mark.error_code("Mock.InvalidRequest", "createWebhookSubscription")
def test_a_subscription_is_to_at_least_one_event(api: ApiClient, expect: Expectations, client: Caller) -> None:
    expect.refusal(_subscribe(api, client), "Mock.InvalidRequest")


@pytest.mark.about("listWebhookDeliveries")
def test_a_new_subscription_has_no_deliveries(
    api: ApiClient, expect: Expectations, client: Caller, subscription: str
) -> None:
    answer, deliveries = _deliveries(api, expect, client, subscription)
    expect.equal(answer, deliveries, [], "a delivery tells of what happens after the subscription")


@pytest.mark.about("listWebhookDeliveries", "createOrganisation")
@pytest.mark.needs("clock")
def test_a_delivery_tells_of_what_happened(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller, subscription: str, clock: TargetClock
) -> None:
    other = _subscription(api, expect, client, "invoice.sent")
    organisation = provision.organisation()
    clock.advance(0)
    answer, deliveries = _deliveries(api, expect, client, subscription)
    about = [delivery for delivery in deliveries if delivery["organisationId"] == organisation]
    expect.equal(answer, len(about), 1, EVENTS, assumed=True)
    envelope = json.loads(about[0]["payload"])
    named = {member: about[0][member] for member in ("eventId", "eventType", "organisationId", "subscriptionId")}
    told = {
        "eventId": envelope.get("id"),
        "eventType": envelope.get("type"),
        "organisationId": envelope.get("organisationId"),
        "subscriptionId": subscription,
    }
    expect.equal(answer, told, named, DELIVERY, assumed=True)
    expect.that(answer, about[0]["attempts"] >= 1, "an attempt", "none", DELIVERY, assumed=True)
    answer, deliveries = _deliveries(api, expect, client, other)
    expect.equal(answer, deliveries, [], "a subscription names the events that it is about")


@pytest.mark.about("listWebhookDeliveries")
@pytest.mark.needs("clock")
def test_deliveries_are_listed_newest_first_and_as_many_as_asked_for(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller, subscription: str, clock: TargetClock
) -> None:
    made = []
    for _ in range(3):
        made.append(provision.organisation())
        clock.advance(1)
    answer, deliveries = _deliveries(api, expect, client, subscription)
    shown = [delivery["organisationId"] for delivery in deliveries if delivery["organisationId"] in made]
    expect.equal(answer, shown, made[::-1], "assumption: lists are newest first", assumed=True)
    answer, deliveries = _deliveries(api, expect, client, subscription, limit=2)
    expect.equal(answer, len(deliveries), 2, "reference: limit")


@pytest.mark.about("retryWebhookDelivery", "listWebhookDeliveries")
@pytest.mark.needs("clock")
def test_a_delivery_is_sent_again_on_request(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller, subscription: str, clock: TargetClock
) -> None:
    provision.organisation()
    clock.advance(0)
    _, (delivery, *_) = _deliveries(api, expect, client, subscription)
    path = {"id": subscription, "deliveryId": delivery["id"]}
    answer = api.call("retryWebhookDelivery", client, path=path)
    rule = "reference: the retry answers with the delivery"
    expect.equal(answer, expect.success(answer, 200, rule=rule)["id"], delivery["id"], rule)
    clock.advance(0)
    answer, (again, *_) = _deliveries(api, expect, client, subscription)
    expect.equal(answer, again["attempts"], delivery["attempts"] + 1, DELIVERY)


@pytest.mark.error_code("Mock.RecordNotFound", "retryWebhookDelivery")
@pytest.mark.needs("clock")
def test_a_delivery_belongs_to_its_subscription(
    api: ApiClient, expect: Expectations, provision: Provision, client: Caller, subscription: str, clock: TargetClock
) -> None:
    other = _subscription(api, expect, client, "*")
    provision.organisation()
    clock.advance(0)
    _, (delivery, *_) = _deliveries(api, expect, client, subscription)
    path = {"id": other, "deliveryId": delivery["id"]}
    expect.refusal(api.call("retryWebhookDelivery", client, path=path), "Mock.RecordNotFound")
    path = {"id": subscription, "deliveryId": unknown_id()}
    expect.refusal(api.call("retryWebhookDelivery", client, path=path), "Mock.RecordNotFound")


@pytest.mark.error_code("Mock.RecordNotFound", "listWebhookDeliveries")
@pytest.mark.needs("two_clients")
def test_a_subscription_belongs_to_its_client(
    api: ApiClient, expect: Expectations, subscription: str, second_client: Caller
) -> None:
    answer = api.call("listWebhookDeliveries", second_client, path={"id": subscription})
    expect.refusal(answer, "Mock.RecordNotFound")


@pytest.mark.error_code("Member.Forbidden", "createWebhookSubscription")
@pytest.mark.error_code("Member.Forbidden", "listWebhookDeliveries")
def test_who_is_no_admin_of_the_client_neither_subscribes_nor_sees_deliveries(
    api: ApiClient, expect: Expectations, subscription: str, others: list[Caller]
) -> None:
    for caller in others:
        expect.refusal(_subscribe(api, caller, "*"), "Member.Forbidden", rule=ADMINISTRATORS)
        answer = api.call("listWebhookDeliveries", caller, path={"id": subscription})
        expect.refusal(answer, "Member.Forbidden", rule=ADMINISTRATORS)


@pytest.mark.error_code("Member.Forbidden", "retryWebhookDelivery")
@pytest.mark.needs("clock")
def test_who_is_no_admin_of_the_client_sends_no_delivery_again(
    api: ApiClient,
    expect: Expectations,
    provision: Provision,
    client: Caller,
    subscription: str,
    others: list[Caller],
    clock: TargetClock,
) -> None:
    provision.organisation()
    clock.advance(0)
    _, (delivery, *_) = _deliveries(api, expect, client, subscription)
    path = {"id": subscription, "deliveryId": delivery["id"]}
    for caller in others:
        answer = api.call("retryWebhookDelivery", caller, path=path)
        expect.refusal(answer, "Member.Forbidden", rule=ADMINISTRATORS)


@pytest.mark.about("listWebhookDeliveries")
def test_an_admin_of_the_client_subscribes_and_sees_deliveries(
    api: ApiClient, expect: Expectations, provision: Provision
) -> None:
    _, admin = provision.portal_user("Admin")
    answer, deliveries = _deliveries(api, expect, admin, _subscription(api, expect, admin, "*"))
    expect.equal(answer, deliveries, [], ADMINISTRATORS, assumed=True)
