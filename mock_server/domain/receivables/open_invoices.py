"""What was owed on a day: the issued invoices that were not fully paid, each with what was outstanding.

On a day in the past, what has been paid or credited since was still owed. Drafts and voided invoices count on no
day, the others from their issue date on. All of that is assumed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mock_server.domain import documents
from mock_server.domain.aging import days_overdue
from mock_server.domain.collections import CREDIT_NOTES, CUSTOMERS, INVOICES, PAYMENTS
from mock_server.domain.days import day_of
from mock_server.domain.grouping import grouped
from mock_server.domain.model import Document
from mock_server.domain.money import decimal, written
from mock_server.domain.receivables.invoices import Status, outstanding
from mock_server.domain.sums import total
from mock_server.domain.world import World
from mock_server.json_value import JsonObject

_ISSUED = frozenset({Status.SENT, Status.PARTIALLY_PAID, Status.PAID})


@dataclass(frozen=True, slots=True)
class OpenInvoice:
    """An invoice of which something was outstanding."""

    body: JsonObject
    outstanding: Decimal
    due: date | None
    days_overdue: int

    @property
    def id(self) -> str:
        return str(self.body["id"])

    @property
    def currency(self) -> str:
        return str(self.body["currency"])

    @property
    def customer_id(self) -> str:
        """Empty where the invoice names none, as one of a scenario may."""
        return str(self.body.get("customerId") or "")

    @property
    def amount(self) -> Decimal:
        return self.outstanding

    @property
    def overdue(self) -> bool:
        return self.days_overdue > 0


def open_invoices(world: World, owner_id: str, as_of: date) -> list[OpenInvoice]:
    """Those of a day: the one that was due first comes first, those without a due date last."""
    later = _settled_after(world, owner_id, as_of)
    found = (
        _opened(invoice, later.get(invoice.id, Decimal(0)), as_of)
        for invoice in documents.of_owner(world, INVOICES, owner_id)
        if _issued(invoice.body, as_of)
    )
    return sorted((each for each in found if each.outstanding > 0), key=lambda each: each.due or date.max)


def by_customer(invoices: Iterable[OpenInvoice]) -> list[list[OpenInvoice]]:
    """The invoices of each customer in each currency; who is longest overdue comes first, then who owes most."""
    groups = grouped(invoices, lambda invoice: (invoice.customer_id, invoice.currency)).values()
    return sorted(groups, key=lambda found: (-found[0].days_overdue, -total(found)))


def oldest_of(invoices: list[OpenInvoice]) -> JsonObject:
    """The first of them, as reports show it."""
    oldest = invoices[0]
    return {
        "invoiceId": oldest.id,
        "invoiceNumber": oldest.body.get("documentNumber"),
        "status": oldest.body["status"],
        "totalAmount": oldest.body.get("totalAmount", 0),
        "outstanding": written(oldest.outstanding),
        "dueDate": None if oldest.due is None else oldest.due.isoformat(),
        "daysOverdue": oldest.days_overdue,
    }


def named_customer(world: World, owner_id: str, customer_id: str) -> JsonObject:
    """The members that name a customer in a report."""
    customer = documents.get(world, CUSTOMERS, owner_id, customer_id)
    return (
        {"customerName": "Unknown"}
        if customer is None
        else {"customerId": customer.id, "customerName": customer.body["name"]}
    )


def _issued(body: JsonObject, as_of: date) -> bool:
    issued = day_of(body.get("issueDate"))
    return body.get("status") in _ISSUED and issued is not None and issued <= as_of


def _opened(invoice: Document, settled_since: Decimal, as_of: date) -> OpenInvoice:
    due = day_of(invoice.body.get("dueDate"))
    return OpenInvoice(invoice.body, outstanding(invoice) + settled_since, due, days_overdue(due, as_of))


def _settled_after(world: World, owner_id: str, as_of: date) -> Mapping[str, Decimal]:
    """By invoice, what was paid and credited after the day."""
    settled: dict[str, Decimal] = defaultdict(Decimal)
    for collection, moment in ((PAYMENTS, "succeededAt"), (CREDIT_NOTES, "issuedAt")):
        for document in documents.of_owner(world, collection, owner_id):
            day = day_of(document.body.get(moment))
            if day is not None and day > as_of:
                settled[str(document.parent_id)] += decimal(document.body.get("amount", 0))
    return settled
