"""What faults do: they delay requests, or spoil answers. As text they are as the journal tells them."""

import random
from dataclasses import dataclass
from typing import Literal, TypeAlias

LONGEST_DELAY_MS = 60_000
"""Drawn delays end there too."""


@dataclass(frozen=True, slots=True)
class Fixed:
    ms: float

    def draw(self, _: random.Random) -> float:
        return self.ms

    def __str__(self) -> str:
        return f"{self.ms:g} ms"


@dataclass(frozen=True, slots=True)
class Uniform:
    least: float
    most: float

    def draw(self, source: random.Random) -> float:
        return source.uniform(self.least, self.most)

    def __str__(self) -> str:
        return f"{self.least:g} to {self.most:g} ms"


@dataclass(frozen=True, slots=True)
class Normal:
    mean: float
    deviation: float

    def draw(self, source: random.Random) -> float:
        return source.gauss(self.mean, self.deviation)

    def __str__(self) -> str:
        return f"normally {self.mean:g} ms, deviation {self.deviation:g} ms"


@dataclass(frozen=True, slots=True)
class Exponential:
    mean: float

    def draw(self, source: random.Random) -> float:
        return source.expovariate(1 / self.mean) if self.mean else 0.0

    def __str__(self) -> str:
        return f"exponentially {self.mean:g} ms on average"


Distribution: TypeAlias = Fixed | Uniform | Normal | Exponential


@dataclass(frozen=True, slots=True)
class Delay:
    """The request is handled when the delay is over."""

    distribution: Distribution

    def milliseconds(self, source: random.Random) -> int:
        return round(min(max(self.distribution.draw(source), 0), LONGEST_DELAY_MS))

    def __str__(self) -> str:
        return f"delay {self.distribution}"


@dataclass(frozen=True, slots=True)
class Failure:
    """The answer is a problem of that status, instead of the operation or `after` it."""

    status: int
    after: bool = False

    def __str__(self) -> str:
        return f"status {self.status}{_after(self.after)}"


@dataclass(frozen=True, slots=True)
class TooManyRequests:
    """429 with Retry-After: seconds, or the date that they lead to."""

    retry_after: int
    as_date: bool = False
    after: bool = False

    def __str__(self) -> str:
        return f"status 429, Retry-After {self.retry_after} s{_after(self.after)}"


@dataclass(frozen=True, slots=True)
class HangUp:
    """The connection is closed without an answer."""

    after: bool = False

    def __str__(self) -> str:
        return f"closed before the answer{_after(self.after)}"


@dataclass(frozen=True, slots=True)
class CutOff:
    """The connection is closed in the middle of the real answer."""

    def __str__(self) -> str:
        return "closed in the middle of the answer"


@dataclass(frozen=True, slots=True)
class SlowBody:
    """The real answer comes at so many bytes a second."""

    bytes_per_second: int

    def __str__(self) -> str:
        return f"slow body, {self.bytes_per_second} bytes/s"


@dataclass(frozen=True, slots=True)
class MalformedBody:
    """The body of the real answer is no JSON any more."""

    how: Literal["truncated", "invalid"]

    def __str__(self) -> str:
        return f"malformed body, {self.how}"


Effect: TypeAlias = Delay | Failure | TooManyRequests | HangUp | CutOff | SlowBody | MalformedBody
Spoiling: TypeAlias = Failure | TooManyRequests | HangUp | CutOff | SlowBody | MalformedBody
"""What a fault does to an answer."""


def _after(after: bool) -> str:
    return " (performed)" if after else ""
