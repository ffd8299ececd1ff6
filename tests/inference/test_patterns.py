"""Texts that match a pattern, numbered."""

import re

import pytest

from mock_server.inference.patterns import text_of

PATTERNS = (
    r"^[A-Z]{2}-\d{4}$", r"^wid_[a-z0-9]+$", r"^(red|blue)$", r"^[^a-z]{3}$", r"\S+", r"^\+?[1-9]\d{1,14}$", r"a.c",
    r"^\w+@\w+\.\w{2,}$", r"^(?:ab)*?c$", r"^[\s]\D\W$", r"^$", r"x{3}", r"^[^0]$", r"^(?>a)b$", "",
)  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_texts_match(pattern: str) -> None:
    for number in range(200):
        for repeat in (0, 1, 7):
            text = text_of(pattern, number, repeat)
            assert text is not None
            assert re.search(pattern, text)


def test_as_many_different_texts_are_made_as_the_pattern_has() -> None:
    assert len({text_of(r"^[A-Z]\d$", number) for number in range(260)}) == 260
    assert len({text_of(r"^w_[a-z0-9]+$", number, 12) for number in range(5000)}) == 5000


def test_the_same_number_makes_the_same_text() -> None:
    assert text_of(r"^[a-f]{4}$", 77) == text_of(r"^[a-f]{4}$", 77)


def test_what_may_repeat_does_so_as_rarely_or_as_often_as_asked() -> None:
    assert text_of("^a*b+$") == "b"
    assert text_of("^a*b+$", longest_repeat=3) == "aaabbb"
    assert text_of("^a{2,4}$", longest_repeat=9) == "aaaa"


@pytest.mark.parametrize("pattern", ["[", "(?<x>a)", r"\p{L}", "a{99999999999999999999}"])
def test_a_pattern_that_python_cannot_read_has_no_text(pattern: str) -> None:
    assert text_of(pattern) is None


def test_a_huge_repetition_is_no_huge_text() -> None:
    text = text_of("a{1000000}")
    assert text is not None
    assert len(text) <= 100
