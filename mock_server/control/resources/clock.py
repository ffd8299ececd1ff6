"""The clock of a world: shown, set, frozen, let go, advanced."""

from collections.abc import Callable
from datetime import datetime

from mock_server.control.moments import STEP_SCHEMA, destination, reachable
from mock_server.control.route import ControlRequest, Route, Taken
from mock_server.domain import times
from mock_server.domain.world import World
from mock_server.json_value import Json

CLOCK_SCHEMA = {
    "type": "object",
    "required": ["now", "frozen"],
    "properties": {"now": {"type": "string", "format": "date-time"}, "frozen": {"type": "boolean"}},
}
_SET = Taken(
    {
        "type": "object",
        "additionalProperties": False,
        "minProperties": 1,
        "properties": {"now": {"type": "string", "format": "date-time"}, "frozen": {"type": "boolean"}},
    },
    {"now": "2025-01-15T10:30:00Z", "frozen": True},
)


async def show_clock(request: ControlRequest) -> Json:
    return _shown(request.world)


async def set_clock(request: ControlRequest) -> Json:
    """Freezes or lets go first, so that a clock that is set and frozen stands at that very moment."""
    sent, clock = request.members, request.world.clock
    now = reachable(times.read(str(sent["now"]))) if "now" in sent else None
    if "frozen" in sent:
        (clock.freeze if sent["frozen"] else clock.unfreeze)()
    return await _moved(request, (lambda _: now) if now is not None else (lambda present: present))


async def advance_clock(request: ControlRequest) -> Json:
    return await _moved(request, lambda present: destination(request.body, present))


async def _moved(request: ControlRequest, target: Callable[[datetime], datetime]) -> Json:
    """The clock after what fell due on its way has happened."""
    await request.services.timekeeper.move(request.world, target)
    request.services.timekeeper.stir(request.world)
    return _shown(request.world)


def _shown(world: World) -> Json:
    return {"now": times.written(world.clock.now()), "frozen": world.clock.frozen}


ROUTES = (
    Route("GET", "/clock", show_clock, "The world's time, and whether it stands still.", CLOCK_SCHEMA),
    Route(
        "PUT",
        "/clock",
        set_clock,
        "Sets the clock, freezes it or lets it go.",
        CLOCK_SCHEMA,
        body=_SET,
        refusals=("Mock.ClockStopped",),
    ),
    Route(
        "POST",
        "/clock/advance",
        advance_clock,
        "Moves the clock forwards; what falls due on the way happens, each at its time.",
        CLOCK_SCHEMA,
        body=Taken(STEP_SCHEMA, {"seconds": 600}),
        refusals=("Mock.ClockStopped",),
    ),
)
