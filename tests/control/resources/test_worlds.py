"""Worlds over the control API: made, listed, shown, reset, deleted; their limits."""

import json
from typing import Any

import httpx
import pytest

from mock_server.control import answering
from mock_server.domain.worlds import WORLD_NAME
from mock_server.resources import SCENARIO_FOLDER
from tests.asgi import ACME, ACME_KEY, ALICE, NOON, InProcess, refusal, sent_raw
from tests.in_world import InWorld

INVALID = (400, "Mock.InvalidRequest")
UNKNOWN = (404, "Mock.WorldNotFound")
EXISTS = (409, "Mock.WorldExists")
TOO_MANY = (409, "Mock.TooManyWorlds")
WORLDS = "/__mock__/worlds"


def create(mock: InProcess, **members: Any) -> httpx.Response:
    return mock.request("POST", WORLDS, json=members)


def made(mock: InProcess, **members: Any) -> dict[str, Any]:
    response = create(mock, **members)
    assert response.status_code == 201, response.text
    shown: dict[str, Any] = response.json()
    return shown


def listed(mock: InProcess) -> dict[str, Any]:
    shown: dict[str, Any] = mock.request("GET", WORLDS).json()
    return shown


def names(mock: InProcess) -> list[str]:
    return [world["name"] for world in listed(mock)["worlds"]]


def test_a_world_is_made_with_everything_that_can_be_said_of_it(mock: InProcess) -> None:
    sent = {"name": "mine", "scenario": "guide", "seed": 7, "now": "2026-02-28T10:00:00+01:00", "frozen": True}
    shown = made(mock, **sent)
    assert shown == {
        "name": "mine",
        "url": "http://127.0.0.1:4010/w/mine",
        "scenario": "guide",
        "seed": 7,
        "now": "2026-02-28T09:00:00Z",
        "frozen": True,
        "journal": 0,
    }
    assert mock.request("GET", f"{WORLDS}/mine").json() == shown
    assert mock.with_key("GET", "/w/mine/industries").status_code == 200


def test_a_world_of_which_nothing_is_said_is_as_the_server_began_with_a_name_and_a_seed_of_its_own() -> None:
    mock = InProcess(scenario="empty")
    first, second = made(mock), mock.request("POST", WORLDS).json()
    assert first["scenario"] == second["scenario"] == "empty"
    assert first["name"] != second["name"]
    assert first["seed"] != second["seed"]
    assert first["frozen"] is True
    assert all(WORLD_NAME.fullmatch(world["name"]) for world in (first, second))


def test_with_a_seed_of_the_server_every_world_has_it_unless_another_is_given() -> None:
    mock = InProcess(seed=7)
    assert (made(mock)["seed"], made(mock, seed=8)["seed"]) == (7, 8)


def test_a_world_is_made_from_a_scenario_that_is_sent(mock: InProcess) -> None:
    text = (SCENARIO_FOLDER / "empty.yaml").read_text().replace("dol_live_abc123", "dol_live_mine")
    made(mock, name="mine", scenarioText=text)
    assert mock.with_key("GET", "/w/mine/industries", key="dol_live_mine").status_code == 200
    assert mock.with_key("GET", "/w/mine/industries", key=ACME_KEY).status_code == 401


def test_worlds_of_one_seed_answer_alike(mock: InProcess) -> None:
    beginning = {"seed": 7, "now": "2026-02-28T09:00:00Z", "frozen": True}
    worlds = [InWorld(mock, name, **beginning) for name in ("one", "other")]
    headers = {"x-dolfin-organisation-id": ACME}
    one, other = (w.with_key("POST", "/customers", json={"name": "Zoe"}, headers=headers).json() for w in worlds)
    assert one == other


@pytest.mark.parametrize(
    "members",
    [
        {"name": ""},
        {"name": "a/b"},
        {"name": "a b"},
        {"name": "a\n"},
        {"name": "../a"},
        {"name": "x" * 65},
        {"name": "é"},
        {"name": None},
        {"name": 5},
        {"scenario": "nothing"},
        {"scenario": "../acme"},
        {"scenario": "/etc/passwd"},
        {"scenario": "acme.yaml"},
        {"scenario": ""},
        {"scenario": None},
        {"scenario": "acme", "scenarioText": "description: x"},
        {"scenarioText": ""},
        {"scenarioText": "description: x"},
        {"scenarioText": "a: [b"},
        {"scenarioText": "a: &a [*a]"},
        {"scenarioText": "!!python/object/apply:os.getcwd []"},
        {"scenarioText": "\u0000"},
        {"scenarioText": 5},
        {"seed": -1},
        {"seed": 1.5},
        {"seed": "7"},
        {"seed": True},
        {"now": "noon"},
        {"now": "2026-02-28"},
        {"now": "2026-02-30T09:00:00Z"},
        {"now": "9999-12-31T23:59:59Z"},
        {"now": "1969-12-31T23:59:59Z"},
        {"now": 5},
        {"frozen": "yes"},
        {"frozen": None},
        {"unknown": 1},
        {"Name": "mine"},
    ],
    ids=json.dumps,
)
def test_a_world_that_cannot_be_is_refused_and_nothing_is_made(mock: InProcess, members: dict[str, Any]) -> None:
    response = create(mock, **{"name": "mine", **members})
    assert refusal(response) == INVALID
    assert names(mock) == ["default"]
    assert made(mock, name="mine")["name"] == "mine"


@pytest.mark.parametrize("now", ["9999-12-31T23:59:59Z", "1969-12-31T23:59:59Z"])
def test_a_scenario_whose_clock_stands_where_none_goes_is_refused_unless_another_time_is_sent(
    mock: InProcess, now: str
) -> None:
    text = (SCENARIO_FOLDER / "empty.yaml").read_text() + f"\nclock:\n  now: {now}\n"
    response = create(mock, scenarioText=text)
    assert refusal(response) == INVALID
    assert "1970" in response.json()["detail"]
    assert names(mock) == ["default"]
    assert made(mock, scenarioText=text, now="2026-01-01T00:00:00Z", frozen=True)["now"] == "2026-01-01T00:00:00Z"


@pytest.mark.parametrize("body", [b"{", b"[]", b"null", b'"mine"', b'{"name": "a", "name": "b"}', b"\xff"])
def test_a_body_that_is_none_is_refused(mock: InProcess, body: bytes) -> None:
    assert refusal(sent_raw(mock, "POST", WORLDS, [], body)) == INVALID
    assert names(mock) == ["default"]


def test_a_scenario_that_is_wrong_is_told_with_all_of_its_mistakes(mock: InProcess) -> None:
    detail = create(mock, scenarioText="description: x\nclients: []\nwrong: 1\n").json()["detail"]
    assert "clients" in detail
    assert "wrong" in detail


@pytest.mark.parametrize("name", ["mine", "default"])
def test_a_name_is_taken_once(mock: InProcess, name: str) -> None:
    made(mock, name="mine", seed=7)
    assert refusal(create(mock, name=name, seed=8)) == EXISTS
    assert mock.request("GET", f"{WORLDS}/mine").json()["seed"] == 7


def test_there_are_no_more_worlds_than_the_setting_says() -> None:
    mock = InProcess(max_worlds=2)
    assert listed(mock)["limit"] == 2
    for name in ("a", "b"):
        made(mock, name=name)
    response = create(mock, name="c")
    assert refusal(response) == TOO_MANY
    assert "2 worlds" in response.json()["detail"]
    assert names(mock) == ["default", "a", "b"]
    assert mock.request("DELETE", f"{WORLDS}/a").status_code == 204
    made(mock, name="c")


def test_with_room_for_none_there_is_the_default_world_alone() -> None:
    mock = InProcess(max_worlds=0)
    assert refusal(create(mock)) == TOO_MANY
    assert mock.with_key("GET", "/industries").status_code == 200


def test_worlds_that_are_idle_are_gone_from_the_list_and_from_use(monkeypatch: pytest.MonkeyPatch) -> None:
    mock, waited = InProcess(world_idle=100), [0.0]
    seconds = mock.server.worlds._seconds
    monkeypatch.setattr(mock.server.worlds, "_seconds", lambda: seconds() + waited[0])
    for name in ("used", "left"):
        made(mock, name=name)
    waited[0] = 90
    assert mock.with_key("GET", "/w/used/industries").status_code == 200
    waited[0] = 150
    shown = listed(mock)
    assert shown["idleLimitSeconds"] == 100
    assert [(world["name"], round(world["idleSeconds"])) for world in shown["worlds"]] == [("default", 0), ("used", 60)]
    assert refusal(mock.with_key("GET", "/w/left/industries")) == UNKNOWN
    assert refusal(mock.request("GET", f"{WORLDS}/left/clock")) == UNKNOWN


def test_a_list_is_no_use_of_the_worlds_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    mock, waited = InProcess(world_idle=100), [0.0]
    seconds = mock.server.worlds._seconds
    monkeypatch.setattr(mock.server.worlds, "_seconds", lambda: seconds() + waited[0])
    made(mock, name="left")
    for waited[0] in (60, 101):
        listed(mock)
    assert names(mock) == ["default"]


def test_how_many_entries_a_journal_keeps_is_as_the_setting_says() -> None:
    mock = InProcess(journal_size=3)
    made(mock, name="mine")
    for base in ("", "/w/mine"):
        for _ in range(5):
            mock.with_key("GET", f"{base}/industries")
    assert [world["journal"] for world in listed(mock)["worlds"]] == [3, 3]


def test_without_a_journal_nothing_is_written_down() -> None:
    mock = InProcess(journal_size=0)
    assert mock.with_key("GET", "/industries").status_code == 200
    assert [world["journal"] for world in listed(mock)["worlds"]] == [0]


def test_a_deleted_world_is_gone_with_all_that_led_to_it(mock: InProcess) -> None:
    made(mock, name="mine")
    response = mock.request("DELETE", f"{WORLDS}/mine")
    assert (response.status_code, response.content) == (204, b"")
    assert names(mock) == ["default"]
    for again in (
        mock.request("DELETE", f"{WORLDS}/mine"),
        mock.request("GET", f"{WORLDS}/mine"),
        mock.request("POST", f"{WORLDS}/mine/reset"),
        mock.with_key("GET", "/w/mine/industries"),
    ):
        assert refusal(again) == UNKNOWN


@pytest.mark.parametrize("path", ["/__mock__/world", f"{WORLDS}/default"])
def test_the_default_world_is_not_deleted(mock: InProcess, path: str) -> None:
    assert refusal(mock.request("DELETE", path)) == (409, "Mock.WorldKept")
    assert mock.with_key("GET", "/industries").status_code == 200


def test_a_reset_of_a_world_leads_back_to_how_it_began_and_not_to_how_the_server_did(mock: InProcess) -> None:
    world = InWorld(mock, "mine", scenario="guide", seed=7, now="2026-02-28T09:00:00Z", frozen=True)
    users = world.world.store.changes
    first = world.world.ids.uuid()
    world.advance(1000)
    world.with_key("GET", "/industries")
    assert world.request("POST", "/__mock__/reset").json() == {"world": "mine", "now": "2026-02-28T09:00:00Z"}
    assert (world.world.store.changes, world.world.ids.uuid()) == (users, first)
    shown = mock.request("GET", f"{WORLDS}/mine").json()
    assert (shown["scenario"], shown["seed"], shown["frozen"], shown["journal"]) == ("guide", 7, True, 0)


@pytest.mark.parametrize("rest", ["", "/clock", "/reset", "/clock/advance"])
@pytest.mark.parametrize("name", ["other", "Default", "%20", "a%2Fb", "..", "x" * 70])
def test_the_control_api_of_an_unknown_world_is_a_404(mock: InProcess, name: str, rest: str) -> None:
    method = "POST" if rest in ("/reset", "/clock/advance") else "GET"
    told = refusal(sent_raw(mock, method, f"{WORLDS}/{name}{rest}", [], b'{"seconds": 1}'))
    assert told in (UNKNOWN, (404, "Mock.UnknownPath"))


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        (WORLDS, {"GET", "HEAD", "POST"}),
        (f"{WORLDS}/default", {"GET", "HEAD", "DELETE"}),
        ("/__mock__/world", {"GET", "HEAD", "DELETE"}),
        (f"{WORLDS}/default/clock", {"GET", "HEAD", "PUT"}),
    ],
)
def test_other_methods_are_refused_with_those_that_are_taken(mock: InProcess, path: str, allowed: set[str]) -> None:
    response = mock.request("PATCH", path)
    assert refusal(response) == (405, "Mock.MethodNotAllowed")
    assert set(response.headers["allow"].split(", ")) == allowed


@pytest.mark.parametrize("path", [WORLDS, f"{WORLDS}/default", "/__mock__/world", f"{WORLDS}/default/clock"])
def test_head_is_answered_as_get(mock: InProcess, path: str) -> None:
    assert mock.request("HEAD", path).status_code == 200


@pytest.mark.parametrize("query", ["?limit=1", "?x"])
def test_a_query_that_is_not_known_is_refused(mock: InProcess, query: str) -> None:
    assert refusal(mock.request("GET", WORLDS + query)) == INVALID


@pytest.mark.parametrize(
    ("method", "rest"), [("POST", "/reset"), ("DELETE", ""), ("PUT", "/clock"), ("POST", "/clock/advance")]
)
def test_a_world_that_goes_while_the_body_of_a_request_is_waited_for_is_a_404(
    mock: InProcess, monkeypatch: pytest.MonkeyPatch, method: str, rest: str
) -> None:
    made(mock, name="mine")

    async def slow(*_: object) -> bytes:
        mock.server.worlds.delete("mine")
        return b'{"seconds": 1}' if rest == "/clock/advance" else b'{"frozen": true}'

    monkeypatch.setattr(answering, "receive_body", slow)
    assert refusal(mock.request(method, f"{WORLDS}/mine{rest}")) == UNKNOWN


def test_the_scenarios_that_come_with_the_program_make_worlds(mock: InProcess) -> None:
    for path in sorted(SCENARIO_FOLDER.glob("*.yaml")):
        assert made(mock, name=path.stem, scenario=path.stem)["scenario"] == path.stem


def test_a_session_of_a_world_is_opened_over_its_control_api(mock: InProcess) -> None:
    world = InWorld(mock, "mine")
    token = world.request("POST", "/__mock__/tokens", json={"email": "alice@acmeplumbing.co.uk"}).json()["token"]
    assert world.with_token(token, "GET", "/me").json()["userId"] == ALICE


def test_a_world_begins_as_the_server_did_unless_told_otherwise() -> None:
    mock = InProcess(now=NOON, freeze=True, seed=7)
    made = mock.request("POST", "/__mock__/worlds", json={"name": "alike"}).json()
    assert (made["now"], made["frozen"], made["seed"]) == ("2025-06-01T12:00:00Z", True, 7)
    other = mock.request("POST", "/__mock__/worlds", json={"name": "other", "scenario": "empty"}).json()
    assert other["frozen"] is False
    moved = {"name": "moved", "now": "2026-01-01T00:00:00Z", "frozen": False}
    assert mock.request("POST", "/__mock__/worlds", json=moved).json()["now"].startswith("2026-01-01T00:00:0")
