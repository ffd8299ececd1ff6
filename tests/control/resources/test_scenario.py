"""Scenarios over the control API: sent as YAML, and written down."""

from typing import Any

import pytest

from mock_server.resources import SCENARIO_FOLDER
from mock_server.scenarios.scenario import ScenarioError
from mock_server.scenarios.shelf import ScenarioShelf
from tests.asgi import ACME, InProcess, refusal
from tests.inference.shops import Shop
from tests.lived_in import LivedIn

GUIDE = (SCENARIO_FOLDER / "guide.yaml").read_bytes()
WORLDS = "/__mock__/worlds"
SCENARIO = "/__mock__/scenario"
STATE = "/__mock__/state?secrets=show"
INVALID = (400, "Mock.InvalidRequest")


def yaml(content_type: str = "application/yaml") -> dict[str, str]:
    return {"content-type": content_type}


@pytest.mark.parametrize("content_type", ["application/yaml", "text/yaml; charset=utf-8", "Application/X-YAML"])
def test_a_world_is_made_from_yaml_with_the_rest_in_the_query(mock: InProcess, content_type: str) -> None:
    query = "?name=mine&seed=5&frozen=false&now=2030-01-01T00:00:00Z"
    made = mock.request("POST", WORLDS + query, content=GUIDE, headers=yaml(content_type))
    assert made.status_code == 201, made.text
    shown = made.json()
    assert (shown["name"], shown["seed"], shown["now"]) == ("mine", 5, "2030-01-01T00:00:00Z")
    assert mock.request("GET", f"{WORLDS}/mine/state").json()["organisations"] == []


@pytest.mark.parametrize(
    ("query", "content"),
    [
        ("?name=mine", b"\xff"),
        ("?name=mine", b"a: ["),
        ("?name=mine", b"description: x"),
        ("?name=mine&scenario=acme", GUIDE),
        ("?name=mine&snapshot=it", GUIDE),
        ("?name=mine&seed=-1", GUIDE),
        ("?name=mine&seed=many", GUIDE),
        ("?name=mine&now=noon", GUIDE),
        ("?name=mine&what=1", GUIDE),
        ("?name=a/b", GUIDE),
    ],
)
def test_a_scenario_that_cannot_be_used_makes_no_world(mock: InProcess, query: str, content: bytes) -> None:
    assert refusal(mock.request("POST", WORLDS + query, content=content, headers=yaml())) == INVALID
    assert mock.server.worlds.find("mine") is None


def test_what_is_said_in_the_query_and_in_the_body_is_refused(mock: InProcess) -> None:
    response = mock.request("POST", f"{WORLDS}?name=mine", json={"name": "other"})
    assert refusal(response) == INVALID
    assert "name" in response.json()["detail"]


@pytest.mark.parametrize("base", ["/__mock__", "/__mock__/worlds/mine"])
def test_a_world_begins_again_from_yaml_and_reset_comes_back_to_it(mock: InProcess, base: str) -> None:
    mock.request("POST", WORLDS, json={"name": "mine"})
    begun = mock.request("PUT", f"{base}/scenario", content=GUIDE, headers=yaml())
    assert begun.status_code == 200, begun.text
    assert begun.json()["now"] == "2025-01-15T10:30:00Z"
    mock.request("POST", f"{base}/clock/advance", json={"seconds": 5})
    mock.request("POST", f"{base}/reset")
    assert mock.request("GET", f"{base}/clock").json() == {"now": "2025-01-15T10:30:00Z", "frozen": True}
    assert mock.request("GET", f"{base}/state").json()["organisations"] == []


def test_a_world_begins_again_from_a_scenario_by_name(mock: InProcess) -> None:
    begun = mock.request("PUT", SCENARIO, json={"scenario": "empty", "seed": 4}).json()
    assert (begun["world"], begun["scenario"], begun["seed"]) == ("default", "empty", 4)


@pytest.mark.parametrize(
    "body", [{}, {"seed": 5}, {"scenario": "ghost"}, {"scenarioText": "a: ["}, {"snapshot": "it"}, []]
)
def test_a_scenario_that_cannot_be_used_leaves_the_world_alone(mock: InProcess, body: Any) -> None:
    before = mock.request("GET", STATE).json()
    assert refusal(mock.request("PUT", SCENARIO, json=body)) == INVALID
    assert refusal(mock.request("PUT", SCENARIO, content=b"", headers=yaml())) == INVALID
    assert mock.request("GET", STATE).json() == before


def test_a_world_that_is_written_down_and_sent_back_is_the_same() -> None:
    mock = InProcess(seed=7)
    LivedIn(mock, ACME)
    written = mock.request("GET", SCENARIO)
    assert written.headers["content-type"].startswith("application/yaml")
    other = InProcess(scenario="guide")
    assert other.request("PUT", SCENARIO, content=written.content, headers=yaml()).status_code == 200
    assert other.request("GET", STATE).json() == mock.request("GET", STATE).json()
    made = other.request("POST", f"{WORLDS}?name=mine", content=written.content, headers=yaml())
    assert made.status_code == 201, made.text
    assert other.request("GET", f"{WORLDS}/mine/state?secrets=show").json() == mock.request("GET", STATE).json()


def test_a_seed_that_is_given_goes_before_that_of_the_scenario_and_draws_anew(mock: InProcess) -> None:
    mock.with_key("POST", f"/organisations/{ACME}/users", json={"email": "zoe@example.com"})
    written = mock.request("GET", SCENARIO).content
    mock.request("PUT", f"{SCENARIO}?seed=99", content=written, headers=yaml())
    shown = mock.request("GET", STATE).json()
    assert (shown["seed"], shown["drawn"]) == (99, 0)


def test_a_server_that_serves_such_a_scenario_has_its_seed_unless_it_has_one_of_its_own(tmp_path: Any) -> None:
    file = tmp_path / "mine.yaml"
    file.write_bytes(InProcess(seed=7).request("GET", SCENARIO).content)
    for given, expected in ((None, 7), (8, 8)):
        mock = InProcess(scenario=str(file), seed=given)
        assert mock.request("GET", STATE).json()["seed"] == expected
        assert mock.request("POST", WORLDS, json={}).json()["seed"] == expected


def test_a_world_that_no_scenario_can_say_is_told_with_another_way(
    mock: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: ScenarioShelf, __: str) -> None:
        raise ScenarioError("scenario.yaml:5: more than 100000 values")

    monkeypatch.setattr(ScenarioShelf, "check", refuse)
    response = mock.request("GET", SCENARIO)
    assert refusal(response) == (409, "Mock.NoScenario")
    assert "more than 100000 values" in response.json()["detail"]


def test_records_of_another_contract_come_back_from_a_scenario_and_from_a_file() -> None:
    shop = Shop()
    widget = shop.made("/widgets", colour="Red", size=3, tags=["a"])
    shop.made("/orders", widgetId=widget["id"])
    shop.made(f"/widgets/{widget['id']}/parts", name="Wheel")
    before = shop.mock.request("GET", STATE).json()
    assert before["documents"].keys() >= {"widgets", "orders"}
    written = shop.mock.request("GET", SCENARIO).content
    assert shop.mock.request("PUT", SCENARIO, content=written, headers=yaml()).status_code == 200
    assert shop.mock.request("GET", STATE).json() == before
    assert shop.mock.request("POST", "/__mock__/snapshots", json={"name": "it"}).status_code == 201
    file = shop.mock.request("GET", "/__mock__/snapshots/it/file").content
    assert shop.mock.request("POST", "/__mock__/snapshots/import?name=other", content=file).status_code == 201
