"""What of a journal is as it was expected: one expectation so often, or several in order."""

from collections.abc import Sequence
from dataclasses import dataclass

from mock_server.control.verifying.expectation import Expectation
from mock_server.explaining.exchange import Exchange

_NEAREST = 5


@dataclass(frozen=True, slots=True)
class Count:
    """How many requests there are to be; `at_most` None: any number."""

    at_least: int = 1
    at_most: int | None = None

    def allows(self, number: int) -> bool:
        return self.at_least <= number and (self.at_most is None or number <= self.at_most)

    def __str__(self) -> str:
        if self.at_most is None:
            return f"at least {self.at_least}"
        return f"{self.at_least}" if self.at_least == self.at_most else f"{self.at_least} to {self.at_most}"


@dataclass(frozen=True, slots=True)
class Near:
    """A request that was not expected so, or not so often, and how it differs."""

    exchange: Exchange
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`matched` are the requests that were expected; `failed` says what is not as expected, None: nothing.

    `missed` is the place of the expectation that failed; `nearest` come nearest to it, the nearest first.
    """

    matched: tuple[Exchange, ...]
    failed: str | None = None
    missed: int = 0
    nearest: tuple[Near, ...] = ()


def counted(expectation: Expectation, exchanges: Sequence[Exchange], count: Count) -> Verdict:
    """Whether there were so many of the expected request, anywhere."""
    matched = tuple(each for each in exchanges if not expectation.differs(each))
    if count.allows(len(matched)):
        return Verdict(matched)
    failed = f"{_requests(len(matched))} as expected, not {count}"
    if len(matched) < count.at_least:
        return Verdict(matched, failed, nearest=_nearest(expectation, exchanges))
    return Verdict(matched, failed, nearest=tuple(Near(each, ()) for each in matched[-_NEAREST:]))


def in_order(expectations: Sequence[Expectation], exchanges: Sequence[Exchange], *, adjacent: bool) -> Verdict:
    """Whether the requests came one after the other, with others in between unless they are to be adjacent."""
    if not adjacent:
        return _followed(expectations, exchanges, adjacent=False)
    tried = [_followed(expectations, exchanges[start:], adjacent=True) for start in range(len(exchanges))]
    best = max(tried, key=lambda verdict: len(verdict.matched), default=None)
    return _followed(expectations, exchanges, adjacent=True) if best is None else best


def _followed(expectations: Sequence[Expectation], exchanges: Sequence[Exchange], *, adjacent: bool) -> Verdict:
    matched: list[Exchange] = []
    place = 0
    for number, expectation in enumerate(expectations):
        candidates = exchanges[place : place + 1] if adjacent else exchanges[place:]
        found = next((at for at, each in enumerate(candidates) if not expectation.differs(each)), None)
        if found is None:
            after = f" after request {matched[-1].entry.id}" if matched else ""
            failed = f"expectation {number + 1} of {len(expectations)} was not met{after}"
            return Verdict(tuple(matched), failed, number, _nearest(expectation, candidates))
        matched.append(candidates[found])
        place += found + 1
    return Verdict(tuple(matched))


def _nearest(expectation: Expectation, exchanges: Sequence[Exchange]) -> tuple[Near, ...]:
    """Those that differ least; of equals the newest first."""
    near = [Near(each, differs) for each in reversed(exchanges) if (differs := expectation.differs(each))]
    return tuple(sorted(near, key=lambda each: len(each.differs))[:_NEAREST])


def _requests(number: int) -> str:
    return "1 request was" if number == 1 else f"{number or 'no'} requests were"
