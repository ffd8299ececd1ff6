"""Rules on amounts and currencies."""

from decimal import Decimal

from mock_server.catalogue import (
    AMOUNT_EXCEEDS_OUTSTANDING,
    AMOUNT_TOO_LARGE,
    AMOUNT_TOO_PRECISE,
    CURRENCY_MISMATCH,
)
from mock_server.domain.money import LARGEST, rounded
from mock_server.domain.rules.rule import refuses_with
from mock_server.domain.violations import Violation
from mock_server.json_value import Json


@refuses_with(CURRENCY_MISMATCH)
def require_same_currency(currency: Json, wanted: Json, *, what: str, other: str) -> None:
    """What has a currency has that of the record it belongs to."""
    if currency != wanted:
        raise Violation(CURRENCY_MISMATCH, what=what, other=other)


@refuses_with(AMOUNT_EXCEEDS_OUTSTANDING)
def require_at_most(amount: Decimal, most: Decimal, left: str) -> Decimal:
    """The amount is at most what is left; `left` says of what, for example `outstanding on the invoice`."""
    if amount > most:
        raise Violation(AMOUNT_EXCEEDS_OUTSTANDING, left=left)
    return amount


@refuses_with(AMOUNT_TOO_LARGE)
def require_writable(amount: Decimal, what: str) -> Decimal:
    """A computed amount can be written exactly."""
    if abs(amount) > LARGEST:
        raise Violation(AMOUNT_TOO_LARGE, what=what)
    return amount


@refuses_with(AMOUNT_TOO_PRECISE)
def require_payable(amount: Decimal, currency: str) -> Decimal:
    """The amount can be paid in its currency: it has no fraction of the minor unit."""
    if amount != rounded(amount, currency):
        raise Violation(AMOUNT_TOO_PRECISE, currency=currency)
    return amount
