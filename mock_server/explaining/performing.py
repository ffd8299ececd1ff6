"""What the step that performs the operation saw."""

from collections.abc import Iterator

from mock_server.explaining.causes import CAUSES
from mock_server.explaining.exchange import Exchange
from mock_server.explaining.facts import Fact, then


def seen(exchange: Exchange, *, refused: bool) -> Iterator[Fact]:
    entry = exchange.entry
    if refused:
        cause = CAUSES.get(entry.error_code or "")
        yield from cause(exchange) if cause is not None else ()
        return
    behaviour = exchange.behaviours.get(entry.operation_id or "")
    if behaviour is not None:
        why = f": {behaviour.reason}" if behaviour.reason else ""
        yield then(f"It was performed with fidelity {behaviour.fidelity}{why}.")
    yield then("It changed the world." if entry.changed else "It changed nothing.")
