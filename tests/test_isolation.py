"""Two worlds of one server share nothing: one test for each thing, and sequences that are mixed at random."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.domain.fault_effects import Failure
from mock_server.domain.faults import FaultPlan
from mock_server.domain.tables import API_KEYS
from tests.asgi import ACME, ACME_KEY, ALICE, BOB, NOON, InProcess, refusal
from tests.in_world import InWorld
from tests.operations.callers import PLUMBING
from tests.webhooks.listener import listening

UNKNOWN_CREDENTIAL = (401, "Mock.Unauthorized")
NOON_SHOWN = "2025-06-01T12:00:00Z"
OF_ACME = {"x-dolfin-organisation-id": ACME}


@dataclass(frozen=True)
class Worlds:
    """The one that something is done in, and others that must not notice."""

    one: InWorld
    others: tuple[InWorld, ...]


@pytest.fixture
def worlds(mock: InProcess) -> Worlds:
    one, other = (InWorld(mock, name, seed=7, now=NOON_SHOWN, frozen=True) for name in ("one", "other"))
    return Worlds(one, (other, InWorld(mock, "default")))


def _make_customer(world: InWorld, name: str = "Mine") -> str:
    made = world.with_key("POST", "/customers", json={"name": name}, headers=OF_ACME)
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


def _use(world: InWorld, key: str) -> httpx.Response:
    return world.with_key("GET", "/industries", key=key)


def test_worlds_share_no_records(worlds: Worlds) -> None:
    customer = _make_customer(worlds.one)
    assert worlds.one.with_key("GET", f"/customers/{customer}", headers=OF_ACME).status_code == 200
    for other in worlds.others:
        assert other.with_key("GET", f"/customers/{customer}", headers=OF_ACME).status_code == 404


def test_worlds_share_no_users_and_memberships(worlds: Worlds) -> None:
    users = f"/organisations/{ACME}/users"
    before = [other.with_key("GET", users).json() for other in worlds.others]
    assert worlds.one.with_key("POST", users, json={"email": "new@acme.example"}).status_code == 201
    assert [other.with_key("GET", users).json() for other in worlds.others] == before


def test_worlds_share_no_keys(worlds: Worlds) -> None:
    made = worlds.one.with_key("POST", "/api-keys", json={"name": "CI"}).json()
    assert _use(worlds.one, made["rawKey"]).status_code == 200
    for other in worlds.others:
        assert refusal(_use(other, made["rawKey"])) == UNKNOWN_CREDENTIAL


def test_a_key_that_is_revoked_in_one_goes_on_in_the_others(worlds: Worlds) -> None:
    spare = worlds.one.with_key("POST", "/api-keys", json={"name": "spare"}).json()["rawKey"]
    scenarios = next(key.id for key in worlds.one.world.store.all(API_KEYS) if key.secret == ACME_KEY)
    assert worlds.one.with_key("POST", f"/api-keys/{scenarios}/revoke", key=spare).is_success
    assert refusal(_use(worlds.one, ACME_KEY)) == UNKNOWN_CREDENTIAL
    for other in worlds.others:
        assert _use(other, ACME_KEY).status_code == 200


def test_worlds_share_no_codes(worlds: Worlds) -> None:
    code = worlds.one.code(ALICE)
    for other in worlds.others:
        assert refusal(other.exchange(code)) == (400, "Mock.AuthCodeUnknown")
    assert worlds.one.exchange(code).status_code == 200


def test_worlds_share_no_codes_of_handoffs(worlds: Worlds) -> None:
    code = worlds.one.handoff(worlds.one.login(ALICE), ACME).json()["code"]
    for other in worlds.others:
        assert refusal(other.exchange(code)) == (400, "Mock.AuthCodeUnknown")
    assert worlds.one.exchange(code).status_code == 200


def test_worlds_share_no_tokens(worlds: Worlds) -> None:
    tokens = [worlds.one.login(ALICE)]
    tokens += [worlds.one.request("POST", "/__mock__/tokens", json={"email": "bob@acmeplumbing.co.uk"}).json()["token"]]
    for token in tokens:
        assert worlds.one.with_token(token, "GET", "/me").status_code == 200
        for other in worlds.others:
            assert refusal(other.with_token(token, "GET", "/me")) == UNKNOWN_CREDENTIAL


def test_worlds_share_no_clock(worlds: Worlds) -> None:
    codes = [other.code(ALICE) for other in worlds.others]
    worlds.one.advance(86_400)
    worlds.one.request("PUT", "/__mock__/clock", json={"frozen": False})
    for other, code in zip(worlds.others, codes, strict=True):
        assert other.request("GET", "/__mock__/clock").json() == {"now": NOON_SHOWN, "frozen": True}
        assert other.exchange(code).status_code == 200


def test_worlds_share_no_journal(worlds: Worlds) -> None:
    for count, world in enumerate((worlds.one, *worlds.others)):
        for _ in range(count):
            _use(world, ACME_KEY)
    for count, world in enumerate((worlds.one, *worlds.others)):
        assert [entry.id for entry in world.world.journal] == list(range(1, count + 1))
        assert all(entry.target == "/industries" for entry in world.world.journal)


def test_worlds_share_no_faults(worlds: Worlds) -> None:
    worlds.one.world.faults.add(FaultPlan(Failure(503)))
    assert _use(worlds.one, ACME_KEY).status_code == 503
    for other in worlds.others:
        assert _use(other, ACME_KEY).status_code == 200


def test_worlds_share_no_webhooks(worlds: Worlds) -> None:
    with listening() as listener:
        body = {"url": listener.url, "eventTypes": ["*"]}
        assert worlds.one.with_key("POST", "/webhook-subscriptions", json=body).status_code == 201
        for world in (*worlds.others, worlds.one):
            organisation = {"name": "Zed Ltd", "industryId": PLUMBING["id"]}
            assert world.with_key("POST", "/organisations", json=organisation).status_code == 201
            world.advance(1)
    assert len(listener.received) == 1


def test_worlds_of_one_seed_draw_the_same_ids_each_for_itself(worlds: Worlds) -> None:
    first, *_ = (_make_customer(worlds.one) for _ in range(3))
    assert _make_customer(worlds.others[0]) == first


def test_a_reset_is_of_one_world(worlds: Worlds) -> None:
    made = [_make_customer(world) for world in (worlds.one, *worlds.others)]
    worlds.one.request("POST", "/__mock__/reset")
    assert worlds.one.with_key("GET", f"/customers/{made[0]}", headers=OF_ACME).status_code == 404
    for other, customer in zip(worlds.others, made[1:], strict=True):
        assert other.with_key("GET", f"/customers/{customer}", headers=OF_ACME).status_code == 200


def test_a_world_that_is_deleted_is_missed_by_no_other(worlds: Worlds) -> None:
    token = worlds.others[0].login(ALICE)
    assert InProcess.request(worlds.one, "DELETE", "/__mock__/worlds/one").status_code == 204
    assert refusal(_use(worlds.one, ACME_KEY)) == (404, "Mock.WorldNotFound")
    assert worlds.others[0].with_token(token, "GET", "/me").status_code == 200


def test_a_world_of_a_name_that_another_had_begins_with_nothing_of_that() -> None:
    mock = InProcess()
    before = InWorld(mock, "mine")
    customer, code = _make_customer(before), before.code(ALICE)
    key = before.with_key("POST", "/api-keys", json={"name": "CI"}).json()["rawKey"]
    assert mock.request("DELETE", "/__mock__/worlds/mine").status_code == 204
    after = InWorld(mock, "mine")
    assert len(after.world.journal) == 0
    assert refusal(after.exchange(code)) == (400, "Mock.AuthCodeUnknown")
    assert refusal(_use(after, key)) == UNKNOWN_CREDENTIAL
    assert after.with_key("GET", f"/customers/{customer}", headers=OF_ACME).status_code == 404


@dataclass
class Client:
    """Does the same for the same sequence of steps, with what earlier answers gave it; `told` are the answers."""

    world: InWorld
    told: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    code: str = "none"
    token: str = "none"
    key: str = ACME_KEY
    customer: str = "00000000-0000-4000-8000-000000000000"

    def note(self, response: httpx.Response) -> Any:
        self.told.append((response.status_code, dict(response.headers), response.content))
        return response.json() if response.is_success and response.content else {}

    def mint(self) -> None:
        self.code = self.note(self.world.with_key("POST", "/auth/codes", json={"userId": BOB})).get("code", self.code)

    def exchange(self) -> None:
        self.token = self.note(self.world.exchange(self.code)).get("token", self.token)

    def me(self) -> None:
        self.note(self.world.with_token(self.token, "GET", "/me"))

    def make_key(self) -> None:
        self.key = self.note(self.world.with_key("POST", "/api-keys", json={"name": "CI"})).get("rawKey", self.key)

    def use_key(self) -> None:
        self.note(_use(self.world, self.key))

    def keys(self) -> None:
        self.note(self.world.with_key("GET", "/api-keys"))

    def make_customer(self) -> None:
        made = self.world.with_key("POST", "/customers", json={"name": "Zoe"}, headers=OF_ACME)
        self.customer = self.note(made).get("id", self.customer)

    def customers(self) -> None:
        self.note(self.world.with_key("GET", "/customers", headers=OF_ACME))

    def delete_customer(self) -> None:
        self.note(self.world.with_key("DELETE", f"/customers/{self.customer}", headers=OF_ACME))

    def invoice(self) -> None:
        line = {"productId": "8a4f2c6e-1d3b-4e5f-9a7c-2b4d6f8a0c01", "quantity": 1}
        body = {"customerId": self.customer, "currency": "GBP", "lineItems": [line]}
        self.note(self.world.with_key("POST", "/invoices", json=body, headers=OF_ACME))

    def schedule(self) -> None:
        line = {"productId": "8a4f2c6e-1d3b-4e5f-9a7c-2b4d6f8a0c01", "quantity": 1}
        body = {
            "customerId": self.customer,
            "currency": "GBP",
            "cadence": "Weekly",
            "startDate": NOON_SHOWN,
            "lineItems": [line],
        }
        self.note(self.world.with_key("POST", "/recurring-invoices", json=body, headers=OF_ACME))

    def invoices(self) -> None:
        self.note(self.world.with_key("GET", "/invoices", headers=OF_ACME))

    def wait(self) -> None:
        self.note(self.world.request("POST", "/__mock__/clock/advance", json={"duration": "P8D"}))

    def wait_a_little(self) -> None:
        self.note(self.world.request("POST", "/__mock__/clock/advance", json={"seconds": 301}))

    def fault(self) -> None:
        self.world.world.faults.add(FaultPlan(Failure(503), probability=0.5, count=2))

    def reset(self) -> None:
        self.note(self.world.request("POST", "/__mock__/reset"))

    def journal(self) -> list[tuple[int, str, str, int, bool]]:
        return [(e.id, e.at.isoformat(), e.target, e.status, e.changed) for e in self.world.world.journal]


STEPS: tuple[Callable[[Client], None], ...] = (
    Client.mint,
    Client.exchange,
    Client.me,
    Client.make_key,
    Client.use_key,
    Client.keys,
    Client.make_customer,
    Client.customers,
    Client.delete_customer,
    Client.invoice,
    Client.schedule,
    Client.invoices,
    Client.wait,
    Client.wait_a_little,
    Client.fault,
    Client.reset,
)
MIXED, ALONE = InProcess(seed=7), InProcess(seed=7)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["one", "other", "third"]), st.sampled_from(STEPS)), min_size=30, max_size=80)
)
def test_each_world_answers_as_it_would_alone_whatever_happens_in_others(
    mixed: list[tuple[str, Callable[[Client], None]]],
) -> None:
    names = ("one", "other", "third")
    beginning: dict[str, Any] = {"seed": 7, "now": NOON.isoformat(), "frozen": True}
    try:
        together = {name: Client(InWorld(MIXED, name, **beginning)) for name in names}
        for name, step in mixed:
            step(together[name])
        for name in names:
            alone = Client(InWorld(ALONE, name, **beginning))
            for whose, step in mixed:
                if whose == name:
                    step(alone)
            assert together[name].told == alone.told
            assert together[name].journal() == alone.journal()
            ALONE.server.worlds.delete(name)
    finally:
        for mock in (MIXED, ALONE):
            for name in names:
                if mock.server.worlds.find(name) is not None:
                    mock.server.worlds.delete(name)
