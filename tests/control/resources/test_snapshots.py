"""Snapshots over the control API: saved, restored, handed to another server."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from mock_server.domain import times
from mock_server.domain.clock import LATEST
from mock_server.domain.model import Outgoing
from mock_server.domain.snapshots import SNAPSHOTS_PER_WORLD
from mock_server.domain.tables import OUTBOX
from tests.asgi import ACME, ALICE, NOON, InProcess, refusal, sent_raw
from tests.lived_in import LivedIn

SNAPSHOTS = "/__mock__/snapshots"
STATE = "/__mock__/state?secrets=show"
INVALID = (400, "Mock.InvalidRequest")


def saved(mock: InProcess, name: str = "it", base: str = SNAPSHOTS, **more: Any) -> Any:
    response = mock.request("POST", base, json={"name": name, **more})
    assert response.status_code == 201, response.text
    return response.json()


def restored(mock: InProcess, name: str = "it", base: str = SNAPSHOTS) -> None:
    response = mock.request("POST", f"{base}/{name}/restore")
    assert response.status_code == 200, response.text


def names(mock: InProcess, base: str = SNAPSHOTS) -> list[str]:
    return [each["name"] for each in mock.request("GET", base).json()["snapshots"]]


def imported(mock: InProcess, content: bytes, query: str = "") -> httpx.Response:
    return mock.request("POST", f"{SNAPSHOTS}/import{query}", content=content)


def state(mock: InProcess) -> Any:
    return mock.request("GET", STATE).json()


def invited(mock: InProcess, email: str) -> Any:
    return mock.with_key("POST", f"/organisations/{ACME}/users", json={"email": email}).json()


@pytest.fixture
def lived_in() -> InProcess:
    mock = InProcess(seed=7)
    LivedIn(mock, ACME)
    return mock


def test_a_snapshot_is_listed_shown_and_deleted(mock: InProcess) -> None:
    shown = saved(mock)
    assert (shown["name"], shown["world"], shown["scenario"], shown["frozen"]) == ("it", "default", "acme", True)
    listed = mock.request("GET", SNAPSHOTS).json()
    assert listed == {"snapshots": [shown], "limit": SNAPSHOTS_PER_WORLD}
    assert mock.request("GET", f"{SNAPSHOTS}/it").json() == shown
    assert mock.request("DELETE", f"{SNAPSHOTS}/it").status_code == 204
    assert names(mock) == []


@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("DELETE", ""), ("POST", "/restore"), ("GET", "/file")])
def test_a_snapshot_that_there_is_not_is_a_404(mock: InProcess, method: str, path: str) -> None:
    assert refusal(mock.request(method, f"{SNAPSHOTS}/it{path}")) == (404, "Mock.SnapshotNotFound")


def test_a_name_is_not_taken_twice_unless_that_is_meant(mock: InProcess) -> None:
    saved(mock)
    mock.advance(60)
    assert refusal(mock.request("POST", SNAPSHOTS, json={"name": "it"})) == (409, "Mock.SnapshotExists")
    assert saved(mock, replace=True)["now"] == "2025-06-01T12:01:00Z"
    assert names(mock) == ["it"]


@pytest.mark.parametrize("body", [None, {}, [], {"name": ""}, {"name": "a/b"}, {"name": 5}, {"name": "it", "to": 1}])
def test_a_snapshot_that_cannot_be_saved_is_not(mock: InProcess, body: Any) -> None:
    assert refusal(mock.request("POST", SNAPSHOTS, json=body)) == INVALID
    assert names(mock) == []


def test_a_world_has_as_many_snapshots_as_it_may_and_no_more() -> None:
    mock = InProcess()
    for number in range(SNAPSHOTS_PER_WORLD):
        saved(mock, f"s{number}")
    assert refusal(mock.request("POST", SNAPSHOTS, json={"name": "more"})) == (409, "Mock.TooManySnapshots")
    saved(mock, "s0", replace=True)
    assert len(names(mock)) == SNAPSHOTS_PER_WORLD


def test_restoring_takes_state_clock_ids_and_dues_back(lived_in: InProcess) -> None:
    before = state(lived_in)
    saved(lived_in)
    first = invited(lived_in, "zoe@example.com")
    lived_in.advance(86_400 * 60)
    assert state(lived_in)["dues"] != before["dues"]
    restored(lived_in)
    assert state(lived_in) == before
    assert invited(lived_in, "zoe@example.com")["userId"] == first["userId"]


def test_a_snapshot_can_be_restored_again_and_again(mock: InProcess) -> None:
    saved(mock)
    before = state(mock)
    for _ in range(3):
        invited(mock, "zoe@example.com")
        restored(mock)
        assert state(mock) == before


def test_restoring_leaves_session_tokens_valid_and_begins_a_new_journal(mock: InProcess) -> None:
    token = mock.login(ALICE)
    saved(mock)
    assert len(mock.server.worlds.default.journal) > 0
    restored(mock)
    assert len(mock.server.worlds.default.journal) == 0
    assert mock.with_token(token, "GET", "/me").status_code == 200


def test_a_code_that_was_not_redeemed_then_can_be_redeemed_again(mock: InProcess) -> None:
    code = mock.code(ALICE)
    saved(mock)
    for _ in range(2):
        assert mock.exchange(code).status_code == 200
        assert mock.exchange(code).status_code == 400
        restored(mock)


def test_what_is_to_be_sent_is_in_a_snapshot_and_in_the_world_that_is_restored(mock: InProcess) -> None:
    waiting = Outgoing("a-delivery", NOON)
    mock.server.worlds.default.store.put(OUTBOX, waiting)
    saved(mock)
    snapshot = mock.server.worlds.default
    mock.server.worlds.default.store.delete(OUTBOX, waiting.delivery_id)
    file = mock.request("GET", f"{SNAPSHOTS}/it/file").json()
    assert [row["record"]["deliveryId"] for row in file["world"]["tables"]["outbox"]] == ["a-delivery"]
    restored(mock)
    assert mock.server.worlds.default is not snapshot


def test_snapshots_outlive_reset_and_restore_and_end_with_their_world(mock: InProcess) -> None:
    base = "/__mock__/worlds/mine/snapshots"
    mock.request("POST", "/__mock__/worlds", json={"name": "mine"})
    saved(mock, base=base)
    mock.request("POST", "/__mock__/worlds/mine/reset")
    restored(mock, base=base)
    assert names(mock, base) == ["it"]
    mock.request("DELETE", "/__mock__/worlds/mine")
    mock.request("POST", "/__mock__/worlds", json={"name": "mine"})
    assert names(mock, base) == []


def test_snapshots_belong_to_one_world(mock: InProcess) -> None:
    mock.request("POST", "/__mock__/worlds", json={"name": "mine"})
    saved(mock)
    assert names(mock, "/__mock__/worlds/mine/snapshots") == []


def test_after_a_restore_reset_goes_to_the_scenario_still(mock: InProcess) -> None:
    before = state(mock)
    invited(mock, "zoe@example.com")
    saved(mock)
    restored(mock)
    mock.request("POST", "/__mock__/reset")
    assert state(mock) == before | {"seed": state(mock)["seed"]}


def test_a_world_is_made_from_a_snapshot_and_reset_goes_back_to_that(lived_in: InProcess) -> None:
    saved(lived_in)
    made = lived_in.request("POST", "/__mock__/worlds", json={"name": "mine", "snapshot": "it"})
    assert made.status_code == 201, made.text
    path = "/__mock__/worlds/mine"
    assert lived_in.request("GET", f"{path}/state?secrets=show").json() == state(lived_in)
    lived_in.request("POST", f"{path}/clock/advance", json={"seconds": 60})
    assert lived_in.request("GET", f"{path}/state?secrets=show").json() != state(lived_in)
    lived_in.request("POST", f"{path}/reset")
    assert lived_in.request("GET", f"{path}/state?secrets=show").json() == state(lived_in)


def test_a_world_is_made_from_the_snapshot_of_a_world_that_is_named(mock: InProcess) -> None:
    mock.request("POST", "/__mock__/worlds", json={"name": "first", "scenario": "guide"})
    saved(mock, base="/__mock__/worlds/first/snapshots")
    asked = {"name": "second", "snapshot": "it", "fromWorld": "first"}
    assert mock.request("POST", "/__mock__/worlds", json=asked).json()["scenario"] == "guide"


@pytest.mark.parametrize(
    ("asked", "refused"),
    [
        ({"snapshot": "other"}, (404, "Mock.SnapshotNotFound")),
        ({"snapshot": "it", "fromWorld": "other"}, (404, "Mock.WorldNotFound")),
        ({"fromWorld": "default"}, INVALID),
        ({"snapshot": "it", "scenario": "acme"}, INVALID),
        ({"snapshot": "it", "seed": 5}, INVALID),
        ({"snapshot": "it", "frozen": True}, INVALID),
    ],
)
def test_a_world_that_no_snapshot_makes_is_not_made(mock: InProcess, asked: Any, refused: tuple[int, str]) -> None:
    saved(mock)
    assert refusal(mock.request("POST", "/__mock__/worlds", json={"name": "mine", **asked})) == refused
    assert mock.server.worlds.find("mine") is None


@pytest.mark.parametrize("seed", [7, 8])
def test_another_server_goes_on_from_the_file_with_the_same_ids(lived_in: InProcess, seed: int) -> None:
    saved(lived_in)
    file = lived_in.request("GET", f"{SNAPSHOTS}/it/file")
    assert file.headers["content-disposition"] == 'attachment; filename="it.json"'
    other = InProcess(scenario="guide", seed=seed)
    assert imported(other, file.content).json()["name"] == "it"
    restored(other)
    assert state(other) == state(lived_in)
    for mock in (other, lived_in):
        mock.advance(86_400 * 40)
    assert state(other) == state(lived_in)
    assert invited(other, "zoe@example.com") == invited(lived_in, "zoe@example.com")


def test_a_file_is_taken_under_another_name_and_in_the_place_of_another(mock: InProcess) -> None:
    saved(mock)
    file = mock.request("GET", f"{SNAPSHOTS}/it/file").content
    assert refusal(imported(mock, file)) == (409, "Mock.SnapshotExists")
    assert imported(mock, file, "?replace=true").status_code == 201
    assert imported(mock, file, "?name=other").json()["name"] == "other"
    assert names(mock) == ["it", "other"]


@pytest.mark.parametrize("content", [b"", b"null", b"[]", b"{}", b'{"format": "dolfin-mock snapshot"}', b"\xff", b"PK"])
def test_what_is_no_snapshot_is_refused_and_changes_nothing(mock: InProcess, content: bytes) -> None:
    before = state(mock)
    assert refusal(imported(mock, content)) == INVALID
    assert (names(mock), state(mock)) == ([], before)


@pytest.mark.parametrize("query", ["?name=", "?name=a/b", "?replace=yes", "?what=1", "?name=a&name=b"])
def test_a_file_that_is_not_asked_to_be_taken_as_can_be_is_refused(mock: InProcess, query: str) -> None:
    saved(mock)
    file = mock.request("GET", f"{SNAPSHOTS}/it/file").content
    assert refusal(imported(mock, file, query)) == INVALID
    assert names(mock) == ["it"]


@pytest.mark.parametrize("length", [1, 10, 1_000, -1])
def test_a_file_that_is_cut_short_is_refused(mock: InProcess, length: int) -> None:
    saved(mock)
    file = mock.request("GET", f"{SNAPSHOTS}/it/file").content
    assert refusal(imported(mock, file[:length], "?name=other")) == INVALID


def test_a_file_that_is_too_large_is_refused_before_it_comes(mock: InProcess) -> None:
    announced = (b"content-length", str(10**9).encode())
    response = sent_raw(mock, "POST", f"{SNAPSHOTS}/import", [announced], cut_short=True)
    assert refusal(response) == (413, "Mock.PayloadTooLarge")


def test_a_running_clock_goes_on_and_may_stand_at_the_very_end() -> None:
    mock = InProcess(freeze=False)
    mock.request("PUT", "/__mock__/clock", json={"now": times.written(LATEST - timedelta(seconds=60))})
    saved(mock)
    restored(mock)
    assert mock.request("GET", "/__mock__/clock").json()["frozen"] is False
