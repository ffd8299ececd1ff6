"""The server itself: whether it is there, and what it answers."""

from mock_server.control.route import ControlRequest, Route
from mock_server.json_value import Json

CAPABILITIES = (
    "capsules",
    "clock",
    "coverage",
    "faults",
    "forcing",
    "journal",
    "reset",
    "snapshots",
    "state",
    "tokens",
    "verification",
    "worlds",
)


async def show_health(request: ControlRequest) -> Json:
    return {
        "status": "ok",
        "name": "dolfin-mock",
        "version": request.services.version,
        "capabilities": list(CAPABILITIES),
    }


async def list_operations(request: ControlRequest) -> Json:
    return [
        {"operationId": operation_id, "fidelity": behaviour.fidelity}
        for operation_id, behaviour in request.services.behaviours.items()
    ]


_TEXT = {"type": "string"}
ROUTES = (
    Route(
        "GET",
        "/health",
        show_health,
        "Whether the server is there: its version and what can be controlled.",
        scope="server",
        answer={
            "type": "object",
            "required": ["status", "name", "version", "capabilities"],
            "properties": {
                "status": _TEXT,
                "name": _TEXT,
                "version": _TEXT,
                "capabilities": {"type": "array", "items": _TEXT},
            },
        },
    ),
    Route(
        "GET",
        "/operations",
        list_operations,
        "Every operation of the contract, with its fidelity.",
        scope="server",
        answer={
            "type": "array",
            "items": {
                "type": "object",
                "required": ["operationId", "fidelity"],
                "properties": {"operationId": _TEXT, "fidelity": {"enum": ["rules", "state", "sample"]}},
            },
        },
    ),
)
