"""What the journal tells of the time before a request."""

from collections.abc import Iterator

from mock_server.domain.journal import JournalEntry
from mock_server.explaining.exchange import Exchange

_FIRST_REFUSAL = 300


def earlier(exchange: Exchange, *operation_ids: str) -> Iterator[JournalEntry]:
    """What was done of these operations before the request, the latest first; of all where none is named."""
    for entry in exchange.world.journal.newest_first():
        done = 0 < entry.status < _FIRST_REFUSAL and not entry.forced
        if entry.id < exchange.entry.id and done and (not operation_ids or entry.operation_id in operation_ids):
            yield entry
