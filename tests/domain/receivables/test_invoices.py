"""Invoices as other parts of the domain use them."""

from decimal import Decimal
from typing import Any

import pytest

from mock_server.domain import documents
from mock_server.domain.collections import PRODUCTS, TAX_RATES
from mock_server.domain.model import Document
from mock_server.domain.receivables import invoices, public_view
from mock_server.domain.receivables.invoices import outstanding, patch_invoice, settle, void_invoice
from mock_server.domain.violations import Violation
from mock_server.domain.world import World
from tests.asgi import ACME
from tests.domain.receivables.ledger import AUTHOR, draft, lines, product, sent, tax_rate


def refused(code: str) -> Any:
    return pytest.raises(Violation, match=f"^{code}$")


def numbers(world: World, count: int) -> list[Any]:
    return [draft(world).body["documentNumber"] for _ in range(count)]


def test_numbers_go_on_from_those_that_are_there(world: World) -> None:
    draft(world, documentNumber="inv-0005")
    assert numbers(world, 3) == ["INV-0004", "INV-0006", "INV-0007"]


def test_the_number_of_a_void_invoice_is_not_given_again(world: World) -> None:
    void_invoice(world, draft(world))
    assert numbers(world, 1) == ["INV-0005"]


def test_a_number_is_taken_in_whatever_case(world: World) -> None:
    draft(world, documentNumber="Ours-1")
    with refused("Mock.NumberTaken"):
        draft(world, documentNumber="OURS-1")


def test_an_invoice_that_is_refused_takes_no_number(world: World) -> None:
    with refused("Product.NotFound"), world.store.unit_of_work():
        draft(world, {"productId": "none", "quantity": 1})
    assert numbers(world, 1) == ["INV-0004"]


def test_a_schedule_leaves_its_mark(world: World) -> None:
    invoice = draft(world, recurringScheduleId="s", recurringOccurrenceNumber=3)
    assert (invoice.body["recurringScheduleId"], invoice.body["recurringOccurrenceNumber"]) == ("s", 3)


def test_dates_are_kept_in_utc_and_an_invoice_is_issued_now_unless_told(world: World) -> None:
    invoice = draft(world, dueDate="2025-06-10T01:00:00+02:00")
    assert (invoice.body["issueDate"], invoice.body["dueDate"]) == ("2025-06-01T12:00:00Z", "2025-06-09T23:00:00Z")


def test_an_invoice_may_be_due_at_the_midnight_before_it_is_issued_but_no_earlier(world: World) -> None:
    draft(world, dueDate="2025-06-01T00:00:00Z")
    with refused("Mock.DatesOutOfOrder"):
        draft(world, dueDate="2025-05-31T23:59:59Z")


def test_a_line_that_stays_keeps_its_price_and_rate(world: World) -> None:
    thing, rate = product(world, "10"), tax_rate(world, 20)
    invoice = draft(world, {"productId": thing.id, "quantity": 1, "taxRateId": rate.id})
    documents.change(world, PRODUCTS, thing, {"unitPrice": 99})
    documents.change(world, TAX_RATES, rate, {"rate": 5})
    kept = {"id": lines(invoice)[0]["id"], "productId": thing.id, "quantity": 2, "taxRateId": rate.id}
    anew = {**kept, "id": None}
    changed = patch_invoice(world, AUTHOR, invoice, {"lineItems": [kept, anew, kept]})
    assert [(line["subTotal"], line["taxAmount"]) for line in lines(changed)] == [
        (20, 4),
        (198, 9.9),
        (198, 9.9),
    ]
    assert len({line["id"] for line in lines(changed)}) == 3


def test_a_line_that_gets_another_product_gets_its_price(world: World) -> None:
    invoice = draft(world)
    line = {"id": lines(invoice)[0]["id"], "productId": product(world, 7).id, "quantity": 1}
    changed = patch_invoice(world, AUTHOR, invoice, {"lineItems": [line]})
    assert changed.body["totalAmount"] == changed.body["outstanding"] == 7


def test_a_due_date_that_is_changed_alone_must_follow_the_issue_date(world: World) -> None:
    with refused("Mock.DatesOutOfOrder"):
        patch_invoice(world, AUTHOR, draft(world), {"dueDate": "2025-05-01T00:00:00Z"})


def test_payments_and_credits_lower_what_is_outstanding_until_nothing_is_left(world: World) -> None:
    invoice = sent(world)
    steps = []
    for paid, credited in (("0", "10.01"), ("89.98", "0"), ("0.01", "0")):
        invoice = settle(world, invoice, None, paid=Decimal(paid), credited=Decimal(credited))
        steps.append((invoice.body["status"], outstanding(invoice), invoice.body["outstanding"]))
    assert steps == [
        ("Sent", Decimal("89.99"), 89.99),
        ("PartiallyPaid", Decimal("0.01"), 0.01),
        ("Paid", Decimal(0), 0),
    ]
    assert (invoice.body["amountPaid"], invoice.body["amountCredited"]) == (89.99, 10.01)


def test_a_scenario_may_leave_amounts_out() -> None:
    assert outstanding(Document("invoices", "i", ACME, {"currency": "GBP", "totalAmount": "12.50"})) == Decimal("12.5")


def test_a_list_shows_each_invoice_as_it_is_shown_alone(world: World) -> None:
    one, other, nobodys = draft(world), sent(world), Document("invoices", "i", ACME, {"status": "Draft"})
    again = draft(world, customerId=one.body["customerId"])
    show = invoices.shown_in_list(world, "http://127.0.0.1:4010")
    for invoice in (one, other, again, nobodys, one):
        assert show(invoice) == invoices.shown(world, invoice, "http://127.0.0.1:4010")


def test_a_draft_has_no_page_and_a_void_invoice_no_longer(world: World) -> None:
    invoice = sent(world)
    assert invoices.shown(world, draft(world), "http://here")["paymentUrl"] is None
    assert invoices.shown(world, invoice, "http://here")["paymentUrl"] == (
        f"http://here/i/{public_view.token_of(world, invoice)}"
    )
    assert invoices.shown(world, void_invoice(world, invoice), "http://here")["paymentUrl"] is None


def test_the_page_of_a_void_invoice_says_that_nothing_is_due(world: World) -> None:
    void = void_invoice(world, sent(world))
    view = public_view.view_of(world, public_view.require_public(world, public_view.token_of(world, void)))
    assert (view["status"], view["amountDue"], view["totalAmount"]) == ("Void", 0, 100)


@pytest.mark.parametrize("token", ["", "-", "x", "é", "{id}", "{id}-", "{id}-000000000000000000000000"])
def test_a_token_that_was_made_up_leads_to_nothing(world: World, token: str) -> None:
    invoice = sent(world)
    with refused("Mock.RecordNotFound"):
        public_view.require_public(world, token.replace("{id}", invoice.id))


def test_a_draft_is_not_to_be_seen_even_with_its_token(world: World) -> None:
    invoice = draft(world)
    with refused("Mock.RecordNotFound"):
        public_view.require_public(world, public_view.token_of(world, invoice))
