"""Snapshots of a world: saved, listed, restored, kept as files."""

from starlette.responses import Response

from mock_server.catalogue import INVALID_REQUEST
from mock_server.control.route import ControlRequest, Route, Taken
from mock_server.domain import times
from mock_server.domain.saving import save
from mock_server.domain.snapshots import SNAPSHOT_NAME, Snapshot
from mock_server.domain.violations import Violation
from mock_server.domain.world import World
from mock_server.http_api.json_codec import write_json
from mock_server.json_value import Json
from mock_server.operations.effects import EFFECTS
from mock_server.scenarios import snapshot_file
from mock_server.scenarios.snapshot_file import SnapshotFileError

FILE_LIMIT = 64 * 1024 * 1024
_TEXT = {"type": "string"}
_TIME = {"type": "string", "format": "date-time"}
_NAME = {"type": "string", "pattern": f"^{SNAPSHOT_NAME.pattern}$"}
_REPLACE = {"type": "boolean", "description": "Put it in the place of the one that has the name."}
SNAPSHOT_SCHEMA = {
    "type": "object",
    "required": ["name", "world", "scenario", "seed", "now", "frozen"],
    "properties": {
        "name": _TEXT,
        "world": _TEXT,
        "scenario": _TEXT,
        "seed": {"type": "integer"},
        "now": {**_TIME, "description": "Where the world's clock stood."},
        "frozen": {"type": "boolean"},
    },
}
_LIST_SCHEMA = {
    "type": "object",
    "required": ["snapshots", "limit"],
    "properties": {"snapshots": {"type": "array", "items": SNAPSHOT_SCHEMA}, "limit": {"type": "integer"}},
}
_FILE_SCHEMA = {
    "type": "object",
    "required": ["format", "version", "name", "digest", "world"],
    "properties": {"format": {"const": snapshot_file.FORMAT}, "version": {"const": snapshot_file.VERSION}},
}
_SAVED = Taken(
    {
        "type": "object",
        "additionalProperties": False,
        "required": ["name"],
        "properties": {"name": _NAME, "replace": _REPLACE},
    },
    {"name": "before-checkout"},
)


async def list_snapshots(request: ControlRequest) -> Json:
    snapshots = request.services.snapshots
    shown = [_shown(request, snapshot) for snapshot in snapshots.of_world(request.world.name)]
    return {"snapshots": shown, "limit": snapshots.limit}


async def save_snapshot(request: ControlRequest) -> Json:
    name, replace = str(request.members["name"]), bool(request.members.get("replace", False))
    world = _present(request)
    return _shown(request, request.services.snapshots.put(world.name, name, save(world), replace=replace))


async def show_snapshot(request: ControlRequest) -> Json:
    return _shown(request, _named(request))


async def delete_snapshot(request: ControlRequest) -> Response:
    request.services.snapshots.delete(request.world.name, request.path["name"])
    return Response(status_code=204)


async def restore_snapshot(request: ControlRequest) -> Json:
    """State, clock, ids, dues and deliveries as they were; tokens stay valid, and a new journal begins."""
    snapshot, services = _named(request), request.services
    world = services.worlds.replace(request.world.name, services.starter.from_saved(snapshot.saved))
    services.timekeeper.stir(world)
    return _shown(request, snapshot)


async def export_snapshot(request: ControlRequest) -> Response:
    snapshot = _named(request)
    disposition = f'attachment; filename="{snapshot.name}.json"'
    content = write_json(snapshot_file.written(snapshot.name, snapshot.saved))
    return Response(content, media_type="application/json", headers={"content-disposition": disposition})


async def import_snapshot(request: ControlRequest) -> Json:
    services = request.services
    try:
        own_name, saved = snapshot_file.read(request.body, services.contract, EFFECTS)
    except SnapshotFileError as error:
        raise Violation(INVALID_REQUEST, reason=f"The file cannot be used: {error}.") from error
    name, replace = str(request.query.get("name", own_name)), bool(request.query.get("replace", False))
    if not SNAPSHOT_NAME.fullmatch(name):
        raise Violation(INVALID_REQUEST, reason="The file's own name is none for a snapshot: send one in ?name=.")
    return _shown(request, services.snapshots.put(_present(request).name, name, saved, replace=replace))


def _present(request: ControlRequest) -> World:
    """The world as it is by now: it may have been reset, or be gone, while the body came in."""
    return request.services.worlds.require(request.world.name)


def _named(request: ControlRequest) -> Snapshot:
    return request.services.snapshots.require(request.world.name, request.path["name"])


def _shown(request: ControlRequest, snapshot: Snapshot) -> Json:
    saved = snapshot.saved
    return {
        "name": snapshot.name,
        "world": request.world.name,
        "scenario": saved.origin.scenario,
        "seed": saved.origin.seed,
        "now": times.written(saved.now),
        "frozen": saved.frozen,
    }


_UNKNOWN = ("Mock.SnapshotNotFound",)
_NO_PLACE = ("Mock.SnapshotExists", "Mock.TooManySnapshots")
ROUTES = (
    Route("GET", "/snapshots", list_snapshots, "The world's snapshots, the last one at the end.", _LIST_SCHEMA),
    Route(
        "POST",
        "/snapshots",
        save_snapshot,
        "Saves the world as it is now.",
        SNAPSHOT_SCHEMA,
        body=_SAVED,
        status=201,
        refusals=_NO_PLACE,
    ),
    Route(
        "POST",
        "/snapshots/import",
        import_snapshot,
        "Takes a snapshot from a file that any server wrote; nothing is restored yet.",
        SNAPSHOT_SCHEMA,
        body=Taken(
            {"type": "object"},
            {"format": snapshot_file.FORMAT, "version": snapshot_file.VERSION, "name": "", "digest": "", "world": {}},
            limit=FILE_LIMIT,
        ),
        query={"name": {**_NAME, "description": "Left out: the name in the file."}, "replace": _REPLACE},
        status=201,
        refusals=_NO_PLACE,
    ),
    Route("GET", "/snapshots/{name}", show_snapshot, "A snapshot.", SNAPSHOT_SCHEMA, refusals=_UNKNOWN),
    Route("DELETE", "/snapshots/{name}", delete_snapshot, "Drops a snapshot.", status=204, refusals=_UNKNOWN),
    Route(
        "POST",
        "/snapshots/{name}/restore",
        restore_snapshot,
        "Takes the world back to the snapshot; session tokens stay valid, a new journal begins.",
        SNAPSHOT_SCHEMA,
        refusals=_UNKNOWN,
    ),
    Route(
        "GET",
        "/snapshots/{name}/file",
        export_snapshot,
        "The snapshot as a file, secrets included: any server takes it and goes on from it.",
        _FILE_SCHEMA,
        refusals=_UNKNOWN,
    ),
)
