"""What the step that finds the operation saw."""

from collections.abc import Iterator

from mock_server.explaining.exchange import Exchange
from mock_server.explaining.facts import Fact, then

_UNROUTED, _NOT_ALLOWED = 404, 405


def seen(exchange: Exchange, *, refused: bool) -> Iterator[Fact]:
    operation, entry = exchange.operation, exchange.entry
    if operation is not None:
        confidence = f", {operation.confidence} contract" if operation.confidence else ""
        yield then(f"{entry.method} {operation.path} is {operation.id} (fidelity {exchange.fidelity}{confidence}).")
        if entry.method == "HEAD" and operation.method == "GET":
            yield then("HEAD is answered as GET is, without the body.")
    elif not refused:
        yield then(f"OPTIONS asks what the path takes: {entry.answer_headers.get('allow', 'nothing')}.")
    elif entry.status == _NOT_ALLOWED:
        yield then(f"The path is in the contract, with other methods: {entry.answer_headers.get('allow')}.")
    elif entry.status == _UNROUTED:
        yield then(f"No operation of the contract has the path {exchange.masking.path(exchange.path)}.")
