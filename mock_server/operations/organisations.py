"""Tag Organisations: the small businesses under a client."""

from dataclasses import replace

from mock_server.domain.administration.authority import organisation_roles
from mock_server.domain.administration.organisations import ON_CREATION, PROFILE, as_created, in_full, profile_from
from mock_server.domain.events import emit
from mock_server.domain.model import Industry, Organisation, OrganisationId
from mock_server.domain.rules.organisations import require_industry, require_organisation
from mock_server.domain.rules.roles import require_administrator
from mock_server.domain.tables import INDUSTRIES, ORGANISATIONS
from mock_server.domain.world import OperationRequest, World
from mock_server.json_value import Json, JsonObject

__all__ = ["create_organisation", "patch_organisation", "replace_organisation"]


def create_organisation(world: World, request: OperationRequest) -> Json:
    name = str(request.members["name"])
    industry = _industry(world, request.members)
    organisation = Organisation(
        id=OrganisationId(world.planned.take_organisation(name) or world.ids.uuid()),
        client_id=request.client_id,
        name=name,
        industry_id=industry.id,
        created_at=world.clock.now(),
        profile=profile_from(request.members, ON_CREATION),
    )
    world.store.put(ORGANISATIONS, organisation)
    shown = as_created(world, organisation)
    emit(world, organisation.client_id, organisation.id, "organisation.created", shown)
    return shown


def replace_organisation(world: World, request: OperationRequest) -> Json:
    """Replaces the members that it is known to take; what a patch alone takes stays (assumed)."""
    return _changed(world, request, ON_CREATION)


def patch_organisation(world: World, request: OperationRequest) -> Json:
    return _changed(world, request, PROFILE)


def _changed(world: World, request: OperationRequest, taken: tuple[str, ...]) -> Json:
    organisation = _administered(world, request)
    sent = request.members
    changed = replace(
        organisation,
        name=str(sent.get("name", organisation.name)),
        industry_id=_industry(world, sent).id if "industryId" in sent else organisation.industry_id,
        profile={**organisation.profile, **profile_from(sent, taken)},
        updated_at=world.clock.now(),
        updated_by=request.author_id,
    )
    world.store.put(ORGANISATIONS, changed)
    return in_full(world, changed)


def _administered(world: World, request: OperationRequest) -> Organisation:
    """The organisation in the path, which the caller administers."""
    known = world.store.get(ORGANISATIONS, request.path["id"])
    roles = organisation_roles(world, request.principal, known) if known is not None else frozenset()
    organisation = require_organisation(known if roles else None)
    require_administrator(roles)
    return organisation


def _industry(world: World, sent: JsonObject) -> Industry:
    return require_industry(world.store.get(INDUSTRIES, str(sent["industryId"]).lower()))
