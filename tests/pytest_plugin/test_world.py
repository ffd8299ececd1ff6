"""The fixtures, used here as in any suite: what a test can do with a world."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from mock_server.domain.ids import SeededIds
from mock_server.pytest_plugin.errors import DolfinMockError
from mock_server.pytest_plugin.remote import Remote
from mock_server.pytest_plugin.world import MockWorld
from tests.asgi import ACME, ACME_KEY, ALICE, CORNER_KEY

HALF_PAST = datetime(2025, 1, 15, 10, 30, tzinfo=UTC)


def _customer(world: MockWorld, name: str) -> str:
    bearer = {"authorization": f"Bearer {world.login('alice')}", "x-dolfin-organisation-id": ACME}
    answer = httpx.post(f"{world.url}/customers", headers=bearer, json={"name": name, "email": "a@b.example"})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def _customers(world: MockWorld) -> int:
    bearer = {"authorization": f"Bearer {world.login('alice')}", "x-dolfin-organisation-id": ACME}
    return len(httpx.get(f"{world.url}/customers", headers=bearer).json()["data"])


def test_its_url_is_the_base_of_an_api_that_its_key_calls(dolfin_mock: MockWorld) -> None:
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/w/test-its-url-is-the-base-[a-z0-9-]+", dolfin_mock.url)
    answer = httpx.get(f"{dolfin_mock.url}/industries", headers={"x-dolfin-api-key": dolfin_mock.api_key})
    assert answer.status_code == 200


def test_the_scenarios_keys_are_known_by_their_client(dolfin_mock: MockWorld) -> None:
    assert dolfin_mock.api_key == ACME_KEY
    assert dolfin_mock.api_keys == {"Acme Platform": ACME_KEY, "Corner Platform": CORNER_KEY}


def test_its_organisation_is_the_first_one_of_its_key(dolfin_mock: MockWorld) -> None:
    assert dolfin_mock.organisation == ACME


@pytest.mark.dolfin_mock(scenario="empty")
def test_a_world_without_an_organisation_says_how_to_make_one(dolfin_mock: MockWorld) -> None:
    with pytest.raises(DolfinMockError, match="POST /organisations"):
        _ = dolfin_mock.organisation


@pytest.mark.parametrize("who", ["alice", "Alice", "alice@acmeplumbing.co.uk"])
def test_login_takes_an_email_or_the_part_before_its_at(dolfin_mock: MockWorld, who: str) -> None:
    me = httpx.get(f"{dolfin_mock.url}/me", headers={"authorization": f"Bearer {dolfin_mock.login(who)}"})
    assert me.json()["userId"] == ALICE


@pytest.mark.parametrize("who", ["nobody", "nobody@example.com", "norah", "ali", ""])
def test_login_names_those_who_can_where_one_cannot(dolfin_mock: MockWorld, who: str) -> None:
    with pytest.raises(DolfinMockError, match=r"alice@acmeplumbing\.co\.uk, bob@") as refused:
        dolfin_mock.login(who)
    assert refused.value.code == "Mock.UnknownEmail"


def test_login_takes_no_part_that_several_emails_have(dolfin_mock: MockWorld) -> None:
    users = f"{dolfin_mock.url}/organisations/{ACME}/users"
    person = {"name": "Alice", "email": "alice@other.example", "role": "Member"}
    added = httpx.post(users, headers={"x-dolfin-api-key": ACME_KEY}, json=person)
    assert added.status_code == 201, added.text
    with pytest.raises(DolfinMockError, match=r"alice@acmeplumbing\.co\.uk, alice@other\.example"):
        dolfin_mock.login("alice")
    assert dolfin_mock.login("alice@other.example")


@pytest.mark.parametrize("step", ["PT10M", 600, 600.0, timedelta(minutes=10)])
@pytest.mark.dolfin_mock(now=HALF_PAST, frozen=True)
def test_the_clock_advances_by_any_kind_of_step(dolfin_mock: MockWorld, step: timedelta | float | str) -> None:
    assert dolfin_mock.clock.advance(step) == dolfin_mock.clock.now == HALF_PAST + timedelta(minutes=10)


@pytest.mark.parametrize("step", ["ten minutes", -1, timedelta(seconds=-1)])
@pytest.mark.dolfin_mock(now=HALF_PAST, frozen=True)
def test_a_step_that_cannot_be_is_refused_with_a_reason(dolfin_mock: MockWorld, step: timedelta | float | str) -> None:
    with pytest.raises(DolfinMockError, match=r"forwards|ISO 8601|minimum") as refused:
        dolfin_mock.clock.advance(step)
    assert (refused.value.status, refused.value.code) == (400, "Mock.InvalidRequest")
    assert dolfin_mock.clock.now == HALF_PAST


@pytest.mark.parametrize("moment", [HALF_PAST, "2025-01-15T10:30:00Z"])
def test_the_clock_is_set_frozen_and_let_go(dolfin_mock: MockWorld, moment: datetime | str) -> None:
    assert not dolfin_mock.clock.frozen
    assert dolfin_mock.clock.set(moment) - HALF_PAST < timedelta(minutes=1)
    assert dolfin_mock.clock.freeze(moment) == HALF_PAST
    assert (dolfin_mock.clock.frozen, dolfin_mock.clock.now) == (True, HALF_PAST)
    dolfin_mock.clock.unfreeze()
    assert dolfin_mock.clock.now > HALF_PAST
    stood = dolfin_mock.clock.freeze()
    assert dolfin_mock.clock.now == stood


def test_a_moment_without_a_zone_is_refused(dolfin_mock: MockWorld) -> None:
    with pytest.raises(ValueError, match="zone"):
        dolfin_mock.clock.set(HALF_PAST.replace(tzinfo=None))


@pytest.mark.parametrize("_again", range(2))
def test_every_world_begins_as_the_scenario_and_makes_the_same_ids(dolfin_mock: MockWorld, _again: int) -> None:
    before = _customers(dolfin_mock)
    made = _customer(dolfin_mock, "Riverside Cafe")
    assert _customers(dolfin_mock) == before + 1 == 2
    assert made == SeededIds(0).uuid()


def test_reset_leads_back_to_the_start(dolfin_mock: MockWorld) -> None:
    made = _customer(dolfin_mock, "Riverside Cafe")
    dolfin_mock.reset()
    assert _customers(dolfin_mock) == 1
    assert _customer(dolfin_mock, "Riverside Cafe") == made


def test_a_snapshot_is_where_restore_leads_back_to(dolfin_mock: MockWorld) -> None:
    _customer(dolfin_mock, "Riverside Cafe")
    dolfin_mock.snapshot("one-more")
    _customer(dolfin_mock, "Harbour Bar")
    dolfin_mock.restore("one-more")
    assert _customers(dolfin_mock) == 2


def test_a_snapshot_is_replaced_only_when_told(dolfin_mock: MockWorld) -> None:
    dolfin_mock.snapshot("one")
    with pytest.raises(DolfinMockError) as refused:
        dolfin_mock.snapshot("one")
    assert refused.value.code == "Mock.SnapshotExists"
    _customer(dolfin_mock, "Riverside Cafe")
    dolfin_mock.snapshot("one", replace=True)
    dolfin_mock.reset()
    dolfin_mock.restore("one")
    assert _customers(dolfin_mock) == 2


def test_a_snapshot_that_is_not_there_is_told(dolfin_mock: MockWorld) -> None:
    with pytest.raises(DolfinMockError) as refused:
        dolfin_mock.restore("nothing")
    assert refused.value.code == "Mock.SnapshotNotFound"


def test_the_journal_holds_the_requests_oldest_first(dolfin_mock: MockWorld) -> None:
    key = {"x-dolfin-api-key": dolfin_mock.api_key}
    assert list(dolfin_mock.journal) == []
    httpx.get(f"{dolfin_mock.url}/industries?limit=1", headers=key)
    httpx.post(f"{dolfin_mock.url}/auth/codes", headers=key, json={})
    httpx.get(f"{dolfin_mock.url}/nowhere")
    shown = [(entry.method, entry.path, entry.operation, entry.status, entry.code) for entry in dolfin_mock.journal]
    assert shown == [
        ("GET", "/industries", "listIndustries", 200, None),
        ("POST", "/auth/codes", "createAuthCode", 400, "User.MissingUserId"),
        ("GET", "/nowhere", None, 404, "Mock.UnknownPath"),
    ]
    assert len(dolfin_mock.journal) == 3
    assert dolfin_mock.journal[-1].path == "/nowhere"


def test_the_journal_can_be_narrowed_and_cleared(dolfin_mock: MockWorld) -> None:
    httpx.get(f"{dolfin_mock.url}/industries", headers={"x-dolfin-api-key": dolfin_mock.api_key})
    httpx.get(f"{dolfin_mock.url}/me")
    (refused,) = dolfin_mock.journal.entries(status="4xx")
    assert (refused.operation, refused.id) == ("getMe", 2)
    assert [entry.id for entry in dolfin_mock.journal.entries(operation="listIndustries", limit=1)] == [1]
    with pytest.raises(DolfinMockError, match="known:"):
        dolfin_mock.journal.entries(colour="red")
    dolfin_mock.journal.clear()
    assert len(dolfin_mock.journal) == 0


def test_a_long_journal_is_read_to_its_beginning(dolfin_mock: MockWorld) -> None:
    with httpx.Client() as client:
        for _ in range(5):
            client.get(f"{dolfin_mock.url}/me")
    assert [entry.id for entry in dolfin_mock.journal.entries(limit=2)] == [1, 2, 3, 4, 5]
    assert [entry.id for entry in dolfin_mock.journal.last(2)] == [4, 5]


def test_an_entry_tells_why_and_shows_all_of_itself_without_credentials(dolfin_mock: MockWorld) -> None:
    httpx.post(f"{dolfin_mock.url}/auth/codes", headers={"x-dolfin-api-key": dolfin_mock.api_key}, json={})
    entry = dolfin_mock.journal[-1]
    assert "User.MissingUserId" in entry.why()
    assert "\n" in entry.why()
    assert "\n" not in entry.cause()
    assert entry.cause() in entry.why() or "userId" in entry.cause()
    assert entry.whole()["request"]["body"]["json"] == {}
    assert dolfin_mock.api_key not in str(entry.whole())


@pytest.mark.parametrize(("form", "begins"), [("pytest", '"""'), ("curl", "#!")])
def test_an_entry_can_be_reproduced(dolfin_mock: MockWorld, form: str, begins: str) -> None:
    httpx.post(f"{dolfin_mock.url}/auth/codes", headers={"x-dolfin-api-key": dolfin_mock.api_key}, json={})
    script = dolfin_mock.journal[-1].reproduce(form)
    assert script.startswith(begins)
    assert "/auth/codes" in script


def test_verify_tells_which_requests_were_expected_ones(dolfin_mock: MockWorld) -> None:
    for name in ("Riverside Cafe", "Harbour Bar"):
        _customer(dolfin_mock, name)
    assert dolfin_mock.journal.verify(operation="createCustomer", status=201, count=2) == [1, 2]
    assert dolfin_mock.journal.verify(order=[{"body": {"name": "Riverside Cafe"}}, {"body": {"name": "Harbour Bar"}}])


def test_verify_fails_with_what_was_received_instead(dolfin_mock: MockWorld) -> None:
    _customer(dolfin_mock, "Riverside Cafe")
    with pytest.raises(AssertionError, match=r"(?s)\n   1 POST /customers  201: .*Riverside Cafe") as failed:
        dolfin_mock.journal.verify(operation="createCustomer", body={"name": "Harbour Bar"})
    assert failed.value.__suppress_context__
    with pytest.raises(DolfinMockError, match="did you mean createCustomer"):
        dolfin_mock.journal.verify(operation="createCustomers")


def test_the_factory_makes_worlds_that_share_nothing(dolfin_mock_world: Callable[..., MockWorld]) -> None:
    one, other = dolfin_mock_world(), dolfin_mock_world(seed=9, now=HALF_PAST, frozen=True)
    assert one.url != other.url
    assert _customer(one, "Riverside Cafe") != _customer(other, "Riverside Cafe")
    assert (other.clock.now, one.clock.frozen) == (HALF_PAST, False)
    one.reset()
    assert (_customers(one), _customers(other)) == (1, 2)


def test_the_factory_refuses_what_no_world_begins_as(dolfin_mock_world: Callable[..., MockWorld]) -> None:
    with pytest.raises(DolfinMockError, match="acme, empty, guide"):
        dolfin_mock_world(scenario="nowhere")
    with pytest.raises(DolfinMockError, match=r"gone\.yaml"):
        dolfin_mock_world(scenario="gone.yaml")


def test_a_world_ends_with_its_test(
    dolfin_mock_world: Callable[..., MockWorld], dolfin_mock_server: Remote, request: pytest.FixtureRequest
) -> None:
    name = dolfin_mock_world().name

    def names() -> set[str]:
        return {world["name"] for world in dolfin_mock_server.ask("GET", "/worlds")["worlds"]}

    assert name in names()
    request.getfixturevalue("dolfin_mock_world").close()
    assert name not in names()
    request.getfixturevalue("dolfin_mock_world").close()


@pytest.mark.dolfin_mock(scenario="guide")
class TestAMarkedClass:
    def test_is_marked_in_all_its_tests(self, dolfin_mock: MockWorld) -> None:
        assert (dolfin_mock.clock.now, dolfin_mock.clock.frozen) == (HALF_PAST, True)

    @pytest.mark.dolfin_mock(now="2026-01-01T00:00:00Z")
    def test_counts_where_a_nearer_mark_is_silent(self, dolfin_mock: MockWorld) -> None:
        assert dolfin_mock.clock.now == datetime(2026, 1, 1, tzinfo=UTC)
        assert list(dolfin_mock.api_keys) == ["Acme Platform"]


def test_the_server_of_the_run_has_a_default_world(dolfin_mock_server: Remote) -> None:
    answer = httpx.get(f"{dolfin_mock_server.url}/industries", headers={"x-dolfin-api-key": ACME_KEY})
    assert answer.status_code == 200


def test_two_tests_of_one_name_on_one_server_get_two_worlds(
    dolfin_mock: MockWorld, dolfin_mock_server: Remote, request: pytest.FixtureRequest
) -> None:
    """As happens where two runs use one server, or one was killed."""
    dolfin_mock_server.ask("POST", "/worlds", {"name": f"{dolfin_mock.name}-2"})
    second = request.getfixturevalue("dolfin_mock_world")()
    assert second.name.startswith(f"{dolfin_mock.name}-2-")
    dolfin_mock_server.ask("DELETE", f"/worlds/{dolfin_mock.name}-2")
