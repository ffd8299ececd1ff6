"""How a run of the suite is asked for."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

MOCK = "mock"


class UsageError(Exception):
    """A run that cannot be started as it was asked for; the message says what to do."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """`target` is `mock` or a URL; `rate` is requests a second; `only` a tag, an operationId or an error code.

    `capabilities` are those that the user vouches for; `allow_outreach` lets operations be called that send
    e-mail, move money or call other services; `fail_under` is the least share, in percent, of the documented
    outcomes (operation, status, error code) of the tested operations that the run must exercise.
    """

    contract: Path
    target: str = MOCK
    allow_writes: bool = False
    allow_outreach: bool = False
    plan: bool = False
    only: str | None = None
    rate: float | None = None
    max_requests: int | None = None
    max_time: float | None = None
    max_examples: int = 15
    seed: int = field(default_factory=lambda: random.randrange(2**32))
    report_dir: Path = Path("dolfin-mock-report")
    credentials: Mapping[str, str] = field(default_factory=dict)
    capabilities: frozenset[str] = frozenset()
    probe_methods: bool = False
    divergences: Path | None = None
    fail_on_assumed: bool = False
    fail_under: float | None = None
    replay: str | None = None

    @property
    def starts_mock(self) -> bool:
        return self.target == MOCK

    @property
    def writes(self) -> bool:
        """A mock that the run starts itself is there to be written to."""
        return self.starts_mock or self.allow_writes
