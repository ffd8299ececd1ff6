"""A world as a scenario: written down, or begun again from another one."""

from starlette.responses import Response

from mock_server.catalogue import INVALID_REQUEST, NO_SCENARIO
from mock_server.control.beginnings import SCENARIO_LIMIT, SCENARIO_MEMBERS, YAML_TYPES, beginning_of, sent_of
from mock_server.control.route import ControlRequest, Route, Taken
from mock_server.domain import times
from mock_server.domain.violations import Violation
from mock_server.json_value import Json
from mock_server.scenarios.export import scenario_text
from mock_server.scenarios.scenario import ScenarioError

_TEXT = {"type": "string"}
_BEGUN_SCHEMA = {
    "type": "object",
    "required": ["world", "scenario", "seed", "now", "frozen"],
    "properties": {
        "world": _TEXT,
        "scenario": _TEXT,
        "seed": {"type": "integer"},
        "now": {"type": "string", "format": "date-time"},
        "frozen": {"type": "boolean"},
    },
}


async def export_scenario(request: ControlRequest) -> Response:
    """Read once more before it is given away, so that what is written loads."""
    text = scenario_text(request.world, request.services.contract)
    try:
        request.services.scenarios.check(text)
    except ScenarioError as error:
        raise Violation(NO_SCENARIO, reason=str(error).splitlines()[0]) from error
    return Response(text, media_type=YAML_TYPES[0])


async def begin_scenario(request: ControlRequest) -> Json:
    services, sent = request.services, sent_of(request)
    if not sent.keys() & {"scenario", "scenarioText"}:
        raise Violation(INVALID_REQUEST, reason="Send a scenario as YAML, or the name of one in scenario.")
    start = services.starter.from_scenario(beginning_of(services, sent))
    world = services.worlds.begin_again(request.world.name, start)
    services.timekeeper.stir(world)
    return {
        "world": world.name,
        "scenario": world.origin.scenario,
        "seed": world.origin.seed,
        "now": times.written(world.clock.now()),
        "frozen": world.clock.frozen,
    }


ROUTES = (
    Route(
        "GET",
        "/scenario",
        export_scenario,
        "The world as it is now as a scenario in YAML, secrets included: it loads to the same world.",
        {"type": "object"},
        media_type=YAML_TYPES[0],
        refusals=("Mock.NoScenario",),
    ),
    Route(
        "PUT",
        "/scenario",
        begin_scenario,
        "Begins the world again from a scenario, sent by name or as YAML; a reset comes back to it.",
        _BEGUN_SCHEMA,
        body=Taken(
            {"type": "object", "additionalProperties": False, "properties": dict(SCENARIO_MEMBERS)},
            {"scenario": "acme", "seed": 7},
            text_types=YAML_TYPES,
            limit=SCENARIO_LIMIT,
        ),
        query={name: schema for name, schema in SCENARIO_MEMBERS.items() if name != "scenarioText"},
    ),
)
