"""The explanation of an answer, for people."""

from collections.abc import Iterator

from mock_server.explaining.facts import Fact
from mock_server.explaining.seen import Seen
from mock_server.explaining.why import Why

_WIDTH = 21


def as_text(why: Why) -> str:
    return "\n".join(_lines(why)) + "\n"


def _lines(why: Why) -> Iterator[str]:
    yield why.heading
    yield why.cause
    yield ""
    for each in why.steps:
        yield from _step(each)
    if why.nearest:
        yield ""
        yield "Nearest operations:"
    for near in why.nearest:
        yield f"  {near.operation.method} {near.operation.path} ({near.operation.id})"
        yield from (f"    - {text}" for text in near.differs)
    if why.remedy is not None:
        yield ""
        yield f"What would have satisfied it: {why.remedy}"
        yield from (f"  - {_told(fact)}" for fact in why.help)


def _step(seen: Seen) -> Iterator[str]:
    first, *rest = [*map(_told, seen.saw)] or [""]
    yield f"{seen.outcome:<12} {seen.step:<{_WIDTH}} {first}".rstrip()
    indent = " " * (len("not reached  ") + 1 + _WIDTH)
    rule = [f"Refused by {seen.rule}{f': {seen.says}' if seen.says else ''}"] if seen.rule else []
    yield from (f"{indent}{text}" for text in (*rest, *rule, *(f"- {failure}" for failure in seen.failures)))


def _told(fact: Fact) -> str:
    return f"Now: {fact.text}" if fact.as_of == "now" else fact.text
