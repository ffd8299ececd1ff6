"""The second opinion on answers."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from mock_server.contract.document import load
from mock_server.contract.judge import ContractJudge, judge_view
from mock_server.resources import EFFECTIVE_CONTRACT

EFFECTIVE = load(EFFECTIVE_CONTRACT)
PROBLEM = {"type": "x", "title": "x", "status": 401, "detail": "x", "instance": "/me"}
CODE = {"code": "abc", "expiresAt": "2025-01-15T10:40:00Z"}


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any
    media_type: str | None = "application/json"
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


@pytest.fixture(scope="module")
def judge() -> ContractJudge:
    return ContractJudge(EFFECTIVE)


@pytest.mark.parametrize("challenge", ["www-authenticate", "WWW-Authenticate"])
def test_an_answer_as_documented_has_no_fault(judge: ContractJudge, challenge: str) -> None:
    assert judge.faults("POST", "/auth/codes", Answer(201, CODE)) == ()
    refused = Answer(401, PROBLEM, "application/problem+json", {challenge: "Bearer"})
    assert judge.faults("GET", "/me", refused) == ()


@pytest.mark.parametrize(
    ("method", "path", "answer"),
    [
        ("POST", "/auth/codes", Answer(201, {**CODE, "expiresAt": "secret-words"})),
        ("POST", "/auth/codes", Answer(201, {**CODE, "code": ["secret-words"]})),
        ("POST", "/auth/codes", Answer(299, CODE)),
        ("POST", "/auth/codes", Answer(201, CODE, "text/secret-words")),
        ("POST", "/auth/codes", Answer(201, CODE, None)),
        ("POST", "/auth/codes", Answer(201, b"\xffsecret-words")),
        ("POST", "/auth/codes", Answer(201, b"")),
        ("POST", "/auth/codes", Answer(201, b"[" * 100_000 + b"]" * 100_000)),
        ("GET", "/me", Answer(401, PROBLEM, "application/problem+json")),
        (
            "GET",
            "/me",
            Answer(401, {**PROBLEM, "status": "secret-words"}, "application/problem+json", {"www-authenticate": "x"}),
        ),
        ("GET", "/nothing", Answer(200, {})),
    ],
)
def test_a_fault_is_told_without_repeating_a_value(
    judge: ContractJudge, method: str, path: str, answer: Answer
) -> None:
    faults = judge.faults(method, path, answer)
    assert faults
    assert "secret-words" not in "".join(faults)


def test_a_schema_fault_names_its_place(judge: ContractJudge) -> None:
    (fault,) = judge.faults("POST", "/auth/codes", Answer(201, {**CODE, "expiresAt": "x"}))
    assert "expiresAt" in fault


def test_the_view_of_the_judge_leaves_the_contract_alone() -> None:
    before = json.dumps(EFFECTIVE.document)
    judge_view(EFFECTIVE.document)["paths"].clear()
    assert json.dumps(EFFECTIVE.document) == before
