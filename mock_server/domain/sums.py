"""Sums of amounts: never of two currencies."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Protocol

from mock_server.domain.grouping import grouped
from mock_server.domain.money import written
from mock_server.json_value import Json


class Amount(Protocol):
    """What a report sums: an open item by what is outstanding, a payment by what was paid."""

    @property
    def currency(self) -> str: ...

    @property
    def amount(self) -> Decimal: ...


def total(items: Iterable[Amount]) -> Decimal:
    """Of items in one currency."""
    return sum((item.amount for item in items), Decimal(0))


def sums(items: Iterable[Amount]) -> list[Json]:
    """A `Money` for each currency, in alphabetical order."""
    return [
        {"currency": currency, "amount": written(total(found)), "count": len(found)}
        for currency, found in sorted(grouped(items, lambda item: item.currency).items())
    ]
