"""The values of a request that a condition is about, and cursors."""

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import parse_qsl

from mock_server.explaining.causes import records
from mock_server.explaining.exchange import Exchange
from mock_server.explaining.facts import Fact, listed, now, then
from mock_server.explaining.past import earlier
from mock_server.json_value import Json

_DATE = re.compile(r"\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?", re.ASCII)
_AMOUNT = re.compile(r"(?i)amount|price|total|quantity|currency|cost")


def amounts(exchange: Exchange) -> Iterator[Fact]:
    """Amounts and currencies that were sent, and the records that were named with them."""
    yield _told(exchange, [(place, value) for place, value in _leaves(exchange) if _AMOUNT.search(place)], "amounts")
    yield from records.seen(exchange)


def dates(exchange: Exchange) -> Iterator[Fact]:
    sent = [(place, value) for place, value in _leaves(exchange) if isinstance(value, str) and _DATE.fullmatch(value)]
    yield _told(exchange, sent, "dates")
    yield from records.seen(exchange)


def cursor(exchange: Exchange) -> Iterator[Fact]:
    """Where a cursor that is not taken comes from."""
    for place, value in _leaves(exchange):
        if not place.lower().endswith("cursor") or not isinstance(value, str) or not value:
            continue
        source = next((e for e in earlier(exchange) if value.encode() in e.content), None)
        if source is None:
            yield now(f"No answer in the journal has the cursor that was sent as {place}.")
        else:
            target = exchange.masking.target(source.target)
            yield then(f"The cursor sent as {place} is of another list or filter: request #{source.id}, {target}.")


def _told(exchange: Exchange, sent: Sequence[tuple[str, Json]], what: str) -> Fact:
    told = listed([f"{place} {value}" for place, value in sent])
    return then(exchange.masking.text(f"The {what} that were sent: {told}."))


def _leaves(exchange: Exchange) -> Iterator[tuple[str, Json]]:
    query = exchange.entry.target.partition("?")[2]
    yield from ((f"query {name}", value) for name, value in parse_qsl(query, encoding="latin-1"))
    yield from _leaves_of(exchange.sent, "body ")


def _leaves_of(value: Json, place: str) -> Iterator[tuple[str, Json]]:
    if isinstance(value, Mapping):
        for name, member in value.items():
            yield from _leaves_of(member, f"{place}/{name}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _leaves_of(item, f"{place}/{index}")
    else:
        yield place, value
