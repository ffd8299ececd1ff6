"""Reading an uploaded file: what comes out of it, and when. All of it is assumed, and nothing of the file is read.

The same bill id always gives the same texts and amounts. A file name with `ocr-fail` in it makes the reading fail,
so that the ways out of OcrFailed can be tried; with `ocr-fail-once` a retry succeeds.
"""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from mock_server.domain import documents
from mock_server.domain.collections import BILLS, SUPPLIERS
from mock_server.domain.days import days_before, today
from mock_server.domain.model import Document, UserId
from mock_server.domain.money import rounded, written
from mock_server.domain.payables.bills import Bill, move
from mock_server.domain.payables.matching.automatic import match_bill
from mock_server.domain.policy import BILL_READING_TIME
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject

READING_DUE = "bill-ocr"
READING_AGAIN_DUE = "bill-ocr-again"
_FAILS = "ocr-fail"
_FAILS_ONCE = "ocr-fail-once"
_SUPPLIERS = ("Northgate Paper Ltd", "Harbour Office Supplies", "Clearwater Utilities", "Kestrel Logistics Ltd")
_GOODS = (
    ("A4 paper, box of 5 reams", Decimal("18.45")),
    ("Toner cartridge, black", Decimal("64.99")),
    ("Courier delivery", Decimal("7.20")),
    ("Office cleaning, monthly", Decimal("145.00")),
    ("Packing tape, 36 rolls", Decimal("22.35")),
)
_CURRENCY = "GBP"
_TAX = Decimal("0.20")
_TERMS = timedelta(days=30)


def begin_reading(world: World, bill: Bill) -> None:
    world.agenda.schedule(READING_DUE, bill.document.id, world.clock.now() + BILL_READING_TIME)


def read_again(world: World, bill: Bill, user_id: UserId | None) -> Bill:
    world.agenda.schedule(READING_AGAIN_DUE, bill.document.id, world.clock.now() + BILL_READING_TIME)
    return move(world, bill, "OcrProcessing", {}, user_id)


def resume_reading(world: World, document: Document) -> None:
    """Goes on reading a bill that was there from the start."""
    if document.body["state"] == "OcrProcessing":
        world.agenda.schedule(READING_DUE, document.id, world.clock.now() + BILL_READING_TIME)


def finish_reading(world: World, bill_id: str) -> None:
    """The effect of READING_DUE."""
    _finish(world, bill_id, failing=_FAILS)


def finish_reading_again(world: World, bill_id: str) -> None:
    """The effect of READING_AGAIN_DUE."""
    _finish(world, bill_id, failing=_FAILS, but=_FAILS_ONCE)


def _finish(world: World, bill_id: str, failing: str, but: str | None = None) -> None:
    document = documents.stored(world, BILLS, bill_id)
    if document is None:
        return
    name = str(document.body.get("fileName")).casefold()
    if failing in name and (but is None or but not in name):
        move(world, Bill(document), "OcrFailed", {})
    else:
        match_bill(world, move(world, Bill(document), "PendingReview", _extracted(world, document)))


def _extracted(world: World, document: Document) -> JsonObject:
    choice = UUID(document.id).int
    supplier = _SUPPLIERS[choice % len(_SUPPLIERS)]
    goods = [(*_GOODS[(choice + n) % len(_GOODS)], (choice >> 8 * n) % 9 + 1) for n in range(1 + choice % 3)]
    net = sum((price * quantity for _, price, quantity in goods), Decimal(0))
    tax = sum((_tax(price * quantity) for _, price, quantity in goods), Decimal(0))
    issued = days_before(today(world), choice % 7)
    return {
        "supplierName": supplier,
        "suggestedMatchedSupplierId": _known(world, document.owner_id, supplier),
        "invoiceNumber": f"INV-{choice % 90000 + 10000}",
        "invoiceDate": f"{issued}T00:00:00Z",
        "dueDate": f"{issued + _TERMS}T00:00:00Z",
        "currency": _CURRENCY,
        "subTotal": written(net),
        "taxAmount": written(tax),
        "totalAmount": written(net + tax),
        "paymentTerms": f"Net {_TERMS.days}",
        "ocrConfidence": written(Decimal(90 + choice % 10) / 100),
        "lineItems": [_line(world, *each) for each in goods],
    }


def _line(world: World, description: str, price: Decimal, quantity: int) -> JsonObject:
    return {
        "id": world.ids.uuid(),
        "description": description,
        "quantity": quantity,
        "unitPrice": written(price),
        "taxAmount": written(_tax(price * quantity)),
        "subTotal": written(price * quantity),
    }


def _tax(net: Decimal) -> Decimal:
    return rounded(net * _TAX, _CURRENCY)


def _known(world: World, owner_id: str, name: str) -> Json:
    """The supplier of that name, if the organisation has it."""
    suppliers = documents.of_owner(world, SUPPLIERS, owner_id)
    return next((s.id for s in suppliers if str(s.body.get("name")).casefold() == name.casefold()), None)
