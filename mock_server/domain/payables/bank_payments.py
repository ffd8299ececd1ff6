"""Paying a bill by bank. No bank is asked here: a payment waits for an authorisation that never comes (assumed)."""

from datetime import timedelta

from mock_server.domain import documents, times
from mock_server.domain.documents import Author, Collection
from mock_server.domain.model import Document
from mock_server.domain.payables.bills import Bill
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject

BANK_PAYMENTS = Collection("bank-payments", parent="billId", stamps=frozenset())
_STATUS = "AwaitingAuthorisation"
_LIFETIME = timedelta(minutes=15)
_BANK = "https://bank.example"
_DISCLOSURE: JsonObject = {
    "text": "This is a mock: no bank is asked, and no money moves.",
    "termsUrl": f"{_BANK}/terms",
    "privacyUrl": f"{_BANK}/privacy",
}


def begin(world: World, author: Author, bill: Bill) -> Json:
    """A new attempt to pay the bill, and where it would be authorised."""
    payment = documents.create(world, BANK_PAYMENTS, author, {"billId": bill.document.id, "status": _STATUS})
    return {
        "billPaymentId": payment.id,
        "authorisationUrl": f"{_BANK}/authorise/{payment.id}",
        "expiresAt": times.written(world.clock.now() + _LIFETIME),
        "disclosure": _DISCLOSURE,
    }


def require_payment(world: World, owner_id: str, payment_id: Json) -> Document:
    return documents.require(world, BANK_PAYMENTS, owner_id, payment_id)
