"""Documents: made, changed, found and listed."""

from datetime import timedelta

import pytest

from mock_server.catalogue import CUSTOMER_NOT_FOUND
from mock_server.domain import documents
from mock_server.domain.collections import COLLECTIONS
from mock_server.domain.documents import TIMES_ONLY, Author, Collection, Envelope
from mock_server.domain.model import Document, OrganisationId, UserId
from mock_server.domain.principal import ApiClient
from mock_server.domain.tables import ORGANISATIONS
from mock_server.domain.violations import Violation
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json, JsonObject
from tests.asgi import ACME, ALICE, BOB, BRIGHTSIDE
from tests.domain.worlds import ACME_PLATFORM, session

NOTES = Collection("notes", CUSTOMER_NOT_FOUND)
PAGES = Collection("notes.pages", parent="noteId", stamps=TIMES_ONLY)
AT_NOON, LATER = "2025-06-01T12:00:00Z", "2025-06-01T12:01:00Z"
BY_ALICE = Author(ACME, UserId(ALICE))


def request(**query: Json) -> OperationRequest:
    return OperationRequest(session(ALICE), None, {}, query, None, "http://127.0.0.1:4010")


def shown(world: World, envelope: Envelope = Envelope.CURSORS, parent_id: str | None = None, **query: Json) -> Json:
    return documents.listed_of(world, request(**query), NOTES, ACME, envelope, parent_id=parent_id)


def test_a_new_document_gets_an_id_and_stamps(world: World) -> None:
    made = documents.create(world, NOTES, BY_ALICE, {"text": "a", "createdBy": "x"})
    stamps = {"createdAt": AT_NOON, "createdBy": ALICE, "updatedAt": AT_NOON, "updatedBy": ALICE}
    assert made.body == {"text": "a", "id": made.id, **stamps}
    assert (made.collection, made.owner_id, made.parent_id) == ("notes", ACME, None)
    assert documents.get(world, NOTES, ACME, made.id) == made


def test_an_id_among_the_members_is_kept_and_stamps_are_those_of_the_collection(world: World) -> None:
    made = documents.create(world, PAGES, Author(ACME), {"id": "p1", "noteId": "n1"})
    assert made.body == {"id": "p1", "noteId": "n1", "createdAt": AT_NOON, "updatedAt": AT_NOON}
    assert (made.id, made.parent_id) == ("p1", "n1")


def test_a_change_is_stamped_and_leaves_the_rest(world: World) -> None:
    made = documents.create(world, NOTES, BY_ALICE, {"text": "a", "size": 1})
    world.clock.advance(timedelta(seconds=60))
    changed = documents.change(world, NOTES, made, {"size": 2, "updatedAt": "x"}, UserId(BOB))
    assert changed.body == {**made.body, "size": 2, "updatedAt": LATER, "updatedBy": BOB}
    assert documents.require(world, NOTES, ACME, made.id) == changed
    assert made.body["size"] == 1


def test_a_change_stamps_what_the_collection_has_stamps_for(world: World) -> None:
    made = documents.create(world, PAGES, Author(ACME), {"noteId": "n1"})
    world.clock.advance(timedelta(seconds=60))
    changed = documents.change(world, PAGES, made, {"text": "b"}, UserId(BOB))
    assert changed.body == {**made.body, "text": "b", "updatedAt": LATER}
    assert changed.parent_id == "n1"


def test_a_document_is_found_by_its_owner_alone_whatever_the_case_of_its_id(world: World) -> None:
    made = documents.create(world, NOTES, BY_ALICE, {"id": "abc"})
    assert documents.get(world, NOTES, ACME, "ABC") == made
    assert documents.get(world, NOTES, BRIGHTSIDE, "abc") is None
    assert documents.get(world, PAGES, ACME, "abc") is None
    for owner, name in ((BRIGHTSIDE, "abc"), (ACME, "abcd")):
        with pytest.raises(Violation) as caught:
            documents.require(world, NOTES, owner, name)
        assert caught.value.code is CUSTOMER_NOT_FOUND


def test_what_was_removed_is_gone(world: World) -> None:
    made = documents.create(world, NOTES, BY_ALICE, {})
    documents.remove(world, made)
    assert documents.get(world, NOTES, ACME, made.id) is None


def test_documents_of_an_owner_and_of_a_parent_come_oldest_first(world: World) -> None:
    one, other = (documents.create(world, PAGES, Author(ACME), {"noteId": parent}) for parent in ("n1", "n2"))
    third = documents.create(world, PAGES, Author(ACME), {"noteId": "n1"})
    documents.create(world, PAGES, Author(BRIGHTSIDE), {"noteId": "n1"})
    assert list(documents.of_owner(world, PAGES, ACME)) == [one, other, third]
    assert list(documents.of_parent(world, PAGES, ACME, "n1")) == [one, third]


def test_a_document_is_found_by_a_member_while_it_has_it(world: World) -> None:
    made = documents.create(world, NOTES, BY_ALICE, {"text": "a"})

    def found(status: Json) -> list[str]:
        return [each.id for each in documents.with_member(world, NOTES, ACME, "status", status)]

    assert found("open") == found("none") == []
    made = documents.change(world, NOTES, made, {"status": "Open"})
    assert found("open") == [made.id]
    made = documents.change(world, NOTES, made, {"status": None})
    assert found("open") == found("none") == []
    documents.remove(world, made)
    assert found("open") == []


def test_an_author_is_the_user_who_calls_for_the_organisation_or_the_client(world: World) -> None:
    acme = world.store.get(ORGANISATIONS, OrganisationId(ACME))
    assert documents.author_of(OperationRequest(session(ALICE), acme, {}, {}, None, "")) == BY_ALICE
    backend = OperationRequest(ApiClient(ACME_PLATFORM), None, {}, {}, None, "")
    assert documents.author_of(backend) == Author(ACME_PLATFORM, None)


def ids(value: Json) -> list[Json]:
    rows = value["data"] if isinstance(value, dict) else value
    assert isinstance(rows, list)
    return [row["id"] for row in rows if isinstance(row, dict)]


@pytest.fixture
def three(world: World) -> World:
    for number, status in enumerate(("Open", "Done", "Open")):
        documents.create(world, NOTES, Author(ACME), {"id": str(number), "status": status})
    documents.create(world, NOTES, Author(BRIGHTSIDE), {"id": "9", "status": "Open"})
    return world


@pytest.mark.parametrize(
    ("envelope", "members"),
    [
        (Envelope.CURSORS, {"data", "meta"}),
        (Envelope.NEXT_CURSOR, {"data", "nextCursor", "hasMore"}),
        (Envelope.DATA, {"data"}),
    ],
)
def test_each_envelope_has_its_members(three: World, envelope: Envelope, members: set[str]) -> None:
    page = shown(three, envelope)
    assert isinstance(page, dict)
    assert page.keys() == members
    assert ids(page) == ["2", "1", "0"]


def test_a_bare_list_is_an_array(three: World) -> None:
    assert ids(shown(three, Envelope.BARE)) == ["2", "1", "0"]
    assert isinstance(shown(three, Envelope.BARE), list)


def test_a_list_is_filtered_and_paged_with_cursors_of_its_own(three: World) -> None:
    page = shown(three, Envelope.NEXT_CURSOR, Status="open", Limit=1)
    assert isinstance(page, dict)
    assert (ids(page), page["hasMore"]) == (["2"], True)
    following = shown(three, Envelope.NEXT_CURSOR, Status="open", Limit=1, Cursor=page["nextCursor"])
    assert isinstance(following, dict)
    assert (ids(following), following["nextCursor"], following["hasMore"]) == (["0"], None, False)
    with pytest.raises(Violation) as caught:
        shown(three, Envelope.NEXT_CURSOR, Limit=1, Cursor=page["nextCursor"])
    assert caught.value.code.code == "Mock.InvalidCursor"


VALUES: tuple[Json, ...] = ("Open", "open", "Done", "none", None, 5, 5.0, "5", True)


@pytest.mark.parametrize("wanted", ["open", "OPEN", "none", "5", 5, "true", "['open']", ["Open", "Done"]])
@pytest.mark.parametrize("mark", [{}, {"Mark": "0"}])
def test_an_index_finds_what_filters_let_pass(world: World, wanted: Json, mark: JsonObject) -> None:
    """There is an index of `status`, of the other members there is none."""
    found = []
    for member in ("status", "Status", "mood"):
        collection = Collection(f"{member} notes", members=frozenset({member, "mark"}))
        for number, value in enumerate(VALUES):
            documents.create(world, collection, BY_ALICE, {"id": f"{number}", member: value, "mark": number % 2})
        documents.create(world, collection, BY_ALICE, {"id": "without"})
        filtered = request(**{member.upper(): wanted}, **mark)
        found.append(ids(documents.listed_of(world, filtered, collection, ACME, Envelope.BARE)))
    assert found[0] == found[1] == found[2]


def test_what_is_several_is_not_found_by_its_text(world: World) -> None:
    collection = Collection("notes", members=frozenset({"status"}))
    documents.create(world, collection, BY_ALICE, {"status": ["open"]})
    listed = documents.listed_of(world, request(status="['open']"), collection, ACME, Envelope.BARE)
    assert listed == []


def test_what_nobody_stored_is_filtered_like_the_rest(three: World) -> None:
    collection = Collection("notes", members=frozenset({"status"}))
    last = [Document("notes", f"last {status}", ACME, {"id": status, "status": status}) for status in ("Open", "Done")]
    page = documents.listed_of(three, request(Status="open"), collection, ACME, Envelope.BARE, last=last)
    assert ids(page) == ["2", "0", "Open"]


@pytest.mark.parametrize("envelope", [Envelope.DATA, Envelope.BARE])
def test_a_list_without_cursors_is_whole_unless_a_limit_is_sent(world: World, envelope: Envelope) -> None:
    for number in range(30):
        documents.create(world, NOTES, Author(ACME), {"id": str(number)})
    assert len(ids(shown(world, envelope))) == 30
    assert ids(shown(world, envelope, Limit=2)) == ["29", "28"]


def test_a_list_can_be_narrowed_shown_otherwise_and_end_with_others(three: World) -> None:
    def show(document: Document) -> Json:
        return {"id": f"<{document.id}>"}

    last = (Document("notes", "last", ACME, {"id": "last"}),)
    page = documents.listed_of(
        three, request(), NOTES, ACME, Envelope.BARE, show=show, last=last, wanted=lambda note: note.id != "1"
    )
    assert ids(page) == ["<2>", "<0>", "<last>"]


def test_a_list_below_a_record_shows_its_own_alone(world: World) -> None:
    for parent in ("n1", "n2"):
        documents.create(
            world, Collection("notes", parent="noteId"), Author(ACME), {"id": f"of-{parent}", "noteId": parent}
        )
    assert ids(shown(world, parent_id="n1")) == ["of-n1"]


def test_the_callers_own_list_is_of_the_organisation_or_the_client(three: World) -> None:
    documents.create(three, NOTES, Author(ACME_PLATFORM), {"id": "client's"})
    assert ids(documents.listed(three, request(), NOTES, Envelope.BARE)) == ["client's"]


def test_every_collection_is_known_by_its_own_name() -> None:
    assert all(collection.name == name for name, collection in COLLECTIONS.items())
    assert len(COLLECTIONS) > 15


def test_no_body_is_changed_in_place(world: World) -> None:
    members: JsonObject = {"text": "a"}
    documents.create(world, NOTES, BY_ALICE, members)
    assert members == {"text": "a"}
