"""What a script asks of the control API for its world; the same for every way to write it down."""

from mock_server.domain import times
from mock_server.json_value import Json
from mock_server.reproductions.script import Start

TEXT_MEMBER = "scenarioText"


def beginning(start: Start) -> dict[str, Json]:
    """The body of `POST /__mock__/worlds`, but for the text of a scenario that has no name there."""
    named: dict[str, Json] = {"scenario": start.scenario} if start.text is None else {}
    seed: dict[str, Json] = {} if start.seed is None else {"seed": start.seed}
    now: dict[str, Json] = {} if start.now is None else {"now": times.written(start.now)}
    return {**named, **seed, **now, "frozen": True}


def whole_beginning(start: Start) -> dict[str, Json]:
    """The same with everything in it."""
    return {**({} if start.text is None else {TEXT_MEMBER: start.text}), **beginning(start)}
