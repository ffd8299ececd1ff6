"""Which operation function answers which operationId: the id in snake_case is the function's name."""

import re
from collections.abc import Mapping
from types import ModuleType

from mock_server.domain.behaviour import Behaviour, Fidelity
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

_STATE_ALONE = frozenset({agent})
"""Tags whose records are real, though what the real API makes of them is not to be had here."""


def _operation_id(function_name: str) -> str:
    return re.sub(r"_(\w)", lambda match: match[1].upper(), function_name)


OPERATIONS: Mapping[str, Behaviour] = {
    _operation_id(name): Behaviour(getattr(module, name), Fidelity.STATE if module in _STATE_ALONE else Fidelity.RULES)
    for module in _MODULES
    for name in module.__all__
}

SAMPLED: Mapping[str, str] = {
    "callMcp": "its tools are not documented, one name aside",
    "extractRecurringInvoiceTerms": "nothing here reads a contract out of a file",
}
"""Operations without a function that answer samples on purpose, and why."""
