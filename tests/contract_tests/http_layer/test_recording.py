"""What is kept of a run."""

import shlex
from dataclasses import replace

from contract_tests.http_layer.recording import KEPT_EXCHANGES, Recorded, Recording, request_id

RECORDED = Recorded(
    id="1",
    area="rules",
    operation_id="getMe",
    method="GET",
    url="http://target/me?x='1'",
    path="/",
    test=None,
    credentials={},
    request_headers={"Authorization": "***", "User-Agent": "x", "X-Schemathesis-TestCaseId": "case"},
    request_body="",
    status=401,
    response_headers={"X-Mock-Error-Code": "Mock.Unauthorized"},
    response_body="{}",
    started="2025-01-15T10:30:00+00:00",
    milliseconds=1.0,
)


def test_the_error_code_is_found_in_any_case() -> None:
    assert RECORDED.error_code == "Mock.Unauthorized"
    assert replace(RECORDED, response_headers={}).error_code is None


def test_the_curl_line_is_one_that_a_shell_reads_back() -> None:
    words = shlex.split(replace(RECORDED, method="POST", request_body='{"name": "O\'Hara"}').curl)
    assert words[:5] == ["curl", "-i", "-X", "POST", "http://target/me?x='1'"]
    assert "Authorization: ***" in words
    assert not any(word.startswith("User-Agent") for word in words)
    assert words[-2:] == ["--data-raw", '{"name": "O\'Hara"}']


def test_counts_cover_all_while_only_the_latest_are_kept() -> None:
    recording = Recording()
    for number in range(KEPT_EXCHANGES + 5):
        recording.add(replace(RECORDED, id=str(number)))
    assert recording.sent == KEPT_EXCHANGES + 5
    assert len(list(recording)) == KEPT_EXCHANGES
    assert "4" not in recording.kept
    assert recording.exercised["getMe", 401, "Mock.Unauthorized"] == KEPT_EXCHANGES + 5


def test_what_is_no_operation_exercises_none() -> None:
    recording = Recording()
    recording.add(replace(RECORDED, operation_id=None))
    assert not recording.exercised


def test_a_record_is_found_by_its_test_case() -> None:
    recording = Recording()
    recording.add(RECORDED)
    assert recording.by_case == {"case": "1"}


def test_the_same_request_has_another_id_each_time() -> None:
    assert request_id(1, "GET", "/me", "") == request_id(1, "GET", "/me", "")
    assert request_id(1, "GET", "/me", "") != request_id(2, "GET", "/me", "")


def test_the_last_request_of_a_test_is_found() -> None:
    recording = Recording()
    for number, test in enumerate(("one", "two", "one", None)):
        recording.add(replace(RECORDED, id=str(number), test=test))
    last = recording.last_of("one")
    assert last is not None
    assert last.id == "2"
    assert recording.last_of("three") is None
