"""Payments of invoices that were received elsewhere and are recorded by hand."""

from mock_server.domain import documents, money, times
from mock_server.domain.announcing import announce
from mock_server.domain.collections import PAYMENTS
from mock_server.domain.documents import Author
from mock_server.domain.model import Document
from mock_server.domain.receivables.invoices import OPEN, outstanding, settle
from mock_server.domain.rules.amounts import require_at_most, require_payable
from mock_server.domain.rules.dates import require_in_order
from mock_server.domain.rules.states import require_state
from mock_server.domain.world import World
from mock_server.json_value import JsonObject

_EMPTY: JsonObject = dict.fromkeys(
    (
        "chargeReference",
        "applicationFeeAmount",
        "receiptUrl",
        "receiptEmail",
        "paymentMethod",
        "billing",
        "risk",
    )
)


def record_payment(world: World, author: Author, invoice: Document, members: JsonObject) -> Document:
    """Takes the amount off what is outstanding."""
    require_state(invoice.body.get("status"), OPEN)
    currency = str(invoice.body["currency"])
    amount = require_payable(money.decimal(members["amount"]), currency)
    require_at_most(amount, outstanding(invoice), "outstanding on the invoice")
    now = world.clock.now()
    require_in_order(members.get("paidAt"), times.written(now), names=("time of payment", "current time"))
    paid_at = now if members.get("paidAt") is None else times.read(str(members["paidAt"]))
    payment = documents.create(
        world,
        PAYMENTS,
        author,
        {
            **_EMPTY,
            "currency": currency,
            "status": "Succeeded",
            "providerReference": f"manual_{world.ids.uuid()}",
            "invoiceId": invoice.id,
            "organisationId": invoice.owner_id,
            "amount": money.written(amount),
            "provider": "Manual",
            "notes": members.get("notes"),
            "succeededAt": times.written(paid_at),
        },
    )
    announce(world, "payment.received", invoice.owner_id, lambda: payment.body)
    settle(world, invoice, author.user_id, paid=amount)
    return payment
