"""What falls due of records that were there from the start: schedules that run, bills that are read or paid."""

from collections.abc import Callable, Mapping

from mock_server.domain.collections import BILLS, RECURRING_INVOICES
from mock_server.domain.model import Document
from mock_server.domain.payables import payment, reading
from mock_server.domain.receivables import recurring
from mock_server.domain.world import World

_RESUME: Mapping[str, tuple[Callable[[World, Document], None], ...]] = {
    RECURRING_INVOICES.name: (recurring.resume_waiting,),
    BILLS.name: (reading.resume_reading, payment.resume_payment),
}

WAITING = frozenset(_RESUME)
"""Collections of records that may wait for something."""


def resume(world: World, document: Document) -> None:
    """Puts on the agenda what the record waits for."""
    for function in _RESUME.get(document.collection, ()):
        function(world, document)
