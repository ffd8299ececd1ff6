"""What the reports on money received and on money paid have in common: a period, and how the money of it spreads."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol, TypeVar

from mock_server.domain.grouping import grouped
from mock_server.domain.money import rounded
from mock_server.domain.report_periods import ReportWindow, buckets
from mock_server.domain.sums import Amount, total
from mock_server.json_value import JsonObject


class Flow(Amount, Protocol):
    """Money that went one way, on a day."""

    @property
    def day(self) -> date: ...


F = TypeVar("F", bound=Flow)
K = TypeVar("K")


def head_of(period: str, window: ReportWindow, as_of: date, currency: str) -> JsonObject:
    """What the report is about."""
    return {
        "asOf": as_of.isoformat(),
        "period": period,
        "periodStart": window.start.isoformat(),
        "periodEnd": window.end.isoformat(),
        "granularity": window.granularity.value,
        "currency": currency,
    }


def most_frequent_currency(flows: Iterable[Flow]) -> str | None:
    """The first in the alphabet of those with most flows; None where there are none."""
    counts = Counter(flow.currency for flow in flows)
    return min(counts, key=lambda currency: (-counts[currency], currency), default=None)


def average(flows: Sequence[Flow], currency: str) -> Decimal:
    return rounded(total(flows) / len(flows) if flows else Decimal(0), currency)


def bucketed(
    window: ReportWindow, flows: Iterable[F], figures: Callable[[Sequence[F]], JsonObject]
) -> Iterator[JsonObject]:
    """The figures of each part of the period."""
    by_day = grouped(flows, lambda flow: flow.day)
    for span in buckets(window):
        found = [flow for day in by_day if day in span for flow in by_day[day]]
        yield {"periodStart": span.start.isoformat(), "periodEnd": span.end.isoformat(), **figures(found)}


def largest_first(groups: Iterable[tuple[K, list[F]]]) -> list[tuple[K, list[F]]]:
    """The groups by their totals; of equal ones the first stays in front."""
    return sorted(groups, key=lambda group: -total(group[1]))
