"""The clock of a named world over its control API, and everything that follows it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.asgi import ALICE, NOON, InProcess, refusal
from tests.in_world import InWorld
from tests.operations.books import Books
from tests.operations.callers import PLUMBING
from tests.webhooks.listener import listening

INVALID = (400, "Mock.InvalidRequest")
CLOCK = "/__mock__/clock"
NOON_SHOWN = "2025-06-01T12:00:00Z"


@pytest.fixture
def world(mock: InProcess) -> InWorld:
    """A world named mine whose clock is frozen at noon, beside a default one that starts a year later."""
    mock.request("PUT", CLOCK, json={"now": "2026-06-01T12:00:00Z"})
    return InWorld(mock, "mine", seed=7, now=NOON_SHOWN, frozen=True)


def put(world: InProcess, **members: Any) -> dict[str, Any]:
    response = world.request("PUT", CLOCK, json=members)
    assert response.status_code == 200, response.text
    shown: dict[str, Any] = response.json()
    return shown


def now(world: InProcess) -> str:
    return str(world.request("GET", CLOCK).json()["now"])


def at(seconds: float) -> str:
    return (NOON + timedelta(seconds=seconds)).isoformat().replace("+00:00", "Z")


def test_it_is_shown_by_its_path_and_that_of_the_default_world_by_its_own(mock: InProcess, world: InWorld) -> None:
    assert world.request("GET", CLOCK).json() == {"now": NOON_SHOWN, "frozen": True}
    assert now(mock) == mock.request("GET", "/__mock__/worlds/default/clock").json()["now"] == "2026-06-01T12:00:00Z"


def test_it_is_let_go_and_frozen_again_where_it_is(world: InWorld) -> None:
    running = put(world, frozen=False)
    assert running["frozen"] is False
    first, second = (datetime.fromisoformat(now(world)) for _ in range(2))
    assert NOON <= first < second
    frozen = put(world, frozen=True)
    assert frozen["frozen"] is True
    assert now(world) == now(world) == frozen["now"]
    assert datetime.fromisoformat(frozen["now"]) > second


@pytest.mark.parametrize("moment", ["2024-02-29T00:00:00Z", "2030-01-02T03:04:05Z", "1970-01-01T00:00:00Z"])
def test_it_is_set_backwards_or_forwards_and_stays_frozen(world: InWorld, moment: str) -> None:
    assert put(world, now=moment) == {"now": moment, "frozen": True}
    assert now(world) == moment


@pytest.mark.parametrize(
    ("step", "expected"),
    [({"seconds": 600}, at(600)), ({"duration": "P1DT1S"}, at(86_401)), ("PT1H", at(3600)), ({"seconds": 0}, at(0))],
)
def test_it_advances_by_seconds_or_a_duration(world: InWorld, step: Any, expected: str) -> None:
    response = world.request("POST", f"{CLOCK}/advance", json=step)
    assert (response.status_code, response.json()) == (200, {"now": expected, "frozen": True})
    assert now(world) == expected


@pytest.mark.parametrize("duration", ["PT", "P1DT", "P", "", "T", "P1D\n", " PT1S"])
def test_what_is_no_duration_moves_nothing(world: InWorld, duration: str) -> None:
    assert refusal(world.request("POST", f"{CLOCK}/advance", json={"duration": duration})) == INVALID
    assert now(world) == NOON_SHOWN


@pytest.mark.parametrize("step", [{"seconds": -1}, {"duration": "-PT1S"}, "-P1Y"])
def test_it_does_not_advance_backwards_and_the_refusal_says_why_and_what_to_do(world: InWorld, step: Any) -> None:
    response = world.request("POST", f"{CLOCK}/advance", json=step)
    assert refusal(response) == INVALID
    assert "forwards" in response.json()["detail"]
    assert "PUT" in response.json()["detail"]
    assert now(world) == NOON_SHOWN


BAD: tuple[dict[str, Any], ...] = (
    {"now": "9999-12-31T23:59:59Z"},
    {"now": "1969-12-31T23:59:59Z"},
    {"frozen": "no"},
    {},
    {"now": NOON_SHOWN, "x": 1},
)


@pytest.mark.parametrize("body", BAD)
def test_what_cannot_be_changes_nothing(world: InWorld, body: Any) -> None:
    assert refusal(world.request("PUT", CLOCK, json=body)) == INVALID
    assert world.request("GET", CLOCK).json() == {"now": NOON_SHOWN, "frozen": True}


def test_codes_follow_it(world: InWorld) -> None:
    in_time, late = world.code(ALICE), world.code(ALICE)
    world.advance(599)
    assert world.exchange(in_time).status_code == 200
    world.advance(1)
    assert refusal(world.exchange(late)) == (400, "Mock.AuthCodeExpired")
    put(world, now=NOON_SHOWN)
    assert world.exchange(late).status_code == 200


def test_tokens_follow_it(world: InWorld) -> None:
    token = world.login(ALICE)
    world.advance(8 * 3600 - 1)
    assert world.with_token(token, "GET", "/me").status_code == 200
    world.advance(1)
    assert refusal(world.with_token(token, "GET", "/me")) == (401, "Mock.Unauthorized")


def test_keys_follow_it(world: InWorld) -> None:
    key = world.with_key("POST", "/api-keys", json={"name": "CI", "expiresAt": at(3600)}).json()["rawKey"]
    world.advance(3599)
    assert world.with_key("GET", "/industries", key=key).status_code == 200
    world.advance(1)
    assert refusal(world.with_key("GET", "/industries", key=key)) == (401, "Mock.Unauthorized")


def test_records_are_stamped_by_it(world: InWorld) -> None:
    world.advance(60)
    body = {"name": "Zed Ltd", "industryId": PLUMBING["id"]}
    made = world.with_key("POST", "/organisations", json=body).json()
    assert made["createdAt"] == at(60)


def test_recurring_invoices_follow_it(mock: InProcess, world: InWorld) -> None:
    books, others = Books(world), Books(mock)
    lines = [{"productId": books.product(), "quantity": 1}]
    schedule = {"customerId": books.customer(), "currency": "GBP", "cadence": "Weekly", "lineItems": lines}
    made = books.made("POST", "/recurring-invoices", json={**schedule, "startDate": at(3600)})
    assert made["nextRunAt"] == at(3600)
    world.advance(3599)
    assert books.made("GET", "/invoices")["data"] == []
    world.advance(1 + 2 * 7 * 86_400)
    issued = [invoice["createdAt"] for invoice in books.made("GET", "/invoices")["data"]]
    assert issued == [at(3600 + weeks * 7 * 86_400) for weeks in (2, 1, 0)]
    assert others.made("GET", "/invoices")["data"] == []


def test_deliveries_follow_it(world: InWorld) -> None:
    with listening(500, 500) as listener:
        subscribed = world.with_key("POST", "/webhook-subscriptions", json={"url": listener.url, "eventTypes": ["*"]})
        world.with_key("POST", "/organisations", json={"name": "Zed Ltd", "industryId": PLUMBING["id"]})
        world.advance(0)
        assert len(listener.received) == 1
        world.advance(59)
        assert len(listener.received) == 1
        world.advance(1)
        assert len(listener.received) == 2
        world.advance(300)
        assert len(listener.received) == 3
    path = f"/webhook-subscriptions/{subscribed.json()['id']}/deliveries"
    (delivery,) = world.with_key("GET", path).json()
    assert (delivery["status"], delivery["attempts"], delivery["lastAttemptAt"]) == ("Succeeded", 3, at(360))
    signed = [received.headers["x-dolfin-signature"].split(",")[0] for received in listener.received]
    assert signed == [f"t={int(NOON.timestamp()) + seconds}" for seconds in (0, 60, 360)]


def test_the_journal_follows_it(world: InWorld) -> None:
    for _ in range(2):
        world.with_key("GET", "/industries")
        world.advance(60)
    put(world, now=at(-3600))
    world.with_key("GET", "/industries")
    assert [entry.at for entry in world.world.journal] == [NOON + timedelta(seconds=s) for s in (0, 60, -3600)]


def test_what_happened_is_told_by_the_worlds_clock_also_while_the_servers_stands_elsewhere(world: InWorld) -> None:
    world.advance(86_400)
    refused = world.with_key("POST", "/auth/codes", json={"userId": ALICE}).json()
    expires = datetime.fromisoformat(refused["expiresAt"])
    assert expires == NOON + timedelta(days=1, minutes=10)
