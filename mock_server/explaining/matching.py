"""What the step that holds the request against the contract saw."""

from collections.abc import Iterator
from urllib.parse import parse_qsl

from mock_server.contract.document import Operation
from mock_server.contract.validators import PartValidator
from mock_server.explaining.exchange import Exchange
from mock_server.explaining.facts import Fact, listed, then

_MISSING = "_raise_documented"
"""The function that gives a schema failure the code documented for it."""


def seen(exchange: Exchange, *, refused: bool) -> Iterator[Fact]:
    entry, operation = exchange.entry, exchange.operation
    assert operation is not None, "a request without an operation comes no further than to the route"
    query = [name for name, _ in parse_qsl(entry.target.partition("?")[2], keep_blank_values=True, encoding="latin-1")]
    parts = [*(f"path {name}" for name in exchange.path_values), *(f"query {name}" for name in query)]
    yield then(exchange.masking.text(f"Parameters: {listed(parts)}. {_body(exchange)}"))
    if operation.bodies:
        need = "needs" if operation.body_required else "may have"
        yield then(f"The operation {need} a body: {' or '.join(operation.bodies)}.")
    if refused and entry.refusal is not None and entry.refusal.rule == _MISSING:
        yield then("The schema refuses the body before the rule of the code could:")
        yield from _body_failures(exchange, operation)


def _body(exchange: Exchange) -> str:
    body, media_types = exchange.entry.body, exchange.header("content-type")
    if body is None:
        return "The body was over the limit, and not kept."
    if not body:
        return "No body was sent."
    return f"The body has {len(body)} bytes of {' and '.join(media_types) or 'no content type'}."


def _body_failures(exchange: Exchange, operation: Operation) -> Iterator[Fact]:
    """All mistakes of the body: the code names one of them."""
    schema = operation.bodies.get("application/json")
    if schema is not None:
        for failure in PartValidator(schema, exchange.contract.document).failures(exchange.sent):
            yield then(f"body {failure.pointer or '/'}: {failure.message}")
