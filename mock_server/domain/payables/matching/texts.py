"""How alike the texts of two lines are. Lines of bills have no sku, so texts stand for it (assumed)."""

from itertools import pairwise

from mock_server.json_value import Json

_COMPARED = 200
"""Longer texts are compared by their beginning."""


def plain(text: Json) -> str:
    """The text without regard to case and spaces; empty for none."""
    return "" if text is None else " ".join(str(text).casefold().split())


def alike(one: str, other: str) -> float:
    """How much two plain texts have in common: 0 for nothing, 1 for all.

    Counted are pairs of neighbouring letters (Dice's coefficient): order matters little, and long lists take no time.
    """
    ours, theirs = _pairs(one), _pairs(other)
    return 2 * len(ours & theirs) / (len(ours) + len(theirs)) if ours and theirs else 0


def _pairs(text: str) -> set[tuple[str, str]]:
    """Both ends count as letters too, so that a single letter has pairs."""
    return set(pairwise(f" {text[:_COMPARED]} ")) if text else set()
