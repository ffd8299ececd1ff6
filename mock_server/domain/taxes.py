"""Tax on amounts, at a rate in per cent, rounded to the minor unit of the currency."""

from decimal import Context, Decimal

from mock_server.domain.money import rounded

EXACT = Context(prec=100)
"""Digits for any product of a quantity, a price and a rate: nothing is rounded but what is meant to be."""

_HUNDRED = Decimal(100)
_NONE = Decimal(0)


def tax_on(net: Decimal, rate: Decimal, currency: str) -> Decimal:
    """The tax that a rate adds to a net amount."""
    if not rate:
        return _NONE
    return rounded(EXACT.divide(EXACT.multiply(net, rate), _HUNDRED), currency)


def tax_within(gross: Decimal, rate: Decimal, currency: str) -> Decimal:
    """The tax that an amount including it holds."""
    return rounded(EXACT.divide(EXACT.multiply(gross, rate), _HUNDRED + rate), currency)
