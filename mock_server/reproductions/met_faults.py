"""A fault that a recorded request met, to be met again."""

import re

from mock_server.domain.journal import JournalEntry
from mock_server.json_value import Json, JsonObject

_CLOSED = (
    "A fault closed the connection, so that there is no answer to lead to: make the fault itself, "
    'POST /__mock__/faults with {"close": ...}, in a world where the requests before this one were reproduced.'
)
_TOO_MANY = re.compile(r"status 429, Retry-After (\d+) s")
_STATUS = re.compile(r"status (\d+)")
_MALFORMED = re.compile(r"malformed body, (\w+)$")
_PERFORMED = " (performed)"


def fault_again(entry: JournalEntry) -> JsonObject | str | None:
    """What to ask `POST faults` for; None where its answer was the real one; a sentence where there is no such way."""
    told = entry.fault or ""
    if " closed " in told:
        return _CLOSED
    once: dict[str, Json] = {"count": 1}
    if found := _MALFORMED.search(told):
        return {**once, "malformed": found[1]}
    instead = {**once, "after": told.endswith(_PERFORMED)}
    if found := _TOO_MANY.search(told):
        form = "seconds" if entry.answer_headers.get("retry-after") == found[1] else "date"
        return {**instead, "tooManyRequests": {"retryAfter": int(found[1]), "as": form}}
    found = _STATUS.search(told)
    return None if found is None else {**instead, "status": int(found[1])}
