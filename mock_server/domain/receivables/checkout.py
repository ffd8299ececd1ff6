"""Paying an invoice online: what the provider would answer. No money moves here (what it looks like is assumed)."""

from mock_server.domain import money
from mock_server.domain.model import Document
from mock_server.domain.receivables.invoices import OPEN, outstanding
from mock_server.domain.receivables.payment_account import account_id, digest
from mock_server.domain.rules.states import require_state
from mock_server.json_value import JsonObject


def session_for(invoice: Document) -> JsonObject:
    """In the shape of the contract's CheckoutSession; the same until the amount due changes."""
    require_state(invoice.body.get("status"), OPEN)
    due = outstanding(invoice)
    intent = digest(f"{invoice.id} {due}")
    return {
        "clientSecret": f"pi_mock_{intent[:24]}_secret_{intent[24:48]}",
        "publishableKey": f"pk_mock_{digest(invoice.owner_id)[:24]}",
        "connectedAccountId": account_id(invoice.owner_id),
        "currency": invoice.body["currency"],
        "amount": money.written(due),
    }
