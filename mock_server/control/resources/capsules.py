"""Capsules: what was recorded up to one answer, as a script that leads to it in any other server."""

from typing import Any

from starlette.responses import Response

from mock_server.catalogue import NOT_REPEATABLE
from mock_server.control.journal_entries import require_entry
from mock_server.control.route import ControlRequest, Route
from mock_server.control.scripts import FORMS, SCRIPT_SCHEMA, reproductions, script_answer
from mock_server.domain.origin import SavedWorld
from mock_server.domain.violations import Violation
from mock_server.http_api.json_codec import write_json
from mock_server.json_value import Json
from mock_server.scenarios import snapshot_file


async def reproduce_entry(request: ControlRequest) -> Json | Response:
    return script_answer(_capsule(request), request.query)


def _capsule(request: ControlRequest) -> Any:
    entry, world, services = require_entry(request), request.world, request.services
    capsules, saved = reproductions("capsule"), request.world.origin.saved
    file = None if saved is None else _file(saved)
    try:
        return capsules.capsule(capsules.Surroundings(services.contract, services.options, file), world, entry)
    except capsules.NotRepeatableError as error:
        raise Violation(NOT_REPEATABLE, reason=str(error)) from error


def _file(saved: SavedWorld) -> str:
    return write_json(snapshot_file.written("capsule", saved)).decode()


ROUTES = (
    Route(
        "GET",
        "/journal/{id}/reproduce",
        reproduce_entry,
        "The recorded requests that led to an answer, from the world's start on, as a script for any other server.",
        SCRIPT_SCHEMA,
        query={"as": {"enum": list(FORMS)}},
        text_types=("text/plain",),
        refusals=("Mock.EntryNotFound", "Mock.NotRepeatable"),
    ),
)
