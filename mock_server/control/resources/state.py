"""The state of a world: all that it holds, for people to read and for tests to compare."""

from mock_server.catalogue import INVALID_REQUEST
from mock_server.control.route import ControlRequest, Route
from mock_server.domain.collections import COLLECTIONS
from mock_server.domain.model import OrganisationId
from mock_server.domain.tables import DOCUMENTS, ORGANISATIONS
from mock_server.domain.violations import Violation
from mock_server.inference.collections import Inference
from mock_server.json_value import Json
from mock_server.scenarios.state import state_of, state_of_organisation, with_collection_alone

_RECORDS = {"type": "array", "items": {"type": "object"}}
_SCHEMA = {
    "type": "object",
    "required": ["now", "frozen", "seed", "drawn", "documents"],
    "properties": {
        "now": {"type": "string", "format": "date-time"},
        "frozen": {"type": "boolean"},
        "seed": {"type": "integer"},
        "drawn": {"type": "integer", "description": "How many ids were drawn with the seed."},
        "planned": {"type": "object", "description": "Ids promised to what is made later."},
        "documents": {"type": "object", "additionalProperties": _RECORDS, "description": "Records by collection."},
    },
    "additionalProperties": {**_RECORDS, "description": "Clients, keys, users, memberships and so on."},
}


async def show_state(request: ControlRequest) -> Json:
    world, secrets = request.world, request.query.get("secrets") == "show"
    collection = request.query.get("collection")
    if collection is not None:
        _require_collection(request, str(collection))
    if "organisation" in request.query:
        organisation = OrganisationId(str(request.query["organisation"]).lower())
        if world.store.get(ORGANISATIONS, organisation) is None:
            raise Violation(INVALID_REQUEST, reason="The world has no organisation with this id.")
        state = state_of_organisation(world, organisation, secrets=secrets)
    else:
        state = state_of(world, secrets=secrets)
    return state if collection is None else with_collection_alone(state, str(collection))


def _require_collection(request: ControlRequest, name: str) -> None:
    """One that is empty is shown empty; a name that none has is told with those there are."""
    held = {document.collection for document in request.world.store.all(DOCUMENTS)}
    if name not in held and name not in COLLECTIONS:
        known = {*held, *COLLECTIONS, *(kind.name for kind in Inference(request.services.contract).kinds)}
        if name not in known:
            reason = f"There is no collection of this name; there are: {', '.join(sorted(known))}."
            raise Violation(INVALID_REQUEST, reason=reason)


ROUTES = (
    Route(
        "GET",
        "/state",
        show_state,
        "All that the world holds: clients, keys, users, memberships, documents, dues, time, ids.",
        _SCHEMA,
        query={
            "collection": {"type": "string", "description": "Only the documents of this collection."},
            "organisation": {"type": "string", "description": "Only what belongs to the organisation with this id."},
            "secrets": {
                "enum": ["show"],
                "type": "string",
                "description": "`show`: keys, tokens, codes as they are.",
            },
        },
    ),
)
