"""What an action does to the state of a record, by its name."""

from collections.abc import Mapping

from mock_server.contract.document import Schema
from mock_server.inference.schemas import Schemas, choices_of
from mock_server.json_value import JsonObject

_STATES = ("status", "state")
_SAID_OTHERWISE: Mapping[str, str] = {"resume": "active", "reopen": "open", "enable": "active", "send": "sent"}
_SHORTEST_STEM = 3


def state_after(verb: str, members: Mapping[str, Schema], schemas: Schemas) -> JsonObject:
    """The state that is named like the verb (`pause`, Paused); nothing where there is none."""
    for name in _STATES:
        if name in members:
            for state in choices_of(schemas.merged(members[name])):
                if _named_after(str(state).casefold(), verb.casefold()):
                    return {name: state}
    return {}


def _named_after(state: str, verb: str) -> bool:
    verb = verb.split("-", maxsplit=1)[0]
    stem = max(_SHORTEST_STEM, len(verb) - 1)
    return state == _SAID_OTHERWISE.get(verb) or state.startswith(verb[:stem])
