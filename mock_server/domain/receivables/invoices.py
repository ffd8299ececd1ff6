"""Invoices: drafted from lines, sent, settled by payments and credits, or voided."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum

from mock_server.domain import documents, money, times
from mock_server.domain.announcing import announce, organisation_with
from mock_server.domain.collections import CUSTOMERS, INVOICES
from mock_server.domain.documents import Author
from mock_server.domain.model import Document, UserId
from mock_server.domain.numbering import free_number, next_number
from mock_server.domain.receivables import public_view
from mock_server.domain.receivables.customers import embedded
from mock_server.domain.receivables.lines import LineMaker, totals_of
from mock_server.domain.receivables.reminders import cancel_reminders, schedule_reminders
from mock_server.domain.rules.amounts import require_same_currency
from mock_server.domain.rules.dates import require_in_order
from mock_server.domain.rules.states import require_state
from mock_server.domain.world import World
from mock_server.json_value import Json, JsonObject


class Status(StrEnum):
    """The documented states of an invoice."""

    DRAFT = "Draft"
    SENT = "Sent"
    PARTIALLY_PAID = "PartiallyPaid"
    PAID = "Paid"
    VOID = "Void"


OPEN = frozenset({Status.SENT, Status.PARTIALLY_PAID})
"""The states in which something is owed."""

_WITH_PAYMENT_PAGE = OPEN | {Status.PAID}

_EMPTY: JsonObject = dict.fromkeys(
    (
        "documentNumber",
        "dueDate",
        "recurringScheduleId",
        "recurringOccurrenceNumber",
        "memo",
        "createdBy",
        "updatedBy",
    )
)


def draft_invoice(world: World, author: Author, members: JsonObject) -> Document:
    """A new draft of the members of CreateInvoiceRequest.

    A schedule adds `recurringScheduleId` and `recurringOccurrenceNumber`, and `unitPriceOverride` to lines.
    """
    customer = documents.require(world, CUSTOMERS, author.owner_id, members["customerId"])
    currency = str(members["currency"])
    dates = _dates(world, members)
    lines = _lines(world, author, currency, members["lineItems"])
    invoice = documents.create(
        world,
        INVOICES,
        author,
        {
            "documentNumber": _number(world, author, members.get("documentNumber")),
            "dueDate": dates["dueDate"],
            "recurringScheduleId": members.get("recurringScheduleId"),
            "recurringOccurrenceNumber": members.get("recurringOccurrenceNumber"),
            "memo": members.get("memo"),
            "createdBy": None,  # these two stand here, and are stamped
            "updatedBy": None,
            "currency": currency,
            "organisationId": author.owner_id,
            "customerId": customer.id,
            "issueDate": dates["issueDate"],
            "status": Status.DRAFT.value,
            **_totals(lines),
            "amountPaid": 0,
            "amountCredited": 0,
            "lineItems": lines,
        },
    )
    announce_invoice(world, "invoice.created", invoice)
    return invoice


def patch_invoice(world: World, author: Author, invoice: Document, members: JsonObject) -> Document:
    """Changes a draft; null clears the due date and the memo and leaves all else as it is."""
    require_state(invoice.body.get("status"), {Status.DRAFT})
    body = invoice.body
    given = {name: value for name, value in members.items() if value is not None}
    changes: dict[str, Json] = {name: members[name] for name in ("dueDate", "memo") if name in members}
    if "customerId" in given:
        changes["customerId"] = documents.require(world, CUSTOMERS, author.owner_id, given["customerId"]).id
    changes |= _dates(world, {**body, **changes})
    currency = str(given.get("currency", body["currency"]))
    if "lineItems" in given:
        lines = _lines(world, author, currency, given["lineItems"], present=body.get("lineItems", []))
        changes |= {"currency": currency, "lineItems": lines, **_totals(lines)}
    else:
        require_same_currency(currency, body["currency"], what="an invoice that keeps its lines", other="these lines")
    return documents.change(world, INVOICES, invoice, changes, author.user_id)


def send_invoice(
    world: World, invoice: Document, user_id: UserId | None = None, reminders: Sequence[str] = ()
) -> Document:
    """Marks a draft as sent and schedules reminders at these offsets from its due date."""
    require_state(invoice.body.get("status"), {Status.DRAFT})
    sent = documents.change(world, INVOICES, invoice, {"status": Status.SENT.value}, user_id)
    schedule_reminders(world, sent, reminders)
    announce_invoice(world, "invoice.sent", sent)
    return sent


def void_invoice(world: World, invoice: Document, user_id: UserId | None = None) -> Document:
    """Voids an invoice that nobody paid anything of (which states can be voided is assumed)."""
    require_state(invoice.body.get("status"), {Status.DRAFT, Status.SENT})
    void = documents.change(world, INVOICES, invoice, {"status": Status.VOID.value}, user_id)
    cancel_reminders(world, void)
    announce_invoice(world, "invoice.voided", void)
    return void


def settle(
    world: World,
    invoice: Document,
    user_id: UserId | None,
    *,
    paid: Decimal = Decimal(0),
    credited: Decimal = Decimal(0),
) -> Document:
    """Takes a payment or a credit off what is outstanding. With nothing left it is Paid (by credit too: assumed)."""
    amount_paid = amount(invoice, "amountPaid") + paid
    left = outstanding(invoice) - paid - credited
    status = Status.PAID if left == 0 else Status.PARTIALLY_PAID if amount_paid else Status.SENT
    changes: JsonObject = {
        "status": status.value,
        "amountPaid": money.written(amount_paid),
        "amountCredited": money.written(amount(invoice, "amountCredited") + credited),
        "outstanding": money.written(left),
    }
    settled = documents.change(world, INVOICES, invoice, changes, user_id)
    if status is Status.PAID:
        cancel_reminders(world, settled)
        announce_invoice(world, "invoice.paid", settled)
    elif paid:
        announce_invoice(world, "invoice.partially_paid", settled)
    return settled


def outstanding(invoice: Document) -> Decimal:
    """Total less paid less credited."""
    return amount(invoice, "totalAmount") - amount(invoice, "amountPaid") - amount(invoice, "amountCredited")


def amount(invoice: Document, member: str) -> Decimal:
    """An amount of an invoice; a scenario may leave it out."""
    return money.decimal(invoice.body.get(member) or 0)


def shown(world: World, invoice: Document, base_url: str | None = None) -> JsonObject:
    """As answers show it: with its customer as that is now and, once sent, the address of its public page."""
    return _shown(world, invoice, base_url, embedded(world, invoice))


def shown_in_list(world: World, base_url: str) -> Callable[[Document], JsonObject]:
    """Shows invoices of one organisation; a customer of several is looked up once."""
    customers: dict[str, Json] = {}

    def show(invoice: Document) -> JsonObject:
        customer_id = str(invoice.body.get("customerId"))
        if customer_id not in customers:
            customers[customer_id] = embedded(world, invoice)
        return _shown(world, invoice, base_url, customers[customer_id])

    return show


def _shown(world: World, invoice: Document, base_url: str | None, customer: Json) -> JsonObject:
    has_page = base_url is not None and invoice.body.get("status") in _WITH_PAYMENT_PAGE
    return {
        **_EMPTY,
        **invoice.body,
        "paymentUrl": f"{base_url}/i/{public_view.token_of(world, invoice)}" if has_page else None,
        "customer": customer,
    }


def announce_invoice(world: World, event_type: str, invoice: Document) -> None:
    announce(world, event_type, invoice.owner_id, lambda: shown(world, invoice))


def _number(world: World, author: Author, given: Json) -> str:
    if given:
        return free_number(world, INVOICES, author.owner_id, str(given))
    return next_number(world, INVOICES, author.owner_id, "INV")


def _dates(world: World, members: JsonObject) -> dict[str, Json]:
    """Both dates in UTC. A due date may lie earlier on the day of issue: it often is that day's midnight."""
    issued = _moment(members.get("issueDate")) or times.written(world.clock.now())
    due = _moment(members.get("dueDate"))
    require_in_order(f"{issued[:10]}T00:00:00Z", due, names=("issue date", "due date"))
    return {"issueDate": issued, "dueDate": due}


def _moment(sent: Json) -> str | None:
    return None if sent is None else times.written(times.read(str(sent)))


def _lines(world: World, author: Author, currency: str, sent: Json, present: Json = ()) -> list[JsonObject]:
    assert isinstance(sent, list)
    assert isinstance(present, list | tuple)
    known = {str(line["id"]): line for line in present if isinstance(line, Mapping)}
    maker = LineMaker(world, organisation_with(world, author.owner_id), currency, known)
    return [maker.line(line) for line in sent]


def _totals(lines: Sequence[JsonObject]) -> dict[str, Json]:
    totals = totals_of(lines)
    total = money.written(totals.total)
    return {
        "subTotal": money.written(totals.sub_total),
        "taxAmount": money.written(totals.tax_amount),
        "totalAmount": total,
        "outstanding": total,
    }
