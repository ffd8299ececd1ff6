"""What an action's name does to the state."""

from typing import Any

import pytest

from mock_server.inference.schemas import Schemas
from mock_server.inference.states import state_after
from tests.inference.shops import contract

SCHEMAS = Schemas(contract({}))


@pytest.mark.parametrize(
    ("verb", "states", "after"),
    [
        ("pause", ["Active", "Paused"], "Paused"),
        ("resume", ["Active", "Paused"], "Active"),
        ("cancel", ["Active", "Cancelled"], "Cancelled"),
        ("submit-review", ["Draft", "Submitted"], "Submitted"),
        ("PAUSE", ["Active", "PAUSED"], "PAUSED"),
        ("reopen", ["Open", "Closed"], "Open"),
        ("send", ["Draft", "Sent"], "Sent"),
        ("paint", ["Active", "Paused"], None),
        ("pause", [None, 1], None),
    ],
)
def test_the_state_is_the_one_that_is_named_like_the_verb(verb: str, states: list[Any], after: str | None) -> None:
    for member in ("status", "state"):
        expected = {} if after is None else {member: after}
        assert state_after(verb, {member: {"enum": states}}, SCHEMAS) == expected


def test_a_record_without_states_has_none() -> None:
    assert state_after("pause", {"name": {"enum": ["Paused"]}}, SCHEMAS) == {}
