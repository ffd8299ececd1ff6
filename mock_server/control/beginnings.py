"""How a world begins, as a request says it: from a scenario or from a snapshot."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mock_server.catalogue import INVALID_REQUEST
from mock_server.control.moments import reachable
from mock_server.control.route import ControlRequest
from mock_server.control.services import Services
from mock_server.domain import times
from mock_server.domain.violations import Violation
from mock_server.domain.worlds import DEFAULT_WORLD, StartWorld
from mock_server.json_value import Json
from mock_server.scenarios.scenario import Scenario, ScenarioError
from mock_server.scenarios.start import Beginning

YAML_TYPES = ("application/yaml", "application/x-yaml", "text/yaml")
SCENARIO_LIMIT = 8 * 1024 * 1024

TIME_MEMBERS: Mapping[str, Any] = {
    "seed": {"type": "integer", "minimum": 0, "description": "Makes ids and codes reproducible; left out: drawn."},
    "now": {"type": "string", "format": "date-time", "description": "Where its clock starts."},
    "frozen": {"type": "boolean", "description": "Its clock stands still until it is moved."},
}
"""What goes with any scenario, and before what it says itself."""

SCENARIO_MEMBERS: Mapping[str, Any] = {
    "scenario": {
        "type": "string",
        "description": "One that comes with the program; left out: as the server began, its clock included.",
    },
    "scenarioText": {"type": "string", "description": "A scenario as YAML, instead of a name."},
    **TIME_MEMBERS,
}

BEGINNING_MEMBERS: Mapping[str, Any] = {
    **SCENARIO_MEMBERS,
    "snapshot": {"type": "string", "description": "A snapshot, instead of a scenario."},
    "fromWorld": {"type": "string", "description": "The world whose snapshot it is; left out: the default one."},
}


def sent_of(request: ControlRequest) -> Mapping[str, Json]:
    """The members that were sent as JSON; of a request with YAML, the text as `scenarioText` with its query."""
    body: Mapping[str, Json] = request.body if isinstance(request.body, Mapping) else {}
    text: Mapping[str, Json] = {"scenarioText": request.text} if request.body is None and request.text else {}
    twice = request.query.keys() & {**body, **text}.keys()
    if twice:
        raise Violation(INVALID_REQUEST, reason=f"Sent in the query and in the body: {', '.join(sorted(twice))}.")
    return {**request.query, **body, **text}


def start_of(services: Services, sent: Mapping[str, Json]) -> StartWorld:
    """Raises Violation where no world can begin so."""
    if "snapshot" in sent:
        return _from_snapshot(services, sent)
    if "fromWorld" in sent:
        raise Violation(INVALID_REQUEST, reason="fromWorld says whose snapshot is meant: send snapshot with it.")
    return services.starter.from_scenario(beginning_of(services, sent))


def beginning_of(services: Services, sent: Mapping[str, Json]) -> Beginning:
    """Raises Violation(Mock.InvalidRequest) where no world can begin so."""
    own = _own(services, sent)
    scenario = own.scenario
    return Beginning(
        scenario=scenario,
        seed=_seed(services, scenario, sent),
        now=_start_of_clock(own, sent),
        frozen=bool(sent.get("frozen", own.frozen)),
    )


def _own(services: Services, sent: Mapping[str, Json]) -> Beginning:
    """The server's own beginning, clock included; of another scenario that alone."""
    named = {"scenario", "scenarioText"} & sent.keys()
    return Beginning(_scenario(services, sent), seed=services.own.seed) if named else services.own


def _start_of_clock(own: Beginning, sent: Mapping[str, Json]) -> datetime | None:
    """What was sent goes before the server's own, and that before what the scenario says; None where none says."""
    if "now" not in sent and own.now is not None:
        return own.now
    said = sent.get("now", own.scenario.value.get("clock", {}).get("now"))
    return None if said is None else reachable(times.read(str(said)))


def _seed(services: Services, scenario: Scenario, sent: Mapping[str, Json]) -> int:
    """A scenario that was sent may have a seed of its own; the server's own scenario may not go before --seed."""
    given = sent.get("seed", scenario.seed if scenario is not services.own.scenario else None)
    return given if isinstance(given, int) else services.new_seed()


def _from_snapshot(services: Services, sent: Mapping[str, Json]) -> StartWorld:
    others = sent.keys() & SCENARIO_MEMBERS.keys()
    if others:
        reason = f"A snapshot says all of how a world begins: leave out {', '.join(sorted(others))}."
        raise Violation(INVALID_REQUEST, reason=reason)
    world = services.worlds.require(str(sent.get("fromWorld", DEFAULT_WORLD)))
    return services.starter.from_saved(services.snapshots.require(world.name, str(sent["snapshot"])).saved)


def _scenario(services: Services, sent: Mapping[str, Json]) -> Scenario:
    if "scenario" in sent and "scenarioText" in sent:
        raise Violation(INVALID_REQUEST, reason="Send scenario or scenarioText, not both.")
    try:
        if "scenarioText" in sent:
            return services.scenarios.read(str(sent["scenarioText"]))
        return services.scenarios.named(str(sent["scenario"]))
    except ScenarioError as error:
        mistakes = tuple(str(error).splitlines())
        reason = f"The scenario cannot be used: {'; '.join(mistakes)}."
        raise Violation(INVALID_REQUEST, failures=mistakes, reason=reason) from error
