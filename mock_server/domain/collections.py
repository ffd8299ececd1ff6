"""The collections that operation functions know by name; `inference` finds the same ones in the contract."""

from collections.abc import Mapping

from mock_server.catalogue import (
    APPROVAL_POLICY_NOT_FOUND,
    BILL_NOT_FOUND,
    CUSTOMER_NOT_FOUND,
    INVOICE_NOT_FOUND,
    PRODUCT_NOT_FOUND,
    PURCHASE_ORDER_NOT_FOUND,
    SUPPLIER_CREDIT_NOTE_NOT_FOUND,
    SUPPLIER_NOT_FOUND,
)
from mock_server.domain.documents import TIMES_ONLY, Collection

CUSTOMERS = Collection("customers", CUSTOMER_NOT_FOUND)
PRODUCTS = Collection("products", PRODUCT_NOT_FOUND)
TAX_RATES = Collection("tax-rates", stamps=frozenset())
INVOICES = Collection("invoices", INVOICE_NOT_FOUND, members=frozenset({"customerId", "status"}))
PAYMENTS = Collection("invoices.payments", parent="invoiceId", stamps=frozenset({"createdAt"}))
REMINDERS = Collection("invoices.reminders", parent="invoiceId", stamps=TIMES_ONLY)
CREDIT_NOTES = Collection("credit-notes", parent="invoiceId")
RECURRING_INVOICES = Collection("recurring-invoices")
SUPPLIERS = Collection("suppliers", SUPPLIER_NOT_FOUND)
SUPPLIER_CREDIT_NOTES = Collection("supplier-credit-notes", SUPPLIER_CREDIT_NOTE_NOT_FOUND, parent="supplierId")
SUPPLIER_CREDIT_APPLICATIONS = Collection(
    "supplier-credit-notes.applications",
    parent="supplierCreditNoteId",
    stamps=frozenset({"createdAt", "createdBy", "updatedAt"}),
)
BILLS = Collection(
    "bills",
    BILL_NOT_FOUND,
    members=frozenset({"state", "supplierId", "invoiceNumber", "invoiceDate", "dueDate"}),
)
PURCHASE_ORDERS = Collection(
    "purchase-orders", PURCHASE_ORDER_NOT_FOUND, stamps=TIMES_ONLY, members=frozenset({"supplierId"})
)
DELIVERY_NOTES = Collection("delivery-notes", stamps=TIMES_ONLY, members=frozenset({"supplierId"}))
APPROVAL_POLICIES = Collection("ap.approval-policies", APPROVAL_POLICY_NOT_FOUND, stamps=TIMES_ONLY)
SPEND_CATEGORIES = Collection("clients.spend-categories", stamps=frozenset())
WEBHOOK_SUBSCRIPTIONS = Collection("webhook-subscriptions", stamps=TIMES_ONLY)
WEBHOOK_DELIVERIES = Collection(
    "webhook-subscriptions.deliveries", parent="subscriptionId", stamps=frozenset({"createdAt"})
)
AGENT_CONVERSATIONS = Collection("agent.conversations", stamps=TIMES_ONLY)
AGENT_MESSAGES = Collection("agent.conversations.messages", parent="conversationId", stamps=frozenset({"createdAt"}))

COLLECTIONS: Mapping[str, Collection] = {
    value.name: value for value in tuple(globals().values()) if isinstance(value, Collection)
}
"""Every collection above, by name."""
