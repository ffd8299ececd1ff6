"""Which operations belong together, and what each does to its collection."""

from collections import Counter
from typing import Any

import pytest

from mock_server.contract.document import load
from mock_server.domain.collections import COLLECTIONS
from mock_server.domain.documents import Envelope
from mock_server.inference.collections import Inference, Inferred, Role, noun_of
from mock_server.resources import EFFECTIVE_CONTRACT
from tests.inference.shops import answering, contract, list_of, taking

DOLFIN = Inference(load(EFFECTIVE_CONTRACT))
OPERATIONS = load(EFFECTIVE_CONTRACT).operations
WIDGET = {"$ref": "#/components/schemas/Widget"}
SCHEMAS = {
    "Widget": {"type": "object", "properties": {"id": {"type": "string"}, "size": {"type": "integer"}}},
    "WidgetRow": {"type": "object", "properties": {"id": {"type": "string"}}},
}
LIST: dict[str, Any] = {"responses": answering(list_of(WIDGET))}
ONE: dict[str, Any] = {"responses": answering(WIDGET)}

ROLES = {
    "listCustomers": "list customers",
    "createCustomer": "create customers",
    "getCustomer": "read customers",
    "replaceCustomer": "replace customers",
    "listProducts": "list products",
    "createProduct": "create products",
    "getProduct": "read products",
    "listInvoices": "list invoices",
    "createInvoice": "create invoices",
    "getInvoice": "read invoices",
    "patchInvoice": "patch invoices",
    "voidInvoice": "delete invoices",
    "sendInvoice": "action invoices",
    "previewInvoiceEmail": "sample",
    "listInvoicePayments": "list invoices.payments under invoices",
    "recordInvoicePayment": "create invoices.payments under invoices",
    "listInvoiceReminders": "list invoices.reminders under invoices",
    "sendInvoiceReminder": "create invoices.reminders under invoices",
    "listCreditNotes": "list credit-notes",
    "listInvoiceCreditNotes": "list credit-notes under invoices",
    "createInvoiceCreditNote": "create credit-notes under invoices",
    "issueInvoiceCreditNote": "action credit-notes under invoices",
    "deleteInvoiceCreditNote": "delete credit-notes under invoices",
    "pauseRecurringInvoice": "action recurring-invoices",
    "extractRecurringInvoiceTerms": "sample",
    "getPublicInvoice": "read i",
    "createCheckoutSession": "action i",
    "listSupplierCreditNotes": "list supplier-credit-notes under suppliers",
    "getSupplierCreditNote": "read supplier-credit-notes",
    "applySupplierCreditNote": "create supplier-credit-notes.applications under supplier-credit-notes",
    "reverseSupplierCreditApplication": "delete supplier-credit-notes.applications under supplier-credit-notes",
    "listSupplierCreditLedger": "list suppliers.credit.ledger under suppliers",
    "uploadBill": "create bills",
    "retryBillOcr": "action bills",
    "validateBill": "sample",
    "payBillByBank": "sample",
    "listBillBankPayments": "list bank-payments under bills",
    "getBankPayment": "read bank-payments",
    "replacePurchaseOrder": "replace purchase-orders",
    "closeDeliveryNote": "action delivery-notes",
    "getBillMatchGroup": "read related match-groups under bills",
    "addMatchAllocation": "action match-groups",
    "removeMatchAllocation": "action match-groups",
    "undoMatchLineResolution": "action match-groups",
    "deleteApprovalPolicy": "delete ap.approval-policies",
    "listWebhookDeliveries": "list webhook-subscriptions.deliveries",
    "retryWebhookDelivery": "action webhook-subscriptions.deliveries",
    "createWebhookSubscription": "sample",
    "listAgentMessages": "list agent.conversations.messages under agent.conversations",
    "addOrganisationUser": "create organisations.users",
    "addUser": "create organisations.users",
    "changeClientMemberRole": "patch clients.members",
    "patchClientSpendCategory": "patch clients.spend-categories",
    "createTaxRate": "create tax-rates",
    "listIndustries": "list industries",
    "beginGmailConnection": "create gmail-connections",
    "syncGmailConnection": "action gmail-connections",
    "getMe": "sample",
    "getSpendSummary": "sample",
    "getOutstandingReceivables": "sample",
    "validateBankDetails": "sample",
}


def told(inferred: Inferred) -> str:
    """The role, the collection and the record above, as a table writes it."""
    kind = "" if inferred.kind is None else f" {inferred.kind.name}"
    above = "" if inferred.kind is None or not inferred.ancestors else f" under {inferred.ancestors[-1].kind.name}"
    return f"{inferred.role.value}{kind}{above}"


def of(operation_id: str, paths: dict[str, Any]) -> Inferred:
    whole = contract(paths, SCHEMAS)
    return Inference(whole).of(whole.operations[operation_id])


@pytest.mark.parametrize("operation_id", ROLES)
def test_the_operations_of_the_dolfin_contract_are_told_by_path_and_schema(operation_id: str) -> None:
    assert told(DOLFIN.of(OPERATIONS[operation_id])) == ROLES[operation_id]


def test_most_operations_of_the_dolfin_contract_have_a_collection() -> None:
    counted = Counter(DOLFIN.of(operation).role for operation in OPERATIONS.values())
    assert counted == {
        Role.LIST: 31, Role.CREATE: 19, Role.READ: 13, Role.READ_RELATED: 1, Role.REPLACE: 4, Role.PATCH: 6,
        Role.DELETE: 5, Role.ACTION: 26, Role.SAMPLE: 34,
    }  # fmt: skip


def test_collections_that_we_know_by_name_are_those_that_are_inferred() -> None:
    kinds = {kind.name: kind for kind in DOLFIN.kinds}
    known = {name for name in COLLECTIONS if name != "webhook-subscriptions"}
    assert known <= kinds.keys(), "webhook subscriptions alone have neither a list nor a read"
    for name in known:
        if COLLECTIONS[name].parent is not None:
            assert COLLECTIONS[name].parent == kinds[name].parent


@pytest.mark.parametrize(
    ("segment", "noun"),
    [
        ("widgets", "widget"),
        ("tax-rates", "taxRate"),
        ("tax_rates", "taxRate"),
        ("deliveries", "delivery"),
        ("addresses", "address"),
        ("boxes", "box"),
        ("matches", "match"),
        ("business", "business"),
        ("stock", "stock"),
        ("sheep-dogs", "sheepDog"),
    ],
)
def test_one_of_many_has_a_name(segment: str, noun: str) -> None:
    assert noun_of(segment) == noun


@pytest.mark.parametrize(
    ("schema", "envelope"),
    [
        (list_of(WIDGET), Envelope.BARE),
        ({"properties": {"data": list_of(WIDGET)}}, Envelope.DATA),
        ({"properties": {"data": list_of(WIDGET), "nextCursor": {}}}, Envelope.NEXT_CURSOR),
        ({"properties": {"data": list_of(WIDGET), "meta": {}}}, Envelope.CURSORS),
        ({"allOf": [{"properties": {"meta": {}}}, {"properties": {"data": list_of(WIDGET)}}]}, Envelope.CURSORS),
    ],
)
def test_a_list_is_known_by_its_envelope(schema: Any, envelope: Envelope) -> None:
    inferred = of("getWidgets", {"/widgets": {"get": {"responses": answering(schema)}}})
    assert (inferred.role, inferred.envelope) == (Role.LIST, envelope)


@pytest.mark.parametrize(
    "schema", [{"type": "string"}, list_of({"type": "string"}), {"properties": {"data": list_of({})}}, WIDGET, {}]
)
def test_what_is_no_list_of_objects_is_a_sample(schema: Any) -> None:
    assert of("getWidgets", {"/widgets": {"get": {"responses": answering(schema)}}}).role is Role.SAMPLE


@pytest.mark.parametrize("first", ["/widgets", "/widgets/{id}"])
def test_a_list_that_shows_less_holds_records_of_the_kind_that_is_read(first: str) -> None:
    rows = answering(list_of({"$ref": "#/components/schemas/WidgetRow"}))
    paths = {"/widgets": {"get": {"responses": rows}}, "/widgets/{id}": {"get": ONE}}
    ordered = {path: paths[path] for path in sorted(paths, key=lambda path: path != first)}
    inferred = of("getWidgets", ordered)
    assert inferred.kind is not None
    assert inferred.kind.schema == WIDGET
    assert inferred.row == {"$ref": "#/components/schemas/WidgetRow"}


def test_an_action_that_answers_what_a_list_shows_is_no_create() -> None:
    row = {"$ref": "#/components/schemas/WidgetRow"}
    paths: dict[str, Any] = {
        "/widgets": {"get": {"responses": answering(list_of(row))}},
        "/widgets/{id}": {"get": ONE},
        "/widgets/{id}/stop": {"post": {"responses": answering(row)}},
    }
    inferred = of("createWidgetsIdStop", paths)
    assert (inferred.role, inferred.item, inferred.verb) == (Role.ACTION, "id", "stop")


def test_a_post_to_a_list_below_a_record_that_answers_the_record_is_an_action() -> None:
    part = {"type": "object", "properties": {"id": {"type": "string"}}}
    paths: dict[str, Any] = {
        "/widgets/{id}": {"get": ONE},
        "/widgets/{id}/parts": {"get": {"responses": answering(list_of(part))}, "post": ONE},
    }
    assert told(of("createWidgetsIdParts", paths)) == "action widgets"


def test_schemas_without_names_belong_together_by_their_path() -> None:
    inline = {"type": "object", "properties": {"id": {"type": "string"}}}
    paths: dict[str, Any] = {
        "/widgets": {
            "get": {"responses": answering(list_of(inline))},
            "post": {"requestBody": taking({}), "responses": answering(inline, "201")},
        },
        "/widgets/{id}": {"delete": {"responses": {"204": {"description": "Gone"}}}},
    }
    assert [told(of(name, paths)) for name in ("getWidgets", "createWidgets", "deleteWidgetsId")] == [
        "list widgets",
        "create widgets",
        "delete widgets",
    ]


@pytest.mark.parametrize(
    ("method", "answer", "role"),
    [("post", {"204": {"description": "x"}}, Role.ACTION), ("post", answering({"type": "object"}), Role.ACTION),
     ("post", answering(WIDGET), Role.ACTION), ("put", answering(WIDGET), Role.ACTION),
     ("put", {"204": {"description": "x"}}, Role.SAMPLE), ("get", answering({}), Role.SAMPLE)],
)  # fmt: skip
def test_an_action_is_a_post_beside_a_record_or_answers_the_record(method: str, answer: Any, role: Role) -> None:
    path = "/widgets/{id}/stop"
    paths: dict[str, Any] = {"/widgets/{id}": {"get": ONE}, path: {method: {"operationId": "x", "responses": answer}}}
    assert of("x", paths).role is role


@pytest.mark.parametrize(
    ("members", "identity"),
    [
        (("id", "widgetId"), "id"),
        (("widgetId", "sku"), "sku"),
        (("widgetId",), "widgetId"),
        (("size",), "id"),
    ],
)
def test_a_record_is_named_by_its_id_or_by_what_its_path_calls_it(members: tuple[str, ...], identity: str) -> None:
    schema = {"type": "object", "properties": {name: {"type": "string"} for name in members}}
    paths: dict[str, Any] = {"/widgets/{sku}": {"get": {"operationId": "x", "responses": answering(schema)}}}
    kind = of("x", paths).kind
    assert kind is not None
    assert kind.identity == identity


@pytest.mark.parametrize(
    ("path", "members", "parent"),
    [
        ("/widgets/{id}/parts", ("id", "widgetId"), "widgetId"),
        ("/widgets/{wid}/parts", ("id", "wid"), "wid"),
        ("/blue-widgets/{id}/parts", ("id", "widgetId"), "widgetId"),
        ("/widgets/{id}/parts", ("id",), "widgetId"),
        ("/parts", ("id", "widgetId"), None),
    ],
)
def test_the_member_that_names_the_record_above(path: str, members: tuple[str, ...], parent: str | None) -> None:
    schema = {"type": "object", "properties": {name: {"type": "string"} for name in members}}
    paths: dict[str, Any] = {path: {"get": {"operationId": "x", "responses": answering(list_of(schema))}}}
    kind = of("x", paths).kind
    assert kind is not None
    assert kind.parent == parent
