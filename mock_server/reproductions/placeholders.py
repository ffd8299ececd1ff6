"""Texts in which `${name}` stands for what an earlier step kept under that name."""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

_NAME = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Kept:
    """A place in a text where what was kept under a name is put."""

    name: str


def parts(text: str, known: Container[str]) -> Iterator[str | Kept]:
    """The text in pieces. A name that nobody kept is a part of the text like any other."""
    done = 0
    for match in _NAME.finditer(text):
        if match[1] in known:
            yield from [text[done : match.start()]] if match.start() > done else ()
            yield Kept(match[1])
            done = match.end()
    if done < len(text):
        yield text[done:]


def filled(text: str, kept: Mapping[str, str]) -> str:
    """The text with what was kept in place of the names."""
    return "".join(part if isinstance(part, str) else kept[part.name] for part in parts(text, kept))
