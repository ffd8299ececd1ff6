"""Rules on states: an operation is done to a record while its state allows it."""

from collections.abc import Collection

from mock_server.catalogue import INVALID_STATE
from mock_server.domain.rules.rule import refuses_with
from mock_server.domain.violations import Violation
from mock_server.json_value import Json


@refuses_with(INVALID_STATE)
def require_state(state: Json, allowed: Collection[str]) -> None:
    """The record is in one of the states."""
    if state not in allowed:
        raise Violation(INVALID_STATE, allowed=" or ".join(sorted(allowed)))
