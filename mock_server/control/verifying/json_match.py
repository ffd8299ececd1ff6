"""Whether a JSON value is what was expected, and if not, where it differs."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mock_server.json_pointer import escaped, keys_of
from mock_server.json_value import Json

_INDEX = re.compile(r"0|[1-9][0-9]{0,8}")


class Missing:
    """Stands for what is not there."""

    def __repr__(self) -> str:
        return "nothing"


MISSING = Missing()


@dataclass(frozen=True, slots=True)
class Difference:
    """At a JSON pointer there is `found` instead of `expected`; either may be MISSING."""

    pointer: str
    expected: Json | Missing
    found: Json | Missing


def differences(expected: Any, found: Any, *, exact: bool, pointer: str = "") -> Iterator[Difference]:
    """Where the two differ. Unless it is to be exact, objects may have members that were not expected.

    Lists have the same length, item by item. Numbers are equal by value; a boolean is no number.
    """
    if isinstance(expected, Mapping) and isinstance(found, Mapping):
        yield from _members(expected, found, exact=exact, pointer=pointer)
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for index, (one, other) in enumerate(zip(expected, found, strict=True)):
            yield from differences(one, other, exact=exact, pointer=f"{pointer}/{index}")
    elif isinstance(expected, bool) != isinstance(found, bool) or expected != found:
        yield Difference(pointer, expected, found)


def at(value: Any, pointer: str) -> Json | Missing:
    """What is at a JSON pointer, which is well-formed."""
    for name in keys_of(pointer):
        if isinstance(value, Mapping) and name in value:
            value = value[name]
        elif isinstance(value, list) and _INDEX.fullmatch(name) and int(name) < len(value):
            value = value[int(name)]
        else:
            return MISSING
    found: Json = value
    return found


def _members(
    expected: Mapping[str, Any], found: Mapping[str, Any], *, exact: bool, pointer: str
) -> Iterator[Difference]:
    for name, value in expected.items():
        there = f"{pointer}/{escaped(name)}"
        if name in found:
            yield from differences(value, found[name], exact=exact, pointer=there)
        else:
            yield Difference(there, value, MISSING)
    for name in found.keys() - expected.keys() if exact else ():
        yield Difference(f"{pointer}/{escaped(name)}", MISSING, found[name])
