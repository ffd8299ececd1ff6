"""The members of a body that a record has; others that were sent are left out."""

from collections.abc import Iterable

from mock_server.json_value import Json, JsonObject


def whole(names: Iterable[str], sent: JsonObject) -> dict[str, Json]:
    """Every one of the members: null where it was not sent."""
    return {name: sent.get(name) for name in names}


def given(names: Iterable[str], sent: JsonObject) -> dict[str, Json]:
    """Those of the members that were sent."""
    return {name: sent[name] for name in names if name in sent}
