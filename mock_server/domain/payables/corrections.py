"""Correcting what was read from a bill."""

from mock_server.bank_details.check import MEMBERS as BANK_DETAILS
from mock_server.domain import documents
from mock_server.domain.collections import BILLS
from mock_server.domain.documents import Author
from mock_server.domain.members import given
from mock_server.domain.money import decimal, rounded, written
from mock_server.domain.payables.bills import AMOUNTS, HEADER_TEXTS, Bill
from mock_server.domain.payables.matching.automatic import match_anew
from mock_server.domain.payables.suppliers import linked_id, part_of
from mock_server.domain.rules.dates import require_in_order
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject


def correct(world: World, bill: Bill, author: Author, sent: JsonObject) -> Bill:
    """Puts what was sent in place; null takes a member away. Nothing is checked but links and the order of dates.

    The bill is matched with what its supplier has open.
    """
    members = given(HEADER_TEXTS, sent)
    currency = str(members.get("currency") or bill.currency or "")
    members |= {name: _amount(value, currency) for name, value in given(AMOUNTS, sent).items()}
    if "supplierId" in sent:
        members["supplierId"] = linked_id(world, author.owner_id, sent["supplierId"])
    if "bankDetails" in sent:
        members["bankDetails"] = part_of(BANK_DETAILS, sent["bankDetails"])
    _require_dates_in_order({**bill.body, **members})
    corrected = Bill(documents.change(world, BILLS, bill.document, members, author.user_id))
    match_anew(world, bill, corrected)
    return corrected


def _amount(sent: Json, currency: str) -> Json:
    return None if sent is None else written(rounded(decimal(sent), currency))


def _require_dates_in_order(body: JsonObject) -> None:
    require_in_order(body.get("invoiceDate"), body.get("dueDate"), names=("invoice date", "due date"))
