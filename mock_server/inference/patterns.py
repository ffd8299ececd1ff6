"""Texts that match a pattern: numbered, so that there are as many different ones as are wanted."""

import re
import string
from collections.abc import Sequence
from importlib import import_module
from typing import Any

# The parser of Python's own expressions: it has no public name, and no types.
_codes: Any = import_module("re._constants")
_expressions: Any = import_module("re._parser")
_DIGITS = string.digits
_WORD = string.digits + string.ascii_lowercase
_ANYTHING = _WORD + string.ascii_uppercase + "-_ .:/@#"
_BY_CATEGORY = {
    _codes.CATEGORY_DIGIT: _DIGITS,
    _codes.CATEGORY_WORD: _WORD,
    _codes.CATEGORY_SPACE: " ",
    _codes.CATEGORY_NOT_DIGIT: string.ascii_lowercase,
    _codes.CATEGORY_NOT_WORD: "-",
    _codes.CATEGORY_NOT_SPACE: _WORD,
}
_MOST_IN_RANGE = 100


def text_of(pattern: str, number: int = 0, longest_repeat: int = 0) -> str | None:
    """The text with that number which the pattern's own words make; None for a pattern that Python cannot read.

    What may repeat does so as rarely as it may, or up to `longest_repeat` times. Look-around and back references are
    left out, so the text must be checked.
    """
    try:
        parsed = _expressions.parse(pattern)
    except (re.error, OverflowError, RecursionError):
        return None
    return _Writer(number, longest_repeat).text(parsed)


class _Writer:
    """Spends the number digit by digit, each time that there is a choice of letters."""

    def __init__(self, number: int, longest_repeat: int) -> None:
        self._number = number
        self._longest_repeat = longest_repeat

    def text(self, parts: Any) -> str:
        return "".join(self._part(code, value) for code, value in parts)

    def _part(self, code: Any, value: Any) -> str:
        if code is _codes.LITERAL:
            return chr(value)
        if code is _codes.NOT_LITERAL:
            return self._one_of([letter for letter in _ANYTHING if ord(letter) != value])
        if code is _codes.ANY:
            return self._one_of(_WORD)
        if code is _codes.IN:
            return self._one_of(_letters(value))
        if code in (_codes.MAX_REPEAT, _codes.MIN_REPEAT, _codes.POSSESSIVE_REPEAT):
            least, most, part = value
            times = max(least, min(most, self._longest_repeat))
            return "".join(self.text(part) for _ in range(min(times, _MOST_IN_RANGE)))
        if code is _codes.SUBPATTERN:
            return self.text(value[-1])
        if code is _codes.ATOMIC_GROUP:
            return self.text(value)
        return self.text(value[1][0]) if code is _codes.BRANCH else ""

    def _one_of(self, letters: Sequence[str]) -> str:
        if not letters:
            return ""
        self._number, place = divmod(self._number, len(letters))
        return letters[place]


def _letters(choices: Any) -> list[str]:
    """The letters of a set, or some that it leaves out where it is a negated one."""
    negated = bool(choices) and choices[0][0] is _codes.NEGATE
    named = [letter for code, value in choices for letter in _named(code, value)]
    return [letter for letter in _ANYTHING if letter not in named] if negated else named


def _named(code: Any, value: Any) -> str:
    if code is _codes.LITERAL:
        return chr(value)
    if code is _codes.RANGE:
        return "".join(map(chr, range(value[0], min(value[1], value[0] + _MOST_IN_RANGE) + 1)))
    return _BY_CATEGORY.get(value, "") if code is _codes.CATEGORY else ""
