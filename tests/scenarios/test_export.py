"""A world that is written down as a scenario loads to the same world, whatever it holds."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.domain import tables
from mock_server.domain.model import ApiKey, ApiKeyId, Client, ClientId, Document, Organisation, Outgoing, UserId
from mock_server.domain.store import Table
from mock_server.domain.tables import API_KEYS, CLIENTS, DOCUMENTS, INDUSTRIES, ORGANISATIONS
from mock_server.domain.world import World
from mock_server.inference.owners import NOBODY
from mock_server.scenarios.export import scenario_text
from mock_server.scenarios.scenario import read_scenario, scenario_names
from mock_server.scenarios.start import Beginning, WorldStarter
from mock_server.scenarios.state import state_of
from mock_server.scenarios.yaml_text import yaml_of
from mock_server.tokens.jwt_tokens import JwtTokens
from mock_server.yaml_source import parse
from tests.asgi import ACME, ACME_KEY, ALICE, BRIGHTSIDE, CORNER_KEY, NOON, OLIVIA, InProcess
from tests.lived_in import ACME_PLATFORM, LivedIn
from tests.reproductions.performing import contract
from tests.scenarios.used import text_of, used_world

EVERY_TABLE = [value for value in vars(tables).values() if isinstance(value, Table)]
STARTER = WorldStarter(lambda: NOON, tokens=JwtTokens(b"k" * 32), cursor_key=b"k")


def loaded(text: str) -> World:
    scenario = read_scenario(text, "mine", "mine.yaml", contract())
    assert scenario.seed is not None
    return STARTER.from_scenario(Beginning(scenario, scenario.seed))("default")


def require_same_again(world: World) -> str:
    """Writes the world down, loads it, and compares all that the two hold, and the next id; returns the text."""
    text = scenario_text(world, contract())
    again = loaded(text)
    for part, value in state_of(world, secrets=True).items():
        assert text_of(value) == text_of(state_of(again, secrets=True)[part]), part
    for table in EVERY_TABLE:
        if table is not DOCUMENTS:
            assert list(again.store.all(table)) == list(world.store.all(table)), table.name
    assert again.ids.uuid() == world.ids.uuid()
    return text


@pytest.fixture(scope="module")
def used() -> World:
    return used_world(InProcess(seed=1))


@pytest.mark.parametrize("name", scenario_names())
def test_every_shipped_scenario_comes_back(name: str) -> None:
    require_same_again(InProcess(scenario=name, seed=7).server.worlds.default)


def test_a_world_that_was_lived_in_comes_back() -> None:
    mock = InProcess(seed=7)
    LivedIn(mock, ACME)
    require_same_again(mock.server.worlds.default)


def test_a_world_in_which_everything_happened_comes_back(used: World) -> None:
    require_same_again(used)


def test_an_export_of_an_export_says_the_same(used: World) -> None:
    text = scenario_text(used, contract())
    first, second = (parse(each, "mine.yaml").value for each in (text, scenario_text(loaded(text), contract())))
    assert text_of({**first, "description": ""}) == text_of({**second, "description": ""})


def test_codes_invites_and_deliveries_come_back() -> None:
    mock = InProcess(seed=7)
    redeemed, unused = mock.code(ALICE), mock.code(OLIVIA)
    mock.exchange(redeemed)
    mock.handoff(mock.login(ALICE), ACME)
    for email in ("zoe@example.com", "Yann@example.com"):
        sent = {"email": email, "role": "Admin"}
        invite = mock.with_token(mock.login(OLIVIA), "POST", f"/clients/{ACME_PLATFORM}/invites", json=sent)
        assert invite.status_code == 201, invite.text
    accepted = {"token": invite.json()["token"], "accessToken": "Yann@example.com"}
    assert mock.request("POST", "/client-invites/accept", json=accepted).status_code in (200, 201)
    world = mock.server.worlds.default
    text = require_same_again(world)
    assert "codes:" in text
    assert "usedCodes:" in text
    assert "accepted: true" in text
    assert unused not in text


def test_what_waits_to_be_sent_comes_back(used: World) -> None:
    world = loaded(scenario_text(used, contract()))
    world.agenda.schedule("webhook-delivery", "first", NOON)
    world.store.put(tables.OUTBOX, Outgoing("second", NOON))
    text = require_same_again(world)
    assert "outgoing:" in text


def test_a_world_in_which_nothing_waits_although_records_could_comes_back() -> None:
    mock = InProcess(seed=7)
    LivedIn(mock, ACME)
    world = mock.server.worlds.default
    for due in list(world.store.all(tables.DUES)):
        world.agenda.cancel(due.kind, due.subject)
    assert "dues: []" in require_same_again(world)


def test_the_order_in_which_members_came_is_kept_across_organisations() -> None:
    mock = InProcess(seed=7)
    for organisation, email in (
        (BRIGHTSIDE, "zoe@example.com"),
        (ACME, "zoe@example.com"),
        (BRIGHTSIDE, "y@example.com"),
    ):
        sent = {"email": email, "name": f"{email} of {organisation}"}
        assert mock.with_key("POST", f"/organisations/{organisation}/users", json=sent).status_code == 201
    text = require_same_again(mock.server.worlds.default)
    assert "position:" in text


def test_one_user_under_two_names_comes_back() -> None:
    mock = InProcess(seed=7)
    for key, organisation, name in (
        (ACME_KEY, ACME, "Zoe"),
        (CORNER_KEY, "6a7b8c9d-0e1f-4a2b-8c3d-4e5f60718293", "Zed"),
        (ACME_KEY, BRIGHTSIDE, None),
    ):
        sent = {"email": "zoe@example.com"} | ({"name": name} if name else {})
        mock.with_key("POST", f"/organisations/{organisation}/users", json=sent, key=key)
    require_same_again(mock.server.worlds.default)


def test_a_running_clock_goes_on_from_where_it_stood() -> None:
    world = InProcess(seed=7, freeze=False).server.worlds.default
    again = loaded(scenario_text(world, contract()))
    assert not again.clock.frozen
    assert again.clock.now() >= NOON


def test_what_a_scenario_fills_in_is_left_out() -> None:
    text = scenario_text(InProcess(seed=7).server.worlds.default, contract())
    assert len(text) < 7_000
    assert "records:" not in text
    assert "position:" not in text
    assert "dues:" not in text
    assert "null" not in text.replace("productId: null", "").split("lineItems", 1)[0]


def _every_field_differs(kind: type[Any], record: Any) -> Iterator[str]:
    yield from (field.name for field in fields(kind) if getattr(record, field.name) in (None, {}, ()))


def test_every_member_of_clients_and_organisations_has_a_place() -> None:
    """A member that is added to the model needs one: this record says something in each."""
    mock = InProcess(seed=7)
    world = mock.server.worlds.default
    client = next(world.store.all(CLIENTS))
    industry = next(world.store.all(INDUSTRIES))
    alice = UserId(ALICE)
    changed = Client(client.id, "Changed", client.type, NOON, {"primaryColour": "#000000"}, NOON, alice)
    place = next(world.store.all(ORGANISATIONS)).id
    organisation = Organisation(place, client.id, "Changed", industry.id, NOON, {"phone": "1"}, NOON, alice)
    assert not [*_every_field_differs(Client, changed), *_every_field_differs(Organisation, organisation)]
    world.store.put(CLIENTS, changed)
    world.store.put(ORGANISATIONS, organisation)
    require_same_again(world)


@pytest.mark.parametrize("expires_at", [None, NOON])
@pytest.mark.parametrize("revoked", [False, True])
def test_keys_come_back_with_their_id_their_end_and_that_they_were_revoked(
    expires_at: datetime | None, revoked: bool
) -> None:
    world = InProcess(seed=7).server.worlds.default
    key = ApiKey(ApiKeyId(world.ids.uuid()), "dol_live_new", ClientId(ACME_PLATFORM), expires_at, revoked)
    world.store.put(API_KEYS, key)
    require_same_again(world)


def test_records_of_nobody_and_of_clients_come_back() -> None:
    world = InProcess(seed=7).server.worlds.default
    for owner, parent in ((NOBODY, None), (ACME_PLATFORM, "p"), (ACME, "p")):
        body = {"a": [1, 1.0, True, None, {"b": "2025-01-15T10:30:00Z"}], "yes": "no"}
        world.store.put(DOCUMENTS, Document("odd.things", f"Of {owner}", owner, body, parent))
    require_same_again(world)


_TEXT = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    [
        "<<",
        "=",
        "yes",
        "null",
        "~",
        "1:30",
        "0x1",
        "1e5",
        ".inf",
        "- a",
        "a: b",
        "#",
        "\x85",
        "\u2028",
        "\ufeff",
        " a\n",
        "!!x",
    ]
)
_LEAF = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | _TEXT
_JSON = st.recursive(
    _LEAF, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXT, inner, max_size=4), max_leaves=12
)


@given(_JSON)
def test_whatever_json_holds_reads_as_it_was_written(value: Any) -> None:
    assert text_of(parse(yaml_of({"value": value}), "mine.yaml").value) == text_of({"value": value})
