"""How a world begins, as the body of a request says it."""

from collections.abc import Mapping
from typing import Any

from mock_server.catalogue import INVALID_REQUEST
from mock_server.control.moments import reachable
from mock_server.control.services import Services
from mock_server.domain import times
from mock_server.domain.violations import Violation
from mock_server.domain.worlds import StartWorld
from mock_server.json_value import Json
from mock_server.scenarios.scenario import Scenario, ScenarioError
from mock_server.scenarios.start import Beginning

BEGINNING_MEMBERS: Mapping[str, Any] = {
    "scenario": {"type": "string", "description": "One that comes with the program; left out: the server's own."},
    "scenarioText": {"type": "string", "description": "A scenario as YAML, instead of a name."},
    "seed": {"type": "integer", "minimum": 0, "description": "Makes ids and codes reproducible; left out: drawn."},
    "now": {"type": "string", "format": "date-time", "description": "Where its clock starts."},
    "frozen": {"type": "boolean", "description": "Its clock stands still until it is moved."},
}


def start_of(services: Services, sent: Mapping[str, Json]) -> StartWorld:
    """Raises Violation(Mock.InvalidRequest) where no world can begin so."""
    scenario = _scenario(services, sent)
    seed = sent.get("seed")
    beginning = Beginning(
        scenario=scenario,
        seed=seed if isinstance(seed, int) else services.new_seed(),
        now=reachable(times.read(str(sent["now"]))) if "now" in sent else None,
        frozen=bool(sent.get("frozen", False)),
    )
    return services.starter.from_scenario(beginning)


def _scenario(services: Services, sent: Mapping[str, Json]) -> Scenario:
    if "scenario" in sent and "scenarioText" in sent:
        raise Violation(INVALID_REQUEST, reason="Send scenario or scenarioText, not both.")
    try:
        if "scenarioText" in sent:
            return services.scenarios.read(str(sent["scenarioText"]))
        return services.scenarios.named(str(sent["scenario"])) if "scenario" in sent else services.own_scenario
    except ScenarioError as error:
        mistakes = tuple(str(error).splitlines())
        reason = f"The scenario cannot be used: {'; '.join(mistakes)}."
        raise Violation(INVALID_REQUEST, failures=mistakes, reason=reason) from error
