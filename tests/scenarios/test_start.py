"""Worlds as a scenario starts them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from mock_server.contract.document import load
from mock_server.domain.tables import (
    API_KEYS,
    CLIENT_MEMBERSHIPS,
    CLIENTS,
    DOCUMENTS,
    INDUSTRIES,
    MEMBERSHIPS,
    ORGANISATIONS,
    USERS,
)
from mock_server.domain.world import World
from mock_server.resources import EFFECTIVE_CONTRACT
from mock_server.scenarios.scenario import load_scenario, read_scenario
from mock_server.scenarios.start import Beginning, WorldStarter
from mock_server.tokens.jwt_tokens import JwtTokens
from tests.asgi import NOON
from tests.scenarios.test_scenario import GOOD

CONTRACT = load(EFFECTIVE_CONTRACT)
GUIDE_TIME = datetime(2025, 1, 15, 10, 30, tzinfo=UTC)
ALICE = "a1111111-1111-1111-1111-111111111111"
BAKERY = "9a658587-fe02-402e-b1ac-bfaf53274ef8"
Start = Callable[..., World]


@pytest.fixture
def start() -> Start:
    def started(name: str = "acme", *, text: str | None = None, now: datetime | None = None, **more: bool) -> World:
        scenario = load_scenario(name, CONTRACT) if text is None else read_scenario(text, "my", "my.yaml", CONTRACT)
        tokens = JwtTokens(b"k" * 32)
        starter = WorldStarter(lambda: NOON, tokens=tokens, cursor_key=b"k")
        return starter.from_scenario(Beginning(scenario, seed=1, now=now, **more))("default")

    return started


def test_everything_that_a_scenario_names_is_there(start: Start) -> None:
    store = start(text=GOOD).store
    assert [client.name for client in store.all(CLIENTS)] == ["Platform"]
    assert [key.secret for key in store.all(API_KEYS)] == ["key-one", "key-two"]
    assert len({key.id for key in store.all(API_KEYS)}) == 2
    assert [industry.name for industry in store.all(INDUSTRIES)] == ["Bakery"]
    assert [user.email for user in store.all(USERS)] == ["alice@example.com", "bob@example.com"]
    assert [(o.id, o.created_at) for o in store.all(ORGANISATIONS)] == [(BAKERY, GUIDE_TIME)]
    assert [(m.user_id, m.role, m.name) for m in store.all(MEMBERSHIPS)] == [(ALICE, "Owner", "Alice")]
    assert [(m.user_id, m.role, m.name) for m in store.all(CLIENT_MEMBERSHIPS)] == [(ALICE, "Admin", "Alice")]


def test_a_record_is_filled_in_with_what_every_record_has(start: Start) -> None:
    (invoice,) = start(text=GOOD).store.all(DOCUMENTS)
    said = {"id": "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4b01", "organisationId": BAKERY, "currency": "GBP"}
    completed = {"status": "Draft", "amountPaid": 0, "dueDate": None, "lineItems": []}
    moments = dict.fromkeys(("createdAt", "updatedAt", "issueDate"), "2025-01-15T10:30:00Z")
    assert {**invoice.body, **said, **completed, **moments} == invoice.body


def test_ids_are_kept_in_lower_case(start: Start) -> None:
    text = GOOD.replace(BAKERY, BAKERY.upper()).replace(ALICE, ALICE.upper())
    store = start(text=text).store
    assert store.get(ORGANISATIONS, BAKERY)
    assert store.get(USERS, ALICE)


def test_an_id_that_is_left_out_is_made(start: Start) -> None:
    store = start(text=GOOD.replace("{id: b2222222-2222-2222-2222-222222222222, ", "{")).store
    assert [len(user.id) for user in store.all(USERS)] == [36, 36]


def test_a_scenario_sets_the_clock_and_the_command_line_goes_before_it(start: Start) -> None:
    assert (start("guide").clock.now(), start("guide").clock.frozen) == (GUIDE_TIME, True)
    later = GUIDE_TIME + timedelta(days=1)
    assert (start("guide", now=later).clock.now(), start("guide", now=later).clock.frozen) == (later, True)


def test_without_a_clock_a_world_runs_with_the_wall(start: Start) -> None:
    assert (start().clock.now(), start().clock.frozen) == (NOON, False)
    assert start(frozen=True).clock.frozen


def test_what_has_no_time_of_its_own_was_made_when_the_world_started(start: Start) -> None:
    store = start(text=GOOD.replace("        createdAt: 2025-01-15T10:30:00Z\n", ""), now=NOON).store
    assert [organisation.created_at for organisation in store.all(ORGANISATIONS)] == [NOON]


def test_two_worlds_of_one_scenario_are_equal_and_apart(start: Start) -> None:
    one, other = start("guide"), start("guide")
    assert one.ids.uuid() == other.ids.uuid()
    assert one.planned.take_organisation("Acme Plumbing Ltd") == other.planned.take_organisation("Acme Plumbing Ltd")
    one.store.delete(API_KEYS, "dol_live_abc123")
    assert list(other.store.all(API_KEYS))
