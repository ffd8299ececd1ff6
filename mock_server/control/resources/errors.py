"""The error codes: what each means, who refuses with it, and how to get it."""

from typing import Any

from starlette.responses import Response

from mock_server.catalogue import UNKNOWN_REFUSAL
from mock_server.control.route import ControlRequest, Route
from mock_server.control.scripts import SCRIPT_SCHEMA, reproductions, script_answer
from mock_server.domain.violations import Violation
from mock_server.json_value import Json

_TEXT = {"type": "string"}
_ROW = {
    "type": "object",
    "required": ["code", "status", "source", "enforced", "meaning", "remedy", "operations"],
    "properties": {
        "code": _TEXT,
        "status": {"type": "integer"},
        "source": {"enum": ["published", "documented", "assumed"]},
        "enforced": {"type": "boolean", "description": "Whether something here causes it."},
        "meaning": _TEXT,
        "remedy": {**_TEXT, "description": "What the caller has to do instead."},
        "operations": {"type": "array", "items": _TEXT, "description": "Operations that document it, by operationId."},
    },
}


async def list_errors(request: ControlRequest) -> Json:
    code = request.query.get("code")
    rows = [
        row for row in reproductions("error_list").error_rows(request.services.contract) if code in (None, row["code"])
    ]
    if not rows:
        raise Violation(
            UNKNOWN_REFUSAL, reason="There is no such error code: GET /__mock__/errors lists those there are."
        )
    return rows


async def reproduce_error(request: ControlRequest) -> Json | Response:
    """The shortest script of all operations, where none is named."""
    return script_answer(_script(request), request.query)


def _script(request: ControlRequest) -> Any:
    known, contract, code = reproductions("known"), request.services.contract, request.path["code"]
    try:
        if "operation" in request.query:
            return known.reproduction(contract, str(request.query["operation"]), code)
        return known.reproductions_of(contract, code)[0].script
    except known.NotReproducibleError as error:
        raise Violation(UNKNOWN_REFUSAL, reason=f"It cannot be reproduced: {error}.") from error


ROUTES = (
    Route(
        "GET",
        "/errors",
        list_errors,
        "The error codes: status, source, meaning, remedy and operations.",
        {"type": "array", "items": _ROW},
        "server",
        query={"code": _TEXT},
        refusals=("Mock.UnknownRefusal",),
    ),
    Route(
        "GET",
        "/errors/{code}/reproduce",
        reproduce_error,
        "The shortest sequence of requests that is refused with the code, by its real cause.",
        SCRIPT_SCHEMA,
        "server",
        query={"operation": _TEXT, "as": {"enum": ["json", "curl", "pytest"]}},
        text_types=("text/plain",),
        refusals=("Mock.UnknownRefusal",),
    ),
)
