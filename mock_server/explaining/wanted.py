"""What was wanted to happen: answers that a request asked for, faults of the world, answers that were judged."""

from collections.abc import Iterator

from mock_server.explaining.exchange import Exchange
from mock_server.explaining.facts import Fact, then
from mock_server.explaining.seen import Seen
from mock_server.http_api.demands import ERROR_HEADER

_SELF_CHECK = "Mock.SelfCheckFailed"


def forcing_seen(exchange: Exchange, *, refused: bool) -> Iterator[Fact]:
    asked = [f"{name}: {value}" for name in ("prefer", ERROR_HEADER) for value in exchange.header(name)]
    query = exchange.entry.target.partition("?")[2]
    asked += [f"query {part}" for part in query.split("&") if part.startswith("__")]
    told = exchange.masking.text("; ".join(asked))
    yield then(f"The request asked for an answer ({told}){', which is refused' if refused else ': it was given'}.")


def fault_seen(exchange: Exchange, *, refused: bool) -> Iterator[Fact]:  # noqa: ARG001  (the steps' one signature)
    """A fault before the operation, which then is not performed, or one that only delays."""
    yield then(f"Faults of the world that the request met: {exchange.entry.fault}.")


def after(exchange: Exchange) -> Iterator[Seen]:
    """What was made of the answer when it was there."""
    entry = exchange.entry
    if entry.error_code == _SELF_CHECK:
        yield Seen("self-check", "refused", (then(_detail(exchange)),))


def _detail(exchange: Exchange) -> str:
    received = exchange.received
    detail = received.get("detail") if isinstance(received, dict) else None
    return exchange.masking.text(str(detail or "The answer did not match the contract."))
