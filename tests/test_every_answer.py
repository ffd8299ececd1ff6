"""Whatever a valid request asks, the answer is one that the contract documents: for every operation."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from mock_server.domain.tables import DOCUMENTS, INDUSTRIES
from mock_server.inference.collections import Inference
from tests.asgi import ACME, ACME_KEY, ADAM, BRIGHTSIDE, OLIVIA, InProcess
from tests.lived_in import ACME_PLATFORM, LivedIn

MOCK = InProcess(self_check=True)
CONTRACT = MOCK.server.contract
SCHEMA = schemathesis.openapi.from_dict(dict(CONTRACT.document))
INFERENCE = Inference(CONTRACT)
NOUNS = {kind.noun.casefold(): kind.name for kind in INFERENCE.kinds}

EXAMPLES = 12
MORE_EXAMPLES = 60
"""For operations that need more luck, such as the one record of several that is in the right state."""

TOUCHED = {"by nobody yet"}
NEVER_IN_THIS_WORLD = {
    "exchangeAuthCode": "a code cannot be made up",
    "acceptClientInvite": "an invite token cannot be made up",
    "createCheckoutSession": "the token of a public invoice cannot be made up",
    "getPublicInvoice": "the same",
    "revokeApiKey": "the key that calls is not to revoke itself",
    "retryWebhookDelivery": "nothing was delivered yet",
    "getBankPayment": "nothing was paid by bank yet",
    "retryBillOcr": "no reading failed",
    "reopenBill": "no bill is rejected",
    "resumeRecurringInvoice": "no schedule is paused",
}
"""Operations that a generated request cannot make succeed here, and why."""


def known(collection: str) -> list[str]:
    return [d.id for d in MOCK.server.worlds.default.store.all(DOCUMENTS) if d.collection == collection]


def lines_known(name: str) -> list[str]:
    """What a member can name a line by: one of a matched bill, an order or a delivery note."""
    bodies: dict[str, list[Any]] = {"match-groups": [], "bills": [], "purchase-orders": [], "delivery-notes": []}
    for document in MOCK.server.worlds.default.store.all(DOCUMENTS):
        bodies.setdefault(document.collection, []).append(document.body)
    matched = {group["billId"] for group in bodies["match-groups"]}
    lines = {
        "billLineId": [line for bill in bodies["bills"] if bill["id"] in matched for line in bill["lineItems"]],
        "poLineId": [line for order in bodies["purchase-orders"] for line in order["lines"]],
        "dnLineId": [line for note in bodies["delivery-notes"] for line in note["lines"]],
    }
    return [line["id"] for line in lines.get(name, ())]


def ids_for(name: str, operation_id: str) -> list[str]:
    """What a path parameter can name in this world."""
    inferred = INFERENCE.of(CONTRACT.operations[operation_id])
    if inferred.operation.path.startswith(("/organisations/", "/mcp/")):
        return [ACME]
    named = {"clientId": [ACME_PLATFORM], "userId": [OLIVIA, ADAM], "code": ["GB"]}
    named |= {"billLineId": lines_known("billLineId"), "allocationId": known("match-groups.allocations")}
    if inferred.operation.path.startswith("/webhook-subscriptions/"):
        named["id"] = known("webhook-subscriptions")
    named |= {ancestor.parameter: known(ancestor.kind.name) for ancestor in inferred.ancestors}
    if inferred.kind is not None and inferred.item not in (None, "userId"):
        named[str(inferred.item)] = known(inferred.kind.name)
    return [ADAM] if operation_id == "changeUserRole" else named.get(name, [])


def plausible(body: Any, data: st.DataObject) -> Any:
    """The body with ids, the currency and an industry of this world."""
    if isinstance(body, list):
        return [plausible(item, data) for item in body]
    if not isinstance(body, dict):
        return body
    return {name: _member(name, value, data) for name, value in body.items()}


def _member(name: str, value: Any, data: st.DataObject) -> Any:
    fixed = {
        "currency": "GBP",
        "organisationId": BRIGHTSIDE,
        "userId": OLIVIA,
        "conversationId": None,
        "invoiceLineItemId": None,
    }
    if name == "amount":
        return 1
    if name == "matchedQuantity":
        return "0.25"
    if not isinstance(value, str):
        return plausible(value, data)
    if name == "industryId":
        return next(MOCK.server.worlds.default.store.all(INDUSTRIES)).id
    ids = known(NOUNS.get(name.removesuffix("Id").casefold(), "")) if name.endswith("Id") else []
    ids = lines_known(name) or ids
    return data.draw(st.sampled_from(ids)) if ids else fixed.get(name, value)


def headers(operation_id: str, session: str) -> dict[str, str]:
    operation = CONTRACT.operations[operation_id]
    organisation = BRIGHTSIDE if operation.credentials == ("bearer",) else ACME
    selected = {"x-dolfin-organisation-id": organisation} if operation.needs_organisation else {}
    credential = {
        (): {},
        ("bearer",): {"authorization": f"Bearer {session}"},
    }.get(operation.credentials, {"x-dolfin-api-key": ACME_KEY})
    return {**selected, **credential}


def live_in_again(*, reading: bool) -> None:
    """The same lived-in world for every operation; reading leaves it as it is."""
    if TOUCHED:
        MOCK.server.worlds.reset("default")
        LivedIn(MOCK, ACME)
        TOUCHED.clear()
    if not reading:
        TOUCHED.add("by a test")


def tried(ask: Callable[[st.DataObject], None], examples: int) -> None:
    settings(
        max_examples=examples,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
    )(given(data=st.data())(ask))()


@pytest.mark.parametrize("operation_id", list(CONTRACT.operations))
def test_every_answer_to_a_valid_request_is_documented(operation_id: str) -> None:
    operation = CONTRACT.operations[operation_id]
    live_in_again(reading=operation.method == "GET")
    session = MOCK.login(OLIVIA)
    answered: set[int] = set()
    turns = count()

    def ask(data: st.DataObject) -> None:
        case = data.draw(SCHEMA.find_operation_by_id(operation_id).as_strategy())
        turn = next(turns)
        for name in case.path_parameters or {}:
            ids = ids_for(name, operation_id)
            if ids:  # each record in its turn, with each of the others that the path names
                case.path_parameters[name] = ids[turn % len(ids)]
                turn //= len(ids)
        sent = case.as_transport_kwargs(base_url="http://127.0.0.1:4010")
        options = {"params": sent.get("params")}
        if "multipart/form-data" in operation.bodies:
            options["files"] = {"file": ("file.pdf", data.draw(st.binary(max_size=50)), "application/pdf")}
        elif "json" in sent:
            options["json"] = plausible(sent["json"], data)
        response = MOCK.request(sent["method"], sent["url"], headers=headers(operation_id, session), **options)
        answered.add(response.status_code)
        assert response.status_code < 500, response.text

    tried(ask, EXAMPLES)
    if not any(status < 300 for status in answered):
        tried(ask, MORE_EXAMPLES)
    succeeded = any(status < 300 for status in answered)
    assert succeeded is (operation_id not in NEVER_IN_THIS_WORLD), answered
