"""Answers as the expectations get them, made without a server."""

import json
from collections.abc import Mapping

import requests

from contract_tests.api_client import Answer
from tests.contract_tests.contracts import CONTRACT

PROBLEM = {"content-type": "application/problem+json"}


def answer(operation_id: str, status: int, body: object = None, headers: Mapping[str, str] | None = None) -> Answer:
    response = requests.Response()
    response.status_code = status
    response.headers.update(headers or {"content-type": "application/json"})
    response._content = b"" if body is None else json.dumps(body).encode()
    return Answer(CONTRACT.operations[operation_id], response, None)


def problem(operation_id: str, status: int, code: str | None, members: Mapping[str, object] | None = None) -> Answer:
    """Problem details; the code stands in the header, as the mock sends it. `members` replace those of the body."""
    shown = {"x-mock-error-code": code} if code else {}
    body = {"type": "t", "title": "t", "status": status, "detail": "d", "instance": "/", **(members or {})}
    return answer(operation_id, status, body, {**PROBLEM, **shown})
