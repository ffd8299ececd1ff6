"""How much of what the contract documents the callers of a world, or of the server, were answered."""

from collections.abc import Mapping

from starlette.responses import Response

from mock_server.control.coverage_junit import junit_of
from mock_server.control.coverage_report import report_of, shown
from mock_server.control.route import ControlRequest, Route
from mock_server.domain.coverage import Outcome
from mock_server.json_value import Json

_INTEGER = {"type": "integer"}
_SCOPE = {"enum": ["world", "server"], "description": "Whose callers; of the server: in all worlds, also those gone."}
_OTHERS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["status", "errorCode", "times", "askedFor"],
        "properties": {
            "status": {"type": ["integer", "null"]},
            "errorCode": {"type": ["string", "null"]},
            "times": _INTEGER,
            "askedFor": {"type": "boolean"},
        },
    },
}
_OUTCOME = {
    "type": "object",
    "required": ["status", "errorCode", "exercised", "askedFor", "counts"],
    "properties": {
        "status": _INTEGER,
        "errorCode": {"type": ["string", "null"]},
        "exercised": {**_INTEGER, "description": "How often it was answered for its real cause."},
        "askedFor": {**_INTEGER, "description": "How often because it was forced, or a fault made it."},
        "counts": {"type": "boolean", "description": "False where nothing here causes it."},
    },
}
_REPORT = {
    "type": "object",
    "required": ["percent", "threshold", "reached", "counted", "outcomes", "operations", "byOperation", "unmatched"],
    "properties": {
        "percent": {"type": "number", "description": "Of the documented outcomes that count, rounded down."},
        "threshold": {"type": ["number", "null"]},
        "reached": {"type": "boolean"},
        "counted": {"enum": ["all", "called"]},
        "outcomes": {"type": "object", "properties": {"documented": _INTEGER, "exercised": _INTEGER}},
        "operations": {"type": "object", "properties": {"documented": _INTEGER, "called": _INTEGER}},
        "byOperation": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["operationId", "method", "path", "percent", "outcomes", "undocumented"],
                "properties": {
                    "operationId": {"type": "string"},
                    "method": {"type": "string"},
                    "path": {"type": "string"},
                    "percent": {"type": "number"},
                    "outcomes": {"type": "array", "items": _OUTCOME},
                    "undocumented": _OTHERS,
                },
            },
        },
        "unmatched": {**_OTHERS, "description": "Answers to requests that led to no operation."},
    },
}


async def show_coverage(request: ControlRequest) -> Json | Response:
    threshold = request.query.get("threshold")
    report = report_of(
        request.services.contract,
        _counts(request),
        threshold if isinstance(threshold, int | float) else None,
        only_called=request.query.get("of") == "called",
    )
    if request.query.get("as") == "junit":
        return Response(junit_of(report), media_type="application/xml")
    return shown(report)


async def forget_coverage(request: ControlRequest) -> Json:
    if _is_of_server(request):
        return {"forgotten": request.services.starter.coverages.clear()}
    return {"forgotten": request.world.coverage.clear()}


def _counts(request: ControlRequest) -> Mapping[Outcome, int]:
    return request.services.starter.coverages.of_server() if _is_of_server(request) else request.world.coverage.counts


def _is_of_server(request: ControlRequest) -> bool:
    return request.query.get("scope") == "server"


ROUTES = (
    Route(
        "GET",
        "/coverage",
        show_coverage,
        "Which documented outcomes of which operations the callers were answered, as JSON or JUnit.",
        _REPORT,
        query={
            "scope": _SCOPE,
            "of": {"enum": ["all", "called"], "description": "Which operations count: all, or those that were called."},
            "threshold": {"type": "number", "minimum": 0, "maximum": 100, "description": "The percentage wanted."},
            "as": {"enum": ["json", "junit"]},
        },
        text_types=("application/xml",),
    ),
    Route(
        "DELETE",
        "/coverage",
        forget_coverage,
        "Begins counting anew.",
        {"type": "object", "required": ["forgotten"], "properties": {"forgotten": _INTEGER}},
        query={"scope": _SCOPE},
    ),
)
