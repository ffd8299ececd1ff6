"""Days, all of UTC."""

from datetime import date

from mock_server.domain import times
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json


def today(world: World) -> date:
    return world.clock.now().date()


def day_of(moment: Json) -> date | None:
    """The day of a moment as records hold it; None where there is none."""
    return None if moment is None else times.read(str(moment)).date()


def asked_day(request: OperationRequest, name: str) -> date | None:
    """The day that a parameter of the query names."""
    sent = request.query.get(name)
    return None if sent is None else day_of(f"{sent}T00:00:00Z")


def days_before(day: date, days: int) -> date:
    """The day that many days earlier, or the first there is."""
    return date.fromordinal(max(date.min.toordinal(), day.toordinal() - days))
