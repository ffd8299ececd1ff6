"""How alike the texts of two lines are. Lines of bills have no sku, so texts stand for it (assumed)."""

from difflib import SequenceMatcher

from mock_server.json_value import Json

_COMPARED = 200
"""Longer texts are compared by their beginning: comparing takes the product of the lengths."""


def plain(text: Json) -> str:
    """The text without regard to case and spaces; empty for none."""
    return "" if text is None else " ".join(str(text).casefold().split())


def alike(one: str, other: str) -> float:
    """How much two plain texts have in common: 0 for nothing, 1 for all."""
    if not one or not other:
        return 0
    return SequenceMatcher(None, one[:_COMPARED], other[:_COMPARED], autojunk=False).ratio()
