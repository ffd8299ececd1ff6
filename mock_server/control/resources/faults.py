"""Faults of a world: made, listed, removed."""

from starlette.responses import Response

from mock_server.control.fault_plans import plan_of, shown
from mock_server.control.fault_schemas import FAULT_SCHEMA, NEW_FAULT
from mock_server.control.route import ControlRequest, Route
from mock_server.domain.faults import MOST_FAULTS
from mock_server.json_value import Json

_LIST_SCHEMA = {
    "type": "object",
    "required": ["faults", "limit"],
    "properties": {"faults": {"type": "array", "items": FAULT_SCHEMA}, "limit": {"type": "integer"}},
}


async def list_faults(request: ControlRequest) -> Json:
    return {"faults": [shown(fault) for fault in request.world.faults], "limit": MOST_FAULTS}


async def create_fault(request: ControlRequest) -> Json:
    world = request.world
    return shown(world.faults.add(plan_of(request.services.contract, world.clock.now(), request.members)))


async def show_fault(request: ControlRequest) -> Json:
    return shown(request.world.faults.require(request.path["id"]))


async def delete_fault(request: ControlRequest) -> Response:
    request.world.faults.remove(request.path["id"])
    return Response(status_code=204)


async def delete_faults(request: ControlRequest) -> Json:
    return {"removed": request.world.faults.clear()}


_REMOVED = {"type": "object", "required": ["removed"], "properties": {"removed": {"type": "integer"}}}
_UNKNOWN = ("Mock.FaultNotFound",)
ROUTES = (
    Route("GET", "/faults", list_faults, "The world's faults, oldest first, and how often each was met.", _LIST_SCHEMA),
    Route(
        "POST",
        "/faults",
        create_fault,
        "Makes something go wrong: how, at which operations, how often and when.",
        FAULT_SCHEMA,
        body=NEW_FAULT,
        status=201,
        refusals=("Mock.TooManyFaults",),
    ),
    Route("DELETE", "/faults", delete_faults, "Removes all faults of the world.", _REMOVED),
    Route("GET", "/faults/{id}", show_fault, "One fault.", FAULT_SCHEMA, refusals=_UNKNOWN),
    Route("DELETE", "/faults/{id}", delete_fault, "Removes a fault.", status=204, refusals=_UNKNOWN),
)
