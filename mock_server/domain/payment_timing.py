"""How punctually something was paid: what the reports on both sides say in the same members."""

from collections.abc import Sequence

from mock_server.domain.money import tenths
from mock_server.json_value import JsonObject


def timing_of(days_to_pay: Sequence[int], days_late: Sequence[int]) -> JsonObject:
    """In averages of days, and the share paid by the due date in per cent; null where there are none.

    `days_late` are below zero before the due date, and only of what has one.
    """
    on_terms = [days for days in days_late if days <= 0]
    return {
        "verdict": _verdict(days_late),
        "averageDaysToPay": tenths(sum(days_to_pay), len(days_to_pay)),
        "averageDaysVsDue": tenths(sum(days_late), len(days_late)),
        "onTermsRate": tenths(len(on_terms) * 100, len(days_late)),
    }


def _verdict(days_late: Sequence[int]) -> str:
    if not days_late:
        return "no_history"
    return "pays_on_time" if sum(days_late) <= 0 else "pays_late"
