"""Payments that are recorded by hand, and when they may have been made. It is noon on 1 June 2025."""

import pytest

from mock_server.domain.receivables.invoices import outstanding
from mock_server.domain.receivables.payments import record_payment
from mock_server.domain.violations import Violation
from mock_server.domain.world import World
from tests.domain.receivables.ledger import AUTHOR, sent


@pytest.mark.parametrize("paid_at", ["2025-06-01T12:00:00Z", "2025-06-01T13:59:59+02:00", "2020-01-01T00:00:00Z"])
def test_a_payment_was_made_by_now_and_maybe_before_the_invoice(paid_at: str, world: World) -> None:
    record_payment(world, AUTHOR, sent(world), {"amount": 1, "paidAt": paid_at})


def test_a_payment_of_the_future_is_refused_and_nothing_is_taken_off(world: World) -> None:
    invoice = sent(world)
    with pytest.raises(Violation, match=r"^Mock\.DatesOutOfOrder$"):
        record_payment(world, AUTHOR, invoice, {"amount": 100, "paidAt": "2025-06-01T12:00:01Z"})
    assert outstanding(invoice) == 100
