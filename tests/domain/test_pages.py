from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest

from mock_server.domain.model import Document, OrganisationId
from mock_server.domain.pages import Listing, Page, page_of
from mock_server.domain.principal import Anonymous
from mock_server.domain.tables import DOCUMENT_BY_COLLECTION, DOCUMENTS
from mock_server.domain.violations import Violation
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json
from tests.asgi import ACME

LISTING = Listing(table=DOCUMENTS, index=DOCUMENT_BY_COLLECTION, value=("notes", ACME), scope="notes")
EVEN = Listing(
    table=DOCUMENTS,
    index=DOCUMENT_BY_COLLECTION,
    value=("notes", ACME),
    scope="even notes",
    wanted=lambda note: int(note.id) % 2 == 0,
)


def add_notes(world: World, numbers: range) -> None:
    for number in numbers:
        world.store.put(DOCUMENTS, Document("notes", str(number), OrganisationId(ACME), {}))


def page(world: World, listing: Listing[Document] = LISTING, **query: Json) -> Page[Document]:
    request = OperationRequest(Anonymous(), None, {}, query, None, "http://127.0.0.1:4010")
    return page_of(world, listing, request)


def shown(page: Page[Document]) -> list[int]:
    return [int(note.id) for note in page.records]


def forwards(world: World, limit: int, listing: Listing[Document] = LISTING) -> Iterator[Page[Document]]:
    now = page(world, listing, Limit=limit)
    yield now
    while now.next is not None:
        now = page(world, listing, Limit=limit, Cursor=now.next)
        yield now


def test_an_empty_list_has_no_cursors(world: World) -> None:
    assert page(world) == Page((), None, None, None)


def test_the_newest_come_first_and_twenty_at_a_time(world: World) -> None:
    add_notes(world, range(25))
    first = page(world)
    assert shown(first) == list(range(24, 4, -1))
    assert shown(page(world, Cursor=first.next)) == [4, 3, 2, 1, 0]


@pytest.mark.parametrize("limit", [1, 2, 3, 6, 7, 8])
def test_pages_put_together_are_the_list(world: World, limit: int) -> None:
    add_notes(world, range(7))
    pages = list(forwards(world, limit))
    assert [number for each in pages for number in shown(each)] == [6, 5, 4, 3, 2, 1, 0]
    assert all(len(each.records) == limit for each in pages[:-1])


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_previous_leads_back_over_the_same_pages(world: World, limit: int) -> None:
    add_notes(world, range(6))
    *earlier, last = forwards(world, limit)
    for expected in reversed(earlier):
        last = page(world, Limit=limit, Cursor=last.previous)
        assert last == expected
    assert last.previous is None


def test_current_shows_the_same_page_again_after_newer_ones_came(world: World) -> None:
    add_notes(world, range(4))
    first = page(world, Limit=2)
    add_notes(world, range(4, 6))
    again = page(world, Limit=2, Cursor=first.current)
    assert shown(again) == shown(first) == [3, 2]
    assert shown(page(world, Limit=2, Cursor=again.previous)) == [5, 4]


def test_the_next_page_is_found_although_its_first_record_was_deleted(world: World) -> None:
    add_notes(world, range(5))
    first = page(world, Limit=2)
    world.store.delete(DOCUMENTS, ("notes", "2"))
    assert shown(page(world, Limit=2, Cursor=first.next)) == [1, 0]


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_a_filtered_list_pages_like_any_other(world: World, limit: int) -> None:
    add_notes(world, range(9))
    pages = list(forwards(world, limit, EVEN))
    assert [number for each in pages for number in shown(each)] == [8, 6, 4, 2, 0]
    assert pages[0].previous is None
    assert shown(page(world, EVEN, Limit=limit, Cursor=pages[1].previous)) == shown(pages[0])


@pytest.mark.parametrize(
    ("sent", "length"),
    [(0, 1), (-5, 1), ("2", 2), (100, 100), (101, 100), (2**40, 100), (str(-(2**40)), 1), ("9" * 5000, 100)],
    ids=lambda value: str(value)[:12],
)
def test_the_limit_is_clamped_to_1_to_100(world: World, sent: Json, length: int) -> None:
    add_notes(world, range(110))
    assert len(page(world, Limit=sent).records) == length


def test_an_empty_cursor_is_none(world: World) -> None:
    add_notes(world, range(2))
    assert page(world, Cursor="") == page(world)


def test_a_cursor_of_another_list_or_of_nobody_is_refused(world: World) -> None:
    add_notes(world, range(3))
    for cursor in (page(world, Limit=1).next, "nonsense"):
        with pytest.raises(Violation) as caught:
            page(world, EVEN, Cursor=cursor)
        assert caught.value.code.code == "Mock.InvalidCursor"


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 6])
def test_records_that_no_table_holds_come_last_and_in_pages_too(world: World, limit: int) -> None:
    add_notes(world, range(10, 13))
    last = tuple(Document("notes", str(number), OrganisationId(ACME), {}) for number in (9, 8, 7))
    listing = replace(LISTING, last=last)
    pages = list(forwards(world, limit, listing))
    assert [number for each in pages for number in shown(each)] == [12, 11, 10, 9, 8, 7]
    assert pages[0].previous is None
    for before, after in pairwise(pages):
        assert page(world, listing, Limit=limit, Cursor=after.previous) == before
        assert page(world, listing, Limit=limit, Cursor=after.current) == after
    assert shown(page(world, replace(EVEN, last=last), Limit=2)) == [12, 10]
