"""For a request that led to no operation: those that it is most like, and what differs."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from mock_server.contract.document import Operation
from mock_server.explaining.exchange import Exchange
from mock_server.json_value import Json

_MOST = 3
_MOST_SEGMENTS = 24
_UNLIKE = 0.4
"""From there on, two segments are told as one too many and one missing."""
_FAR = 1.0
"""How unlike the best of them an operation may be, besides."""
_OTHER_METHOD, _OTHER_CASE, _PARAMETER, _SEGMENT = 0.5, 0.1, 0.05, 0.6


@dataclass(frozen=True, slots=True)
class Near:
    """An operation that is like a request; `differs` tells what to change in the request."""

    operation: Operation
    distance: float
    differs: tuple[str, ...]

    def as_json(self) -> dict[str, Json]:
        operation = self.operation
        return {
            "operationId": operation.id,
            "method": operation.method,
            "path": operation.path,
            "differs": list(self.differs),
        }


def nearest(exchange: Exchange) -> tuple[Near, ...]:
    """The likeliest first; none for a request that has an operation, or asks for what its path takes."""
    if exchange.entry.operation_id is not None or exchange.entry.refusal is None:
        return ()
    near = sorted((_near(exchange, each) for each in exchange.contract.operations.values()), key=lambda n: n.distance)
    return tuple(each for each in near[:_MOST] if each.distance <= near[0].distance + _FAR)


def _near(exchange: Exchange, operation: Operation) -> Near:
    sent = tuple(exchange.segments[:_MOST_SEGMENTS])
    wanted = tuple(operation.path.strip("/").split("/"))
    distance, segments = _compared(sent, wanted)
    differs = [exchange.masking.text(text) for text in (*_shape(exchange.path), *segments)]
    if exchange.entry.method != operation.method:
        distance += _OTHER_METHOD
        differs.insert(0, f"method {exchange.entry.method}: it takes {operation.method}")
    return Near(operation, distance, tuple(differs))


def _shape(path: str) -> Iterator[str]:
    if path != "/" and path.endswith("/"):
        yield "a slash at the end: take it away"
    if "//" in path:
        yield "an empty segment: two slashes follow each other"


@cache
def _likeness(sent: str, wanted: str) -> float:
    """0 for the same, up to 1 for nothing in common."""
    if sent == wanted:
        return 0.0
    if wanted.startswith("{"):
        return _PARAMETER if sent else 1.0
    if sent.lower() == wanted.lower():
        return _OTHER_CASE
    return 1 - SequenceMatcher(None, sent.lower(), wanted.lower()).ratio()


def _compared(sent: tuple[str, ...], wanted: tuple[str, ...]) -> tuple[float, list[str]]:
    """The least changes that make one path the other: how much they weigh, and what they are."""
    best: dict[tuple[int, int], tuple[float, tuple[str, ...]]] = {(0, 0): (0.0, ())}
    for i in range(len(sent) + 1):
        for j in range(len(wanted) + 1):
            ways = [best[0, 0]] if i == j == 0 else []
            if i:
                weight, told = best[i - 1, j]
                ways.append((weight + _SEGMENT, (*told, f"segment {i} ({sent[i - 1][:60]!r}): one too many")))
            if j:
                weight, told = best[i, j - 1]
                ways.append((weight + _SEGMENT, (*told, f"{wanted[j - 1]} is missing")))
            if i and j and (unlike := _likeness(sent[i - 1][:60], wanted[j - 1])) < _UNLIKE:
                weight, told = best[i - 1, j - 1]
                ways.append((weight + unlike, (*told, *_changed(i, sent[i - 1], wanted[j - 1]))))
            best[i, j] = min(ways, key=lambda way: way[0])
    weight, told = best[len(sent), len(wanted)]
    return weight, list(told)


def _changed(number: int, sent: str, wanted: str) -> Iterator[str]:
    if sent == wanted or (wanted.startswith("{") and sent):
        return
    why = ", in another case" if sent.lower() == wanted.lower() else ""
    yield f"segment {number} ({sent[:60]!r}): it is {wanted!r}{why}"
