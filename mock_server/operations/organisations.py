"""Tag Organisations: the small businesses under a client."""

from mock_server.domain import times
from mock_server.domain.model import Industry, Organisation, OrganisationId
from mock_server.domain.rules.organisations import require_industry
from mock_server.domain.tables import INDUSTRIES, ORGANISATIONS
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json

__all__ = ["create_organisation"]

_OPTIONAL_MEMBERS = frozenset({"contactEmail", "country"})


def create_organisation(world: World, request: OperationRequest) -> Json:
    name = str(request.members["name"])
    industry = require_industry(world.store.get(INDUSTRIES, str(request.members["industryId"]).lower()))
    organisation = Organisation(
        id=OrganisationId(world.planned.take_organisation(name) or world.ids.uuid()),
        client_id=request.api_client.client_id,
        name=name,
        industry_id=industry.id,
        created_at=world.clock.now(),
        profile={member: request.members[member] for member in _OPTIONAL_MEMBERS & request.members.keys()},
    )
    world.store.put(ORGANISATIONS, organisation)
    return _shown(organisation, industry)


def _shown(organisation: Organisation, industry: Industry) -> Json:
    return {
        "id": organisation.id,
        "name": organisation.name,
        "clientId": organisation.client_id,
        "industry": {"id": industry.id, "name": industry.name},
        "createdAt": times.written(organisation.created_at),
        **organisation.profile,
    }
