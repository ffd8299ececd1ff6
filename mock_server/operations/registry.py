"""Which operation function answers which operationId: the id in snake_case is the function's name."""

import re
from collections.abc import Mapping
from types import ModuleType

from mock_server.domain.behaviour import Behaviour, Fidelity, OperationFunction
from mock_server.operations import (
    agent,
    api_keys,
    approval_policies,
    auth,
    bank_details,
    bank_payments,
    bills,
    client_invites,
    clients,
    credit_notes,
    customers,
    delivery_notes,
    industries,
    invoice_reminders,
    invoices,
    matching,
    members,
    organisations,
    payables,
    payments,
    products,
    purchase_orders,
    receivables,
    recurring_invoices,
    spend_categories,
    supplier_credit_notes,
    suppliers,
    tax_rates,
    users,
    webhooks,
)

_MODULES: tuple[ModuleType, ...] = (
    agent,
    api_keys,
    approval_policies,
    auth,
    bank_details,
    bank_payments,
    bills,
    client_invites,
    clients,
    credit_notes,
    customers,
    delivery_notes,
    industries,
    invoice_reminders,
    invoices,
    matching,
    members,
    organisations,
    payables,
    payments,
    products,
    purchase_orders,
    receivables,
    recurring_invoices,
    spend_categories,
    supplier_credit_notes,
    suppliers,
    tax_rates,
    users,
    webhooks,
)

_STATE_ALONE = frozenset(
    {
        "chatWithApAgent",
        "chatWithArAgent",
        "createCheckoutSession",
        "createPaymentAccountLink",
        "createPaymentAccountSession",
        "listAgentConversations",
        "listAgentMessages",
    }
)
"""Operations with real records, of which others (a model, a payment provider) would make what cannot be had here."""


def _operation_id(function_name: str) -> str:
    return re.sub(r"_(\w)", lambda match: match[1].upper(), function_name)


def _behaviour(operation_id: str, function: OperationFunction) -> Behaviour:
    return Behaviour(function, Fidelity.STATE if operation_id in _STATE_ALONE else Fidelity.RULES)


OPERATIONS: Mapping[str, Behaviour] = {
    _operation_id(name): _behaviour(_operation_id(name), getattr(module, name))
    for module in _MODULES
    for name in module.__all__
}

SAMPLED: Mapping[str, str] = {
    "callMcp": "its tools are not documented, one name aside",
    "extractRecurringInvoiceTerms": "nothing here reads a contract out of a file",
}
"""Operations without a function that answer samples on purpose, and why."""
