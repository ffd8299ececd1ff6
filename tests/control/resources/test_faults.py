"""Faults over the control API: set, shown, removed, and refused where they cannot be."""

from typing import Any

import jsonschema_rs
import pytest

from mock_server.control.fault_schemas import FAULT_SCHEMA
from mock_server.domain.faults import MOST_FAULTS
from tests.asgi import ALICE, InProcess, refusal

FAULTS = "/__mock__/faults"
INVALID = (400, "Mock.InvalidRequest")
EFFECTS: list[tuple[dict[str, Any], str]] = [
    ({"delay": {"ms": 800}}, "delay 800 ms"),
    ({"delay": {"uniform": {"min": 100, "max": 900}}}, "delay 100 to 900 ms"),
    ({"delay": {"normal": {"mean": 500, "sd": 50.5}}}, "delay normally 500 ms, deviation 50.5 ms"),
    ({"delay": {"exponential": {"mean": 300}}}, "delay exponentially 300 ms on average"),
    ({"status": 503}, "status 503"),
    ({"status": 500, "after": True}, "status 500 (performed)"),
    ({"tooManyRequests": {"retryAfter": 30, "as": "date"}}, "status 429, Retry-After 30 s"),
    ({"tooManyRequests": {"retryAfter": 0, "as": "seconds"}, "after": True}, "status 429, Retry-After 0 s (performed)"),
    ({"close": "before", "after": True}, "closed before the answer (performed)"),
    ({"close": "middle"}, "closed in the middle of the answer"),
    ({"bytesPerSecond": 50}, "slow body, 50 bytes/s"),
    ({"malformed": "truncated"}, "malformed body, truncated"),
    ({"malformed": "invalid"}, "malformed body, invalid"),
]


def made(mock: InProcess, path: str = FAULTS, **asked: Any) -> dict[str, Any]:
    response = mock.request("POST", path, json=asked)
    assert response.status_code == 201, response.text
    fault: dict[str, Any] = response.json()
    assert jsonschema_rs.Draft202012Validator(dict(FAULT_SCHEMA)).is_valid(fault)
    return fault


def listed(mock: InProcess, path: str = FAULTS) -> list[dict[str, Any]]:
    faults: list[dict[str, Any]] = mock.request("GET", path).json()["faults"]
    return faults


@pytest.mark.parametrize(("asked", "told"), EFFECTS, ids=[told for _, told in EFFECTS])
def test_every_effect_is_shown_as_it_was_asked_for(mock: InProcess, asked: dict[str, Any], told: str) -> None:
    fault = made(mock, **asked)
    assert {**fault, **asked, "effect": told} == fault
    assert listed(mock) == [fault]
    assert mock.request("GET", f"{FAULTS}/{fault['id']}").json() == fault


def test_the_terms_of_a_fault_are_shown_as_they_were_asked_for(mock: InProcess) -> None:
    asked: dict[str, Any] = {
        "operations": ["createAuthCode", "getMe"],
        "probability": 0.25,
        "count": 5,
        "from": "2025-06-01T12:01:00Z",
        "until": "2025-06-01T12:02:00Z",
        "seed": 7,
        "status": 500,
    }
    fault = made(mock, **asked)
    assert {**fault, **asked, "id": "f1", "met": 0, "drawn": 0} == fault


@pytest.mark.parametrize(
    ("window", "until"),
    [
        ({"for": 600}, "2025-06-01T12:10:00Z"),
        ({"for": "PT10M"}, "2025-06-01T12:10:00Z"),
        ({"for": 0.5, "from": "2025-06-01T13:00:00+01:00"}, "2025-06-01T12:00:00.500000Z"),
        ({"for": "P1D", "from": "2025-07-01T00:00:00Z"}, "2025-07-02T00:00:00Z"),
    ],
)
def test_a_fault_can_last_from_now_or_from_a_moment(mock: InProcess, window: dict[str, Any], until: str) -> None:
    assert made(mock, status=500, **window)["until"] == until


def test_a_fault_holds_by_the_clock_of_its_world(mock: InProcess) -> None:
    made(mock, status=503, **{"for": "PT10M"})
    assert mock.request("GET", "/me").status_code == 503
    mock.advance(599)
    assert mock.request("GET", "/me").status_code == 503
    mock.advance(1)
    assert mock.request("GET", "/me").status_code == 401


def test_the_list_shows_how_often_each_was_met(mock: InProcess) -> None:
    made(mock, status=503, operations=["getMe"], count=2)
    for expected in (503, 503, 401):
        assert mock.request("GET", "/me").status_code == expected
    mock.with_key("POST", "/auth/codes", json={"userId": ALICE})
    (fault,) = listed(mock)
    assert (fault["met"], fault["drawn"], fault["count"]) == (2, 2, 2)


def test_a_fault_that_is_removed_is_met_no_more(mock: InProcess) -> None:
    for status in (500, 502, 503):
        made(mock, status=status)
    assert mock.request("DELETE", f"{FAULTS}/f1").status_code == 204
    assert mock.request("GET", "/me").status_code == 502
    response = mock.request("DELETE", FAULTS)
    assert (response.status_code, response.json(), listed(mock)) == (200, {"removed": 2}, [])
    assert mock.request("GET", "/me").status_code == 401


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_a_fault_that_is_not_there_is_a_404(mock: InProcess, method: str) -> None:
    assert refusal(mock.request(method, f"{FAULTS}/f1")) == (404, "Mock.FaultNotFound")


def test_the_faults_of_one_world_do_not_touch_another(mock: InProcess) -> None:
    for name in ("one", "two"):
        assert mock.request("POST", "/__mock__/worlds", json={"name": name}).status_code == 201
    fault = made(mock, "/__mock__/worlds/one/faults", status=503)
    assert [mock.request("GET", f"{world}/me").status_code for world in ("/w/one", "/w/two", "")] == [503, 401, 401]
    assert [listed(mock, f"/__mock__{world}/faults") for world in ("/worlds/two", "")] == [[], []]
    assert made(mock, "/__mock__/worlds/two/faults", status=503)["id"] == fault["id"]
    mock.request("DELETE", "/__mock__/worlds/two/faults")
    assert mock.request("GET", "/w/one/me").status_code == 503


def test_the_same_seed_of_a_server_makes_the_same_faults_befall_the_same_requests() -> None:
    def statuses(seed: int) -> list[int]:
        mock = InProcess(seed=seed)
        made(mock, status=503, probability=0.5)
        return [mock.request("GET", "/me").status_code for _ in range(30)]

    assert statuses(1) == statuses(1) != statuses(2)
    assert set(statuses(1)) == {401, 503}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({}, "exactly one effect: delay, status"),
        ({"status": 500, "close": "before"}, "exactly one effect"),
        ({"status": 399}, "/status"),
        ({"status": 600}, "/status"),
        ({"status": "500"}, "/status"),
        ({"delay": {}}, "/delay"),
        ({"delay": {"ms": -1}}, "/delay/ms"),
        ({"delay": {"ms": 60_001}}, "/delay/ms"),
        ({"delay": {"ms": 1, "uniform": {"min": 1, "max": 2}}}, "/delay"),
        ({"delay": {"uniform": {"min": 2, "max": 1}}}, "min is larger than max"),
        ({"delay": {"normal": {"mean": 2}}}, "/delay/normal"),
        ({"delay": 800}, "/delay"),
        ({"bytesPerSecond": 0}, "/bytesPerSecond"),
        ({"malformed": "badly"}, "/malformed"),
        ({"close": "later"}, "/close"),
        ({"tooManyRequests": {}}, "/tooManyRequests"),
        ({"tooManyRequests": {"retryAfter": -1}}, "/tooManyRequests/retryAfter"),
        ({"status": 500, "probability": 1.1}, "/probability"),
        ({"status": 500, "probability": -0.1}, "/probability"),
        ({"status": 500, "count": 0}, "/count"),
        ({"status": 500, "seed": -1}, "/seed"),
        ({"status": 500, "operations": []}, "/operations"),
        ({"status": 500, "operations": ["getMe", "createInvoise"]}, "/operations/1 names no operation of the contract"),
        ({"status": 500, "from": "tomorrow"}, "/from"),
        ({"status": 500, "until": "2025-06-01T12:00:00Z"}, "ends before it begins"),
        ({"status": 500, "from": "2025-06-02T00:00:00Z", "until": "2025-06-01T13:00:00Z"}, "ends before it begins"),
        ({"status": 500, "from": "2025-06-02T00:00:00Z", "until": "2025-06-03T00:00:00Z", "for": 5}, "not both"),
        ({"status": 500, "for": 0}, "/for"),
        ({"status": 500, "for": "ten minutes"}, "for must be seconds"),
        ({"status": 500, "for": "-PT5M"}, "for must be seconds"),
        ({"status": 500, "for": "P9000Y"}, "for must be seconds"),
        ({"status": 500, "for": 1e300}, "for must be seconds"),
        ({"status": 500, "from": "9999-12-31T00:00:00Z"}, "The clock goes"),
        ({"delay": {"ms": 1}, "after": True}, "after is for status"),
        ({"close": "middle", "after": True}, "after is for status"),
        ({"status": 500, "unheard": 1}, "unheard"),
    ],
)
def test_what_no_fault_can_be_is_refused_with_the_reason(mock: InProcess, asked: dict[str, Any], told: str) -> None:
    response = mock.request("POST", FAULTS, json=asked)
    assert refusal(response) == INVALID
    assert told in response.json()["detail"]
    assert "Invoise" not in response.text
    assert listed(mock) == []


def test_a_name_like_an_operation_is_told(mock: InProcess) -> None:
    response = mock.request("POST", FAULTS, json={"status": 500, "operations": ["createInvoise"]})
    assert response.json()["detail"].endswith("did you mean createInvoice?")


def test_a_world_takes_only_so_many(mock: InProcess) -> None:
    for _ in range(MOST_FAULTS):
        made(mock, status=500, count=1, operations=["getMe"])
    response = mock.request("POST", FAULTS, json={"status": 500})
    assert refusal(response) == (409, "Mock.TooManyFaults")
    assert len(listed(mock)) == mock.request("GET", FAULTS).json()["limit"] == MOST_FAULTS
