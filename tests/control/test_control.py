"""The control API: health, the clock, reset and tokens."""

import itertools
import json
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.domain import times
from mock_server.domain.clock import LATEST
from mock_server.http_api import timekeeper
from tests.asgi import ACME, ALICE, NOON, InProcess, refusal, sent_raw

INVALID = (400, "Mock.InvalidRequest")
NOON_SHOWN = "2025-06-01T12:00:00Z"
SHARED = InProcess()


def _put(mock: InProcess, body: Any) -> httpx.Response:
    return mock.request("PUT", "/__mock__/clock", json=body)


def _advance(mock: InProcess, body: Any) -> httpx.Response:
    return mock.request("POST", "/__mock__/clock/advance", json=body)


def _now(mock: InProcess) -> Any:
    return mock.request("GET", "/__mock__/clock").json()["now"]


def test_health_names_the_program_and_what_can_be_controlled(mock: InProcess) -> None:
    response = mock.request("GET", "/__mock__/health")
    assert response.headers["content-type"] == "application/json"
    body = response.json()
    assert (body["status"], body["name"]) == ("ok", "dolfin-mock")
    assert {"clock", "reset", "tokens"} <= set(body["capabilities"])


def test_the_clock_is_shown(mock: InProcess) -> None:
    assert mock.request("GET", "/__mock__/clock").json() == {"now": NOON_SHOWN, "frozen": True}


def test_the_clock_is_set_and_stays_frozen(mock: InProcess) -> None:
    moved = _put(mock, {"now": "2030-01-02T03:04:05+02:00"})
    assert moved.json() == {"now": "2030-01-02T01:04:05Z", "frozen": True}
    assert _now(mock) == "2030-01-02T01:04:05Z"


def test_the_clock_is_set_and_frozen_in_one_call_at_that_very_moment() -> None:
    mock = InProcess(freeze=False)
    assert _put(mock, {"now": NOON_SHOWN, "frozen": True}).json() == {"now": NOON_SHOWN, "frozen": True}


def test_a_clock_that_is_let_go_goes_on_from_where_it_stood(mock: InProcess) -> None:
    response = _put(mock, {"frozen": False}).json()
    assert response["frozen"] is False
    assert datetime.fromisoformat(response["now"]) - NOON < timedelta(minutes=1)
    assert _now(mock) > response["now"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        None,
        "2025-01-15T10:30:00Z",
        {"now": None},
        {"now": 5},
        {"now": "noon"},
        {"now": "2025-01-15"},
        {"now": "2025-01-15T10:30:00"},
        {"now": "2025-02-30T10:30:00Z"},
        {"now": "9999-12-31T23:59:59Z"},
        {"frozen": "yes"},
        {"frozen": 1},
        {"frozen": None},
        {"now": NOON_SHOWN, "unknown": 1},
        {"Now": NOON_SHOWN},
    ],
)
def test_a_clock_that_cannot_be_read_changes_nothing(mock: InProcess, body: Any) -> None:
    assert refusal(_put(mock, body)) == INVALID
    assert mock.request("GET", "/__mock__/clock").json() == {"now": NOON_SHOWN, "frozen": True}


def test_a_moment_out_of_range_does_not_freeze_the_clock_either() -> None:
    mock = InProcess(freeze=False)
    assert refusal(_put(mock, {"now": "9999-12-31T23:59:59Z", "frozen": True})) == INVALID
    assert mock.request("GET", "/__mock__/clock").json()["frozen"] is False


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"seconds": 600}, "2025-06-01T12:10:00Z"),
        ({"seconds": 0}, NOON_SHOWN),
        ({"seconds": 0.5}, "2025-06-01T12:00:00.500000Z"),
        ({"seconds": 1e9}, "2057-02-07T13:46:40Z"),
        ({"duration": "PT10M"}, "2025-06-01T12:10:00Z"),
        ("PT10M", "2025-06-01T12:10:00Z"),
        ("P1Y", "2026-06-01T12:00:00Z"),
        ("P1M", "2025-07-01T12:00:00Z"),
        ("P1Y2M3DT4H5M6S", "2026-08-04T16:05:06Z"),
        ("P2W", "2025-06-15T12:00:00Z"),
        ("PT1.5S", "2025-06-01T12:00:01.500000Z"),
    ],
)
def test_the_clock_advances_by_seconds_or_a_duration(mock: InProcess, body: Any, expected: str) -> None:
    response = _advance(mock, body)
    assert response.status_code == 200, response.text
    assert response.json() == {"now": expected, "frozen": True}


def test_what_falls_due_on_the_way_happens_at_its_time(mock: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    happened = []
    effects = {"note": lambda world, name: happened.append((name, times.written(world.clock.now())))}
    monkeypatch.setattr(timekeeper, "EFFECTS", effects)
    agenda = mock.server.worlds.default.agenda
    for name, minutes in (("third", 30), ("first", 10), ("never", 61), ("second", 10)):
        agenda.schedule("note", name, NOON + timedelta(minutes=minutes))
    assert _advance(mock, "PT20M").json()["now"] == "2025-06-01T12:20:00Z"
    assert happened == [("first", "2025-06-01T12:10:00Z"), ("second", "2025-06-01T12:10:00Z")]
    assert _put(mock, {"now": "2025-06-01T13:00:00Z"}).json()["now"] == "2025-06-01T13:00:00Z"
    assert happened[2:] == [("third", "2025-06-01T12:30:00Z")]


def test_a_month_after_the_end_of_january_is_the_end_of_february(mock: InProcess) -> None:
    _put(mock, {"now": "2024-01-31T00:00:00Z"})
    assert _advance(mock, "P1M").json()["now"] == "2024-02-29T00:00:00Z"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"600",
        b'{"seconds": NaN}',
        b'{"seconds": 1e400}',
        b'{"seconds": 1e300}',
        b'{"seconds": 251650000000}',
        b'{"duration": "P7974Y"}',
        b'{"seconds": ' + b"9" * 4000 + b"}",
        b'{"seconds": ' + b"9" * 5000 + b"}",
        b'{"seconds": -1}',
        b'{"seconds": -0.000001}',
        b'{"seconds": "600"}',
        b'{"seconds": true}',
        b'{"seconds": null}',
        b'{"seconds": 1, "duration": "PT1S"}',
        b'{"seconds": 1, "unknown": 1}',
        b'{"seconds": 1, "seconds": 2}',
        b'{"duration": 5}',
        b'{"duration": ""}',
        b'{"duration": "-PT1S"}',
        b'{"duration": "-P1Y"}',
        b'{"duration": "PT-1S"}',
        b'{"duration": "10 minutes"}',
        b'{"duration": "P9999Y"}',
        b'{"duration": "P99999999999999999999D"}',
        b'{"duration": "P0.5Y"}',
        b'"P' + b"9" * 2000 + b'Y"',
        b"\xff",
    ],
)
def test_a_step_that_cannot_be_taken_leaves_the_clock_alone(mock: InProcess, body: bytes) -> None:
    response = sent_raw(mock, "POST", "/__mock__/clock/advance", [], body)
    assert refusal(response) == INVALID
    assert _now(mock) == NOON_SHOWN


def test_a_running_clock_can_be_moved_to_the_very_end_and_the_server_lives() -> None:
    microseconds = itertools.count()
    mock = InProcess(freeze=False, wall=lambda: NOON + timedelta(microseconds=next(microseconds)))
    statuses = []
    for left in range(20):
        _put(mock, {"now": times.written(LATEST - timedelta(microseconds=20))})
        statuses.append(_advance(mock, {"seconds": left / 1e6}).status_code)
    assert set(statuses) == {200, 400}
    assert statuses == sorted(statuses)
    _put(mock, {"now": times.written(LATEST)})
    token = mock.login(ALICE)
    assert mock.with_token(token, "GET", "/me").status_code == 200
    assert mock.handoff(token, ACME).status_code == 201
    assert refusal(_advance(mock, {"seconds": 0})) == INVALID


@given(st.text(max_size=12) | st.from_regex(r"[-+]?P[0-9.,]{0,6}[YMWD]?T?[0-9.,]{0,6}[HMS]?", fullmatch=True))
def test_no_text_makes_the_clock_fail(text: str) -> None:
    before = _now(SHARED)
    response = sent_raw(SHARED, "POST", "/__mock__/clock/advance", [], json.dumps({"duration": text}).encode())
    assert response.status_code in (200, 400)
    assert _now(SHARED) >= before


def test_codes_and_sessions_end_by_the_clock(mock: InProcess) -> None:
    first, second = mock.code(ALICE), mock.code(ALICE)
    mock.advance(599)
    assert mock.exchange(first).status_code == 200
    mock.advance(1)
    assert refusal(mock.exchange(second)) == (400, "Mock.AuthCodeExpired")


def test_reset_brings_the_scenario_and_its_clock_back(mock: InProcess) -> None:
    industry = mock.with_key("GET", "/industries").json()["data"][0]["id"]
    users = f"/organisations/{ACME}/users"
    before = mock.with_key("GET", users).json()
    mock.with_key("POST", "/organisations", json={"name": "New", "industryId": industry})
    mock.with_key("POST", users, json={"email": "new@acme.example"})
    mock.advance(86400)
    response = mock.request("POST", "/__mock__/reset")
    assert response.json() == {"world": "default", "now": NOON_SHOWN}
    assert _now(mock) == NOON_SHOWN
    assert mock.with_key("GET", users).json() == before


def test_reset_keeps_the_signing_key_so_that_a_session_goes_on(mock: InProcess) -> None:
    token = mock.login(ALICE)
    mock.request("POST", "/__mock__/reset")
    assert mock.with_token(token, "GET", "/me").status_code == 200


def test_reset_forgets_codes(mock: InProcess) -> None:
    unused = mock.code(ALICE)
    mock.request("POST", "/__mock__/reset")
    assert mock.exchange(unused).status_code == 400


def test_a_seeded_world_repeats_itself_after_reset() -> None:
    mock = InProcess(seed=7)
    first = mock.code(ALICE)
    mock.request("POST", "/__mock__/reset")
    assert mock.code(ALICE) == first


@pytest.mark.parametrize("email", ["alice@acmeplumbing.co.uk", "Alice@AcmePlumbing.co.uk"])
def test_a_token_is_issued_for_an_email(mock: InProcess, email: str) -> None:
    response = mock.request("POST", "/__mock__/tokens", json={"email": email})
    assert response.status_code == 200
    me = mock.with_token(response.json()["token"], "GET", "/me").json()
    assert (me["userId"], me["email"]) == (ALICE, "alice@acmeplumbing.co.uk")


@pytest.mark.parametrize("email", ["nobody@example.com", "norah@example.com", "", "x"])
def test_no_token_is_issued_for_who_has_nothing_to_log_in_to(mock: InProcess, email: str) -> None:
    response = mock.request("POST", "/__mock__/tokens", json={"email": email})
    assert refusal(response) == (404, "Mock.UnknownEmail")
    assert not email or email == "x" or email not in response.text


@pytest.mark.parametrize("body", [None, [], {}, {"email": 5}, {"email": "a@b.example", "role": "Owner"}])
def test_a_login_that_cannot_be_read_is_refused(mock: InProcess, body: Any) -> None:
    assert refusal(mock.request("POST", "/__mock__/tokens", json=body)) == INVALID


def test_a_body_over_the_limit_is_refused(mock: InProcess) -> None:
    response = sent_raw(mock, "PUT", "/__mock__/clock", [], *[b" " * 1024 * 1024] * 2)
    assert refusal(response) == (413, "Mock.PayloadTooLarge")


def test_a_body_that_is_announced_as_too_large_is_refused_before_it_comes(mock: InProcess) -> None:
    announced = (b"content-length", b"2097152")
    response = sent_raw(mock, "PUT", "/__mock__/clock", [announced], cut_short=True)
    assert refusal(response) == (413, "Mock.PayloadTooLarge")


def test_a_body_that_is_cut_short_changes_nothing(mock: InProcess) -> None:
    response = sent_raw(mock, "POST", "/__mock__/clock/advance", [], b'{"seconds": 5}', cut_short=True)
    assert refusal(response) == INVALID
    assert _now(mock) == NOON_SHOWN


@pytest.mark.parametrize("path", ["/__mock__", "/__mock__/", "/__mock__/nothing", "/__mock__/health/", "/__mock__x"])
def test_an_unknown_control_path_is_a_404_problem(mock: InProcess, path: str) -> None:
    assert refusal(mock.request("GET", path)) == (404, "Mock.UnknownPath")


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("clock", {"GET", "HEAD", "PUT"}), ("clock/advance", {"POST"}), ("reset", {"POST"}), ("health", {"GET", "HEAD"})],
)
def test_an_undeclared_method_is_a_405_that_lists_those_it_takes(mock: InProcess, path: str, allowed: set[str]) -> None:
    response = mock.request("DELETE", f"/__mock__/{path}")
    assert refusal(response) == (405, "Mock.MethodNotAllowed")
    assert set(response.headers["allow"].split(", ")) == allowed


def test_head_is_answered_as_get(mock: InProcess) -> None:
    assert mock.request("HEAD", "/__mock__/health").status_code == 200


def test_the_operations_are_listed_with_their_fidelity(mock: InProcess) -> None:
    listed = {row["operationId"]: row["fidelity"] for row in mock.request("GET", "/__mock__/operations").json()}
    assert set(listed) == set(mock.server.contract.operations)
    assert listed["createAuthCode"] == "rules"
    assert set(listed.values()) <= {"rules", "state", "sample"}
