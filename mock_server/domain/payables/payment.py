"""Paying a bill on the day that was set for it."""

from mock_server.domain import documents, times
from mock_server.domain.collections import BILLS
from mock_server.domain.model import Document, UserId
from mock_server.domain.payables.bills import Bill, move
from mock_server.domain.rules.dates import require_in_order
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject

PAYMENT_DUE = "bill-payment"


def schedule(world: World, bill: Bill, payment_date: str, method: Json, user_id: UserId | None) -> Bill:
    """Sets the payment date. An hour of today that is over means now. Raises Violation for a day that is over."""
    now = world.clock.now()
    today = times.written(now.replace(hour=0, minute=0, second=0, microsecond=0))
    require_in_order(today, payment_date, names=("current day", "payment date"))
    world.agenda.schedule(PAYMENT_DUE, bill.document.id, max(now, times.read(payment_date)))
    members: JsonObject = {"paymentDate": payment_date, "paymentMethod": method}
    return move(world, bill, "Scheduled", members, user_id)


def resume_payment(world: World, document: Document) -> None:
    """Waits for the payment date of a bill that was there from the start."""
    date = document.body.get("paymentDate")
    if document.body["state"] == "Scheduled" and date is not None:
        world.agenda.schedule(PAYMENT_DUE, document.id, times.read(str(date)))


def pay(world: World, bill_id: str) -> None:
    """The effect of PAYMENT_DUE: what was outstanding is paid."""
    document = documents.stored(world, BILLS, bill_id)
    if document is not None:
        move(world, Bill(document), "Paid", {"paidAt": times.written(world.clock.now())})
