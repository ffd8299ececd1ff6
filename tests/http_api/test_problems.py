"""Refusals look as published: five members, problem+json, the code in a header."""

import json

import pytest

from mock_server.catalogue import (
    BILL_INVALID,
    CATALOGUE,
    INVALID_REQUEST,
    OUTSIDE_THE_CONTRACT,
    PAYLOAD_TOO_LARGE,
    ErrorCode,
)
from mock_server.domain.violations import Violation
from mock_server.http_api.problems import TITLES, problem, problem_of


@pytest.mark.parametrize("code", [*CATALOGUE, *OUTSIDE_THE_CONTRACT], ids=lambda code: code.code)
def test_every_code_makes_problem_details_as_published(code: ErrorCode) -> None:
    answer = problem(code, "What is wrong.", "/some/path")
    body = json.loads(answer.content)
    assert list(body) == ["type", "title", "status", "detail", "instance"]
    assert body["type"] == "https://tools.ietf.org/html/rfc7807"
    assert body["status"] == answer.status == code.status
    assert body["title"] == TITLES[code.status]
    assert (body["detail"], body["instance"]) == ("What is wrong.", "/some/path")
    assert answer.media_type == "application/problem+json"
    assert answer.headers == {"x-mock-error-code": code.code}


def test_every_status_of_the_catalogue_has_a_title_and_no_other_has() -> None:
    assert TITLES.keys() == {code.status for code in (*CATALOGUE, *OUTSIDE_THE_CONTRACT)}


def test_the_title_does_not_change_with_the_version_of_python() -> None:
    assert json.loads(problem(PAYLOAD_TOO_LARGE, "x", "/").content)["title"] == "Request Entity Too Large"


def test_a_violation_fills_in_the_facts_of_its_detail() -> None:
    answer = problem_of(Violation(INVALID_REQUEST, reason="{braces} stay"), "/x", {"allow": "GET"})
    assert json.loads(answer.content)["detail"] == "{braces} stay"
    assert answer.headers == {"x-mock-error-code": "Mock.InvalidRequest", "allow": "GET"}


def test_the_members_of_a_code_stand_beside_those_of_every_problem() -> None:
    violation = Violation(BILL_INVALID, members={"codes": {"currency": ["FieldMissing"]}}, count=1)
    body = json.loads(problem_of(violation, "/x").content)
    assert list(body) == ["type", "title", "status", "detail", "instance", "codes"]
    assert body["codes"] == {"currency": ["FieldMissing"]}


def test_a_path_in_any_script_is_shown_as_it_is() -> None:
    assert json.loads(problem(INVALID_REQUEST, "x", "/é/\0/😀").content)["instance"] == "/é/\0/😀"
