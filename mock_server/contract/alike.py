"""What somebody may have meant who named what is not there."""

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """`did you mean createBill?`; empty where no name is like the one that was given."""
    near = get_close_matches(name, names, 1)
    return f"did you mean {near[0]}?" if near else ""
