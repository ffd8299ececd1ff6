"""Tag BankPayments."""

from mock_server.domain import documents
from mock_server.domain.documents import Envelope, author_of
from mock_server.domain.payables.bank_payments import BANK_PAYMENTS, begin, require_payment
from mock_server.domain.payables.bills import require_bill, require_bill_in
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json

__all__ = ["get_bank_payment", "list_bill_bank_payments", "pay_bill_by_bank"]


def pay_bill_by_bank(world: World, request: OperationRequest) -> Json:
    bill = require_bill_in(world, request.owner_id, request.path["id"], {"Approved"})
    return begin(world, author_of(request), bill)


def list_bill_bank_payments(world: World, request: OperationRequest) -> Json:
    bill = require_bill(world, request.owner_id, request.path["id"])
    return documents.listed(world, request, BANK_PAYMENTS, Envelope.BARE, parent_id=bill.document.id)


def get_bank_payment(world: World, request: OperationRequest) -> Json:
    return require_payment(world, request.owner_id, request.path["id"]).body
