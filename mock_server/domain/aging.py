"""How long amounts have been overdue: the buckets of a currency."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from mock_server.domain.money import written
from mock_server.json_value import JsonObject

_BUCKETS = ((0, "current"), (30, "d1To30"), (60, "d31To60"), (90, "d61To90"))
_OLDEST = "d90Plus"


def days_overdue(due: date | None, as_of: date) -> int:
    """The whole days since the due day; 0 on that day, before it, and where there is none."""
    return 0 if due is None else max(0, (as_of - due).days)


def aged(currency: str, amounts: Iterable[tuple[int, Decimal]]) -> JsonObject:
    """An `AgingByCurrency` of amounts with the days that they are overdue."""
    by_bucket: dict[str, list[Decimal]] = {name: [] for name in (*(name for _, name in _BUCKETS), _OLDEST)}
    for days, amount in amounts:
        by_bucket[next((name for most, name in _BUCKETS if days <= most), _OLDEST)].append(amount)
    return {
        "currency": currency,
        "buckets": {
            name: {"amount": written(sum(found, Decimal(0))), "count": len(found)} for name, found in by_bucket.items()
        },
    }
