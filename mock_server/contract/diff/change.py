"""One difference between two documents."""

from dataclasses import dataclass
from typing import Literal

from mock_server.contract.diff.rules import RULES

Document = Literal["older", "newer"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A difference at one place: the rule that judges it, a sentence, and a JSON pointer into one of the documents.

    The place is in the newer document; what went is in the older one.
    """

    rule: str
    pointer: str
    message: str
    document: Document = "newer"


@dataclass(frozen=True, slots=True)
class Change:
    """A difference, told once with all the operations that it touches (`GET /things`)."""

    finding: Finding
    operations: tuple[str, ...]

    @property
    def breaking(self) -> bool:
        return RULES[self.finding.rule]
