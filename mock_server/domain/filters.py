"""Which records a list shows, by the query parameters that are named after members."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from mock_server.domain import times
from mock_server.json_value import Json, JsonObject

PAGING = frozenset({"cursor", "limit"})
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_RANGES: Mapping[str, Callable[[str, str], bool]] = {
    "from": lambda member, bound: _order(member) >= _order(bound),
    "to": lambda member, bound: (
        _order(member) <= _order(f"{bound}T23:59:59.999999Z" if _DAY.fullmatch(bound) else bound)
    ),
}
"""Suffix of a parameter -> whether a member is in range; both ends belong to it, a day to its last moment."""


def matches(body: JsonObject, query: Mapping[str, Json], declared: Iterable[str] = ()) -> bool:
    """Whether a record passes every filter. `declared` are members that it can have: one it lacks equals nothing.

    `Status` asks for an equal member, whatever its case; `IssueDateFrom` and `IssueDateTo` for a range; an array
    (`States` for `state`) for one of several. A parameter that no member can be found for is left to the operation.
    """
    if not query:
        return True
    members = {name.casefold(): value for name, value in {**dict.fromkeys(declared), **body}.items()}
    return all(
        _passes(members, name.casefold(), wanted) for name, wanted in query.items() if name.casefold() not in PAGING
    )


def _passes(members: Mapping[str, Json], name: str, wanted: Json) -> bool:
    if name in members:
        return _equal(members[name], wanted)
    for suffix, in_range in _RANGES.items():
        member = name.removesuffix(suffix)
        if member != name and member in members:
            value = members[member]
            return isinstance(value, str | int | float) and in_range(str(value), str(wanted))
    singular = next((one for one in _singulars(name) if one in members), None)
    return singular is None or _equal(members[singular], wanted)


def _singulars(name: str) -> Iterator[str]:
    """What a plural can be one of: `states`, `statuses`, `categories`."""
    if name.endswith("ies"):
        yield name.removesuffix("ies") + "y"
    yield from (name.removesuffix(plural) for plural in ("s", "es") if name.endswith(plural))


def _equal(member: Json, wanted: Json) -> bool:
    """An array asks for one of its items; a member that is an array has the wanted one among its items."""
    choices = wanted if isinstance(wanted, list) else [wanted]
    values = member if isinstance(member, list) else [member]
    texts = {text_of(choice) for choice in choices}
    return not choices or any(value is not None and text_of(value) in texts for value in values)


def text_of(value: Json) -> str:
    """How a value is compared: without regard to case, and whole numbers as such however they are written."""
    if isinstance(value, str):
        return value.casefold()
    if isinstance(value, bool):
        return str(value).casefold()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).casefold()


def _order(text: str) -> tuple[int, float, str]:
    """Times by the moment they name, numbers by their value, other texts as they are written."""
    try:
        return 0, float(text), ""
    except ValueError:
        pass
    try:
        return 0, times.read(f"{text}T00:00:00Z" if _DAY.fullmatch(text) else text).timestamp(), ""
    except ValueError:
        return 1, 0.0, text.casefold()
