"""Bills: what suppliers want to be paid."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from mock_server.domain import documents
from mock_server.domain.announcing import announce
from mock_server.domain.collections import BILLS
from mock_server.domain.documents import Author
from mock_server.domain.model import Document, UserId
from mock_server.domain.money import decimal, written
from mock_server.domain.payables.suppliers import linked
from mock_server.domain.rules.states import require_state
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject

HEADER_TEXTS = (
    "supplierName",
    "supplierEmail",
    "supplierPhone",
    "supplierAddress",
    "supplierTaxId",
    "supplierWebsite",
    "supplierRegistrationNumber",
    "invoiceNumber",
    "invoiceDate",
    "dueDate",
    "currency",
    "paymentTerms",
    "paymentRef",
)
AMOUNTS = ("subTotal", "taxAmount", "totalAmount")
_DECISIONS = (
    "approvedBy",
    "approvedAt",
    "rejectedBy",
    "rejectedAt",
    "rejectionReason",
    "voidedBy",
    "voidedAt",
    "voidReason",
    "appliedApprovalPolicyId",
    "appliedApprovalPolicyName",
    "approvalReasoning",
)
_EMPTY: JsonObject = {
    **dict.fromkeys((*HEADER_TEXTS, *AMOUNTS, *_DECISIONS)),
    **dict.fromkeys(("supplierId", "suggestedMatchedSupplierId", "bankDetails", "ocrConfidence")),
    **dict.fromkeys(("paymentDate", "paymentMethod", "paidAt")),
    "amountCredited": 0,
    "resolvedApproverUserIds": [],
    "lineItems": [],
    "tags": [],
}
APPROVED_ON = frozenset({"Approved", "Scheduled", "PaymentInProgress", "PaymentFailed", "Paid"})
"""The states from Approved on."""

_NAME_LENGTH = 255
_MEDIA_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "heic": "image/heic",
}


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill as rules and reports look at it."""

    document: Document

    @property
    def body(self) -> JsonObject:
        return self.document.body

    @property
    def state(self) -> str:
        return str(self.body["state"])

    @property
    def currency(self) -> str | None:
        found = self.body.get("currency")
        return None if found is None else str(found)

    @property
    def total(self) -> Decimal:
        """Nothing while the total is not known."""
        return _amount(self.body.get("totalAmount"))

    @property
    def credited(self) -> Decimal:
        return _amount(self.body.get("amountCredited"))

    @property
    def outstanding(self) -> Decimal:
        """What a payment charges."""
        return self.total - self.credited

    @property
    def lines(self) -> tuple[JsonObject, ...]:
        lines = self.body.get("lineItems") or []
        assert isinstance(lines, list)
        return tuple(line for line in lines if isinstance(line, Mapping))


def upload(world: World, author: Author, sent_name: str) -> Bill:
    """A new bill of a file, which is still to be read."""
    name = re.split(r"[\\/]", sent_name)[-1][-_NAME_LENGTH:] or None
    suffix = (name or "").rpartition(".")[2].casefold()
    members: JsonObject = {
        **_EMPTY,
        "organisationId": author.owner_id,
        "state": "OcrProcessing",
        "source": "Upload",
        "fileName": name,
        "rawFileType": _MEDIA_TYPES.get(suffix),
    }
    bill = Bill(documents.create(world, BILLS, author, members))
    _tell(world, bill, "bill.created")
    return bill


def move(world: World, bill: Bill, state: str, members: JsonObject, user_id: UserId | None = None) -> Bill:
    """The bill in another state, with the members that go with it; subscribers are told."""
    changed = Bill(documents.change(world, BILLS, bill.document, {**members, "state": state}, user_id))
    _tell(world, changed, "bill.state_changed")
    return changed


def require_bill(world: World, owner_id: str, bill_id: Json) -> Bill:
    """Raises Violation(Bill.NotFound) where the organisation has none such."""
    return Bill(documents.require(world, BILLS, owner_id, bill_id))


def require_bill_in(world: World, owner_id: str, bill_id: Json, states: Collection[str]) -> Bill:
    """The bill, in one of the states. Raises Violation otherwise."""
    bill = require_bill(world, owner_id, bill_id)
    require_state(bill.state, states)
    return bill


def shown(world: World, document: Document) -> JsonObject:
    """The bill as answers show it: with what is outstanding, and with the linked supplier as it is now."""
    supplier = linked(world, document.owner_id, document.body)
    return {
        **_EMPTY,
        **document.body,
        "outstanding": written(Bill(document).outstanding),
        "supplier": None if supplier is None else supplier.body,
    }


def supplier_name(world: World, bill: Bill) -> str | None:
    """The name of the linked supplier, else the name that the bill shows."""
    supplier = linked(world, bill.document.owner_id, bill.body)
    name = bill.body.get("supplierName") if supplier is None else supplier.body.get("name")
    return None if name is None else str(name)


def _tell(world: World, bill: Bill, event_type: str) -> None:
    announce(world, event_type, bill.document.owner_id, lambda: shown(world, bill.document))


def _amount(found: Json) -> Decimal:
    return Decimal(0) if found is None else decimal(found)
