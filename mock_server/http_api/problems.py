"""Refusals as problem details, the body as published (C18); the error code goes into a header."""

from mock_server.catalogue import ErrorCode
from mock_server.domain.violations import Violation
from mock_server.http_api.answer import Answer
from mock_server.http_api.json_codec import write_json
from mock_server.json_value import Json, JsonObject

PROBLEM_MEDIA_TYPE = "application/problem+json"
ERROR_CODE_HEADER = "x-mock-error-code"
_TYPE = "https://tools.ietf.org/html/rfc7807"
TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    413: "Request Entity Too Large",
    415: "Unsupported Media Type",
    500: "Internal Server Error",
}
"""By status. Not from Python, whose words change with its version."""


def problem_body(
    status: int, title: str, detail: str, instance: str, members: JsonObject | None = None
) -> dict[str, Json]:
    return {
        "type": _TYPE,
        "title": title,
        "status": status,
        "detail": detail,
        "instance": instance,
        **(members or {}),
    }


def problem(
    code: ErrorCode,
    detail: str,
    instance: str,
    headers: dict[str, str] | None = None,
    members: JsonObject | None = None,
) -> Answer:
    """The answer for one refusal; `instance` is the path of the request, `members` are those of its code alone."""
    body = problem_body(code.status, TITLES[code.status], detail, instance, members)
    return Answer(
        status=code.status,
        media_type=PROBLEM_MEDIA_TYPE,
        content=write_json(body),
        headers={ERROR_CODE_HEADER: code.code, **(headers or {})},
        error_code=code.code,
    )


def problem_of(violation: Violation, instance: str, headers: dict[str, str] | None = None) -> Answer:
    return problem(violation.code, violation.detail, instance, headers, violation.members)
