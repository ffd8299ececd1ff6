"""Whole numbers may be written as 1.0: JSON Schema counts them as integers, and so does the control API."""

from typing import Any

import pytest

from tests.asgi import InProcess

WORLDS = "/__mock__/worlds"
FAULTS = "/__mock__/faults"
VERIFY = "/__mock__/journal/verify"


@pytest.mark.parametrize(
    ("path", "written", "expected"),
    [
        (WORLDS, {"name": "mine", "seed": 7.0}, {"seed": 7}),
        (FAULTS, {"status": 503.0, "count": 2.0, "seed": 5.0}, {"status": 503, "count": 2, "seed": 5}),
        (FAULTS, {"tooManyRequests": {"retryAfter": 30.0}}, {"tooManyRequests": {"retryAfter": 30, "as": "seconds"}}),
        (VERIFY, {"status": 401.0, "count": 1.0, "afterId": 0.0}, {"matched": 1}),
        (VERIFY, {"count": {"atLeast": 1.0}, "afterId": 0.0}, {"matched": 1}),
        (VERIFY, {"order": [{"status": 401.0}]}, {"matched": 1}),
    ],
)
def test_a_whole_number_is_taken_however_it_is_written(
    mock: InProcess, path: str, written: dict[str, Any], expected: dict[str, Any]
) -> None:
    mock.request("GET", "/me")
    response = mock.request("POST", path, json=written)
    assert response.status_code < 300, response.text
    shown = response.json()
    assert {name: repr(shown[name]) for name in expected} == {name: repr(value) for name, value in expected.items()}


def test_retry_after_is_a_whole_number(mock: InProcess) -> None:
    mock.request("POST", FAULTS, json={"tooManyRequests": {"retryAfter": 30.0}})
    assert mock.request("GET", "/me").headers["retry-after"] == "30"


def test_what_is_no_whole_number_is_refused(mock: InProcess) -> None:
    assert mock.request("POST", WORLDS, json={"seed": 7.5}).status_code == 400
