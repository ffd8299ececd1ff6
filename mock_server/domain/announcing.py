"""Tells subscribers what happened to the records of an organisation."""

from collections.abc import Callable

from mock_server.domain.events import emit_if_awaited
from mock_server.domain.model import Organisation, OrganisationId
from mock_server.domain.tables import ORGANISATIONS
from mock_server.domain.world import World
from mock_server.json_value import JsonObject


def announce(world: World, event_type: str, owner_id: str, data: Callable[[], JsonObject]) -> None:
    """An event about a record of the organisation with that id; `data` are made where somebody waits for them."""
    organisation = organisation_with(world, owner_id)
    emit_if_awaited(world, organisation.client_id, organisation.id, event_type, data)


def organisation_with(world: World, owner_id: str) -> Organisation:
    """The organisation that owns records."""
    organisation = world.store.get(ORGANISATIONS, OrganisationId(owner_id))
    assert organisation is not None, "records belong to an organisation that is not there"
    return organisation
