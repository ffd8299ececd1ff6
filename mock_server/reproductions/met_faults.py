"""A fault that a recorded request met, to be met again."""

import re

from mock_server.domain.journal import JournalEntry
from mock_server.json_value import JsonObject


def fault_again(entry: JournalEntry) -> JsonObject | str | None:
    """What to ask `POST faults` for; None where its answer was the real one; a sentence where there is no such way."""
    if entry.fault is None:
        return None
    return "not written yet"


_STATUS = re.compile(r"status (\d+)(?:, Retry-After (\d+) s)?")
