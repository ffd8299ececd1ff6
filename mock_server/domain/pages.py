"""One page of a list, newest first, with the cursors of its neighbours."""

import re
import sys
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Generic, TypeVar

from mock_server.catalogue import INVALID_CURSOR, INVALID_REQUEST
from mock_server.domain.cursors import Cursor, CursorError
from mock_server.domain.model import made_per_request
from mock_server.domain.policy import PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAXIMUM
from mock_server.domain.store import Index, Table
from mock_server.domain.violations import Violation
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json

R = TypeVar("R")
_WHOLE = re.compile(r"(-?[0-9]+)(?:\.0)?")


@made_per_request
class Page(Generic[R]):
    """The records of a page and the sealed cursors of this, the next (older) and the previous page."""

    records: tuple[R, ...]
    current: str | None
    next: str | None
    previous: str | None


@made_per_request
class Listing(Generic[R]):
    """What a list shows: the records of one index value that are wanted (None: all).

    `scope` names the list and its filters: a cursor of one list is refused by another. Records that no table holds
    come `last`: they stand at the positions 0, -1 and so on.
    """

    table: Table[R]
    index: Index[R]
    value: Hashable
    scope: str
    wanted: Callable[[R], bool] | None = None
    last: Sequence[R] = ()


def limit_of(request: OperationRequest) -> int:
    """`Limit`, a whole number or its text, clamped to 1..100. Raises Violation(Mock.InvalidRequest) otherwise."""
    sent = _sent(request, "limit")
    whole = _WHOLE.fullmatch(str(PAGE_LIMIT_DEFAULT if sent is None else sent))
    if whole is None:
        raise Violation(INVALID_REQUEST, reason="The limit of a page must be a whole number.")
    leading = whole[1][:9]  # further digits change nothing once it is clamped
    return min(max(int(leading), 1), PAGE_LIMIT_MAXIMUM)


def page_of(world: World, listing: Listing[R], request: OperationRequest, *, whole: bool = False) -> Page[R]:
    """The page that `Cursor` and `Limit` ask for; all of the list where it is shown `whole` and no `Limit` was sent.

    Raises Violation(Mock.InvalidCursor) for a cursor that was not issued for this listing.
    """
    limit = sys.maxsize - 1 if whole and not _limited(request) else limit_of(request)
    cursor = _cursor_of(world, listing, request)
    if cursor is not None and cursor.direction == "newer":
        above = _some(_newer_than(world, listing, cursor.position), listing, limit + 1)
        return _page(world, listing, list(reversed(above[:limit])), older=True, newer=len(above) > limit)
    start = None if cursor is None else cursor.position + (cursor.direction == "from")
    below = _some(_older_than(world, listing, start), listing, limit + 1)
    newer = start is not None and bool(_some(_newer_than(world, listing, start - 1), listing, 1))
    return _page(world, listing, below[:limit], older=len(below) > limit, newer=newer)


def _cursor_of(world: World, listing: Listing[R], request: OperationRequest) -> Cursor | None:
    sent = _sent(request, "cursor")
    if not sent:
        return None
    try:
        return world.cursors.open(listing.scope, str(sent))
    except CursorError as error:
        raise Violation(INVALID_CURSOR) from error


def _sent(request: OperationRequest, name: str) -> Json:
    """A parameter of any case: most lists write `Limit`, some `limit`."""
    for sent, value in request.query.items():
        if sent.casefold() == name:
            return value
    return None


def _limited(request: OperationRequest) -> bool:
    return _sent(request, "limit") is not None


def _place(listing: Listing[R]) -> tuple[Table[R], Index[R], Hashable]:
    return listing.table, listing.index, listing.value


def _older_than(world: World, listing: Listing[R], position: int | None) -> Iterator[tuple[int, R]]:
    stored = world.store.older_than(*_place(listing), position)
    return chain(stored, (last for last in _last(listing) if position is None or last[0] < position))


def _newer_than(world: World, listing: Listing[R], position: int) -> Iterator[tuple[int, R]]:
    stored = world.store.newer_than(*_place(listing), position)
    return chain((last for last in reversed(_last(listing)) if last[0] > position), stored)


def _last(listing: Listing[R]) -> list[tuple[int, R]]:
    return [(-number, record) for number, record in enumerate(listing.last)]


def _some(placed: Iterable[tuple[int, R]], listing: Listing[R], count: int) -> list[tuple[int, R]]:
    wanted = listing.wanted
    return list(islice(placed if wanted is None else (item for item in placed if wanted(item[1])), count))


def _page(world: World, listing: Listing[R], shown: list[tuple[int, R]], *, older: bool, newer: bool) -> Page[R]:
    def sealed(cursor: Cursor) -> str:
        return world.cursors.seal(listing.scope, cursor)

    if not shown:
        return Page((), None, None, None)
    first, last = shown[0][0], shown[-1][0]
    return Page(
        records=tuple([record for _, record in shown]),
        current=sealed(Cursor("from", first)),
        next=sealed(Cursor("older", last)) if older else None,
        previous=sealed(Cursor("newer", first)) if newer else None,
    )
