"""Worlds: made from a scenario or a snapshot, listed, reset, dropped."""

import secrets

from starlette.responses import Response

from mock_server.control.beginnings import BEGINNING_MEMBERS, SCENARIO_LIMIT, YAML_TYPES, sent_of, start_of
from mock_server.control.route import ControlRequest, Route, Taken
from mock_server.domain import times
from mock_server.domain.world import World
from mock_server.domain.worlds import WORLD_NAME, Worlds
from mock_server.http_api.world_of_request import WORLD_PATH
from mock_server.json_value import Json

_TIME = {"type": "string", "format": "date-time"}
_TEXT = {"type": "string"}
WORLD_SCHEMA = {
    "type": "object",
    "required": ["name", "url", "scenario", "seed", "now", "frozen", "journal"],
    "properties": {
        "name": _TEXT,
        "url": {**_TEXT, "description": "The base of this world's API."},
        "scenario": _TEXT,
        "seed": {"type": "integer"},
        "now": _TIME,
        "frozen": {"type": "boolean"},
        "journal": {"type": "integer", "description": "How many entries its journal holds."},
        "idleSeconds": {"type": "number", "description": "For how long nobody has used it."},
    },
}
_LIST_SCHEMA = {
    "type": "object",
    "required": ["worlds", "limit", "idleLimitSeconds"],
    "properties": {
        "worlds": {"type": "array", "items": WORLD_SCHEMA},
        "limit": {"type": "integer"},
        "idleLimitSeconds": {"type": "integer"},
    },
}
_MEMBERS = {"name": {"type": "string", "pattern": f"^{WORLD_NAME.pattern}$"}, **BEGINNING_MEMBERS}
_NEW = Taken(
    {"type": "object", "additionalProperties": False, "properties": _MEMBERS},
    {"name": "checkout-test", "scenario": "acme", "seed": 7},
    required=False,
    text_types=YAML_TYPES,
    limit=SCENARIO_LIMIT,
)


async def create_world(request: ControlRequest) -> Json:
    """A world without a name gets one that nobody guesses."""
    sent = sent_of(request)
    worlds = request.services.worlds
    name = str(sent.get("name") or f"w-{secrets.token_hex(8)}")
    world = worlds.create(name, start_of(request.services, sent))
    request.services.timekeeper.stir(world)
    return _shown(request, world)


async def list_worlds(request: ControlRequest) -> Json:
    worlds = request.services.worlds
    worlds.drop_idle()
    return {
        "worlds": [_shown(request, world, idle_in=worlds) for world in worlds],
        "limit": worlds.limits.number,
        "idleLimitSeconds": worlds.limits.idle_seconds,
    }


async def show_world(request: ControlRequest) -> Json:
    return _shown(request, request.world)


async def delete_world(request: ControlRequest) -> Response:
    request.services.worlds.delete(request.world.name)
    return Response(status_code=204)


async def reset_world(request: ControlRequest) -> Json:
    world = request.services.worlds.reset(request.world.name)
    request.services.timekeeper.stir(world)
    return {"world": world.name, "now": times.written(world.clock.now())}


def _shown(request: ControlRequest, world: World, idle_in: Worlds | None = None) -> dict[str, Json]:
    shown: dict[str, Json] = {
        "name": world.name,
        "url": f"{request.base_url}{WORLD_PATH}{world.name}",
        "scenario": world.origin.scenario,
        "seed": world.origin.seed,
        "now": times.written(world.clock.now()),
        "frozen": world.clock.frozen,
        "journal": len(world.journal),
    }
    return shown if idle_in is None else {**shown, "idleSeconds": round(idle_in.idle_seconds(world), 1)}


_REFUSALS = ("Mock.WorldExists", "Mock.TooManyWorlds", "Mock.WorldNotFound", "Mock.SnapshotNotFound")
_LASTING = ("Mock.WorldKept",)
ROUTES = (
    Route("GET", "/worlds", list_worlds, "The worlds, and how many there may be.", _LIST_SCHEMA, "server"),
    Route(
        "POST",
        "/worlds",
        create_world,
        "Makes a world from a scenario or a snapshot; a scenario may be the body itself, as YAML.",
        WORLD_SCHEMA,
        "server",
        _NEW,
        query={name: schema for name, schema in _MEMBERS.items() if name != "scenarioText"},
        status=201,
        refusals=_REFUSALS,
    ),
    Route("GET", "/world", show_world, "The world: where its API is, where it comes from.", WORLD_SCHEMA),
    Route(
        "DELETE", "/world", delete_world, "Drops the world and all that belongs to it.", status=204, refusals=_LASTING
    ),
    Route(
        "POST",
        "/reset",
        reset_world,
        "Back to the start: state, clock, journal. Tokens that were issued stay valid.",
        {"type": "object", "required": ["world", "now"], "properties": {"world": _TEXT, "now": _TIME}},
    ),
)
