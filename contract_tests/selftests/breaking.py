"""Ways to break things, for the table of faults to combine."""

from collections.abc import Callable, Collection
from typing import Any

from contract_tests.selftests.fault_layer import Breaker
from contract_tests.selftests.messages import Answer, Request
from contract_tests.selftests.upstream import Upstream

Change = Callable[[Answer], Answer]
Applies = Callable[[Request, Answer], bool]


def where(operation: str | None = None, status: int | None = None, code: str | None = None) -> Applies:
    """Which answers are meant; what is not named may be anything."""

    def applies(request: Request, answer: Answer) -> bool:
        return (
            operation in (None, request.operation) and status in (None, answer.status) and code in (None, answer.code)
        )

    return applies


def changed(applies: Applies, change: Change) -> Breaker:
    """Those answers are changed on their way out."""

    def breaker(request: Request, upstream: Upstream) -> Answer:
        answer = upstream.send(request)
        return change(answer) if applies(request, answer) else answer

    return breaker


def instead(applies: Applies, other: Callable[[Request, Upstream], Answer | None]) -> Breaker:
    """In the place of those answers another one is given, where `other` knows one."""

    def breaker(request: Request, upstream: Upstream) -> Answer:
        answer = upstream.send(request)
        return (applies(request, answer) and other(request, upstream)) or answer

    return breaker


def rewritten(operation: str, change: Callable[[Request], Request]) -> Breaker:
    """Requests of an operation are changed on their way in."""

    def breaker(request: Request, upstream: Upstream) -> Answer:
        return upstream.send(change(request) if request.operation == operation else request)

    return breaker


def refused(applies: Callable[[Request, Upstream], bool], refusal: Callable[[Request], Answer]) -> Breaker:
    """Those requests never arrive: the fault refuses them itself."""

    def breaker(request: Request, upstream: Upstream) -> Answer:
        return refusal(request) if applies(request, upstream) else upstream.send(request)

    return breaker


def status(becomes: int) -> Change:
    return lambda answer: answer.with_status(becomes)


def header(name: str, value: str | None) -> Change:
    return lambda answer: answer.with_header(name, value)


def member(name: str, value: Any) -> Change:
    return lambda answer: answer.with_members(**{name: value})


def member_made(name: str, make: Callable[[Any], Any]) -> Change:
    """A member made of what it was."""
    return lambda answer: answer.with_members(**{name: make(answer.member(name))})


def without(names: Collection[str]) -> Change:
    """An object without those members."""
    return lambda answer: answer.with_json({n: v for n, v in (answer.json or {}).items() if n not in names})
