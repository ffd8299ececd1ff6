"""Amounts: exact decimals, rounded half up to the minor unit of their currency."""

from decimal import ROUND_HALF_UP, Decimal

from mock_server.json_value import Json

LARGEST = Decimal("999999999999.99")
"""Amounts up to here survive being written as a JSON number, to the cent."""

_TENTH = Decimal("0.1")
_NO_DECIMALS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE_DECIMALS = "BHD IQD JOD KWD LYD OMR TND"
_HUNDREDTH = Decimal("0.01")
_UNITS = {
    **dict.fromkeys(_NO_DECIMALS.split(" "), Decimal(1)),
    **dict.fromkeys(_THREE_DECIMALS.split(" "), Decimal("0.001")),
}
"""ISO 4217: the minor unit of a currency, where it is not a hundredth."""


def decimal(sent: Json) -> Decimal:
    """The exact value of an amount or quantity, which the contract takes as a number or as its text."""
    if isinstance(sent, float):
        return Decimal(str(sent))  # what was written, not the binary fraction next to it
    assert isinstance(sent, int | str)
    return Decimal(sent)


def rounded(amount: Decimal, currency: str) -> Decimal:
    """To the minor unit of the currency, half up (assumed)."""
    return amount.quantize(_UNITS.get(currency.upper(), _HUNDREDTH), ROUND_HALF_UP)


def written(amount: Decimal) -> Json:
    """As a JSON number."""
    if not amount:
        return 0
    whole = int(amount)
    return whole if whole == amount else float(amount)


def number(sent: Json) -> Json:
    """An amount or quantity as `written` writes it, which most are already."""
    if type(sent) is int or (type(sent) is float and not sent.is_integer()):
        return sent
    return written(decimal(sent))


def tenths(part: Decimal | int, whole: Decimal | int) -> Json:
    """A ratio, to a tenth, half up; null where there is nothing to divide by."""
    return written((Decimal(part) / whole).quantize(_TENTH, ROUND_HALF_UP)) if whole else None
