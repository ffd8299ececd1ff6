"""What a step of the pipeline saw of a request, and what it made of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from mock_server.explaining.facts import Fact
from mock_server.json_value import Json

Outcome = Literal["passed", "refused", "answered", "not reached"]
"""Answered: instead of the operation, because the request or a fault asked for it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """`rule` is the function that refused, `says` the condition that it stands for."""

    step: str
    outcome: Outcome
    saw: Sequence[Fact] = ()
    rule: str | None = None
    says: str | None = None
    failures: Sequence[str] = ()

    def as_json(self) -> dict[str, Json]:
        told: dict[str, Json] = {
            "step": self.step,
            "outcome": self.outcome,
            "saw": [fact.as_json() for fact in self.saw],
        }
        if self.rule is not None:
            told |= {"rule": self.rule, "ruleSays": self.says}
        return {**told, "failures": list(self.failures)} if self.failures else told
