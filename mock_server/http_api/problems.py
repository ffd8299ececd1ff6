"""Refusals as problem details, the body as published (C18); the error code goes into a header."""

from http import HTTPStatus

from mock_server.catalogue import ErrorCode
from mock_server.domain.violations import Violation
from mock_server.http_api.answer import Answer
from mock_server.http_api.json_codec import write_json
from mock_server.json_value import JsonObject

PROBLEM_MEDIA_TYPE = "application/problem+json"
ERROR_CODE_HEADER = "x-mock-error-code"
_TYPE = "https://tools.ietf.org/html/rfc7807"


def problem(code: ErrorCode, detail: str, instance: str, headers: dict[str, str] | None = None) -> Answer:
    """The answer for one refusal; `instance` is the path of the request."""
    body: JsonObject = {
        "type": _TYPE,
        "title": HTTPStatus(code.status).phrase,
        "status": code.status,
        "detail": detail,
        "instance": instance,
    }
    return Answer(
        status=code.status,
        media_type=PROBLEM_MEDIA_TYPE,
        content=write_json(body),
        headers={ERROR_CODE_HEADER: code.code, **(headers or {})},
        error_code=code.code,
    )


def problem_of(violation: Violation, instance: str, headers: dict[str, str] | None = None) -> Answer:
    return problem(violation.code, violation.detail, instance, headers)
