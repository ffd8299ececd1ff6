"""The entry of a journal that a path names."""

from mock_server.catalogue import ENTRY_NOT_FOUND
from mock_server.control.route import ControlRequest
from mock_server.domain.journal import JournalEntry
from mock_server.domain.violations import Violation
from mock_server.domain.world import World
from mock_server.explaining.exchange import Exchange

_DIGITS = 18


def require_entry(request: ControlRequest) -> JournalEntry:
    """Raises Violation(Mock.EntryNotFound), which says whether it was there once."""
    journal, sent = request.world.journal, request.path["id"]
    if not (sent.isascii() and sent.isdigit() and len(sent) <= _DIGITS and int(sent)):
        raise Violation(ENTRY_NOT_FOUND, reason="The id of an entry is a number from 1 on.")
    entry = journal.get(int(sent))
    if entry is not None:
        return entry
    if not journal.limit:
        reason = "The journal is off: start the server with --journal-size above 0."
    elif int(sent) >= journal.next_id:
        reason = f"There is no such entry yet: {journal.next_id - 1} were written since the world began."
    else:
        reason = "The entry is gone: it had no more room, or the journal was cleared."
    raise Violation(ENTRY_NOT_FOUND, reason=reason)


def exchange_of(request: ControlRequest, entry: JournalEntry, world: World | None = None) -> Exchange:
    """`world` is the one that the entry is of, where a request goes on to another than its own."""
    return Exchange(entry, world or request.world, request.services.contract, request.services.behaviours)
