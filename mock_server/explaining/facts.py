"""What is known about a request, sentence by sentence."""

from dataclasses import dataclass
from typing import Literal

from mock_server.json_value import JsonObject


@dataclass(frozen=True, slots=True)
class Fact:
    """A sentence that holds of the moment of the request, or (`now`) of the world as it is now.

    One that `helps` names what would have satisfied the rule; one that is `to_blame` why a credential is not taken.
    """

    text: str
    as_of: Literal["then", "now"]
    helps: bool = False
    to_blame: bool = False

    def as_json(self) -> JsonObject:
        return {"text": self.text, "asOf": self.as_of}


def then(text: str) -> Fact:
    return Fact(text, "then")


def now(text: str) -> Fact:
    return Fact(text, "now")


def helps(text: str) -> Fact:
    """What is there now that would have done."""
    return Fact(text, "now", helps=True)


def to_blame(text: str) -> Fact:
    """What is wrong with a credential that was sent."""
    return Fact(text, "then", to_blame=True)


def listed(items: list[str], most: int = 8) -> str:
    """`a, b and 3 more`; none where there are none."""
    shown = ", ".join(items[:most])
    return (f"{shown} and {len(items) - most} more" if len(items) > most else shown) or "none"
