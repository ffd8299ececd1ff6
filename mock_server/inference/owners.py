"""Whose records an inferred operation is about."""

import re

from mock_server.contract.document import Operation
from mock_server.domain.model import OrganisationId
from mock_server.domain.principal import Anonymous
from mock_server.domain.rules.clients import require_same_client
from mock_server.domain.rules.organisations import require_organisation_of
from mock_server.domain.tables import ORGANISATIONS
from mock_server.domain.world import OperationRequest, World

NOBODY = "nobody"
"""Who owns what a public operation makes."""


def owner_of(world: World, request: OperationRequest, operation: Operation) -> str:
    """The selected organisation; else the organisation or client that the path names; else the caller's client.

    Raises Violation where the path names one that is not the caller's.
    """
    if isinstance(request.principal, Anonymous):
        return NOBODY
    if request.organisation is not None:
        return request.organisation.id
    organisation = _named("organisations", operation, request)
    if organisation is not None:
        known = world.store.get(ORGANISATIONS, OrganisationId(organisation))
        return require_organisation_of(request.principal.client_id, known).id
    client = _named("clients", operation, request)
    if client is not None:
        require_same_client(request.principal.client_id, client)
    return request.principal.client_id


def _named(segment: str, operation: Operation, request: OperationRequest) -> str | None:
    match = re.match(rf"/{segment}/\{{([^}}]+)\}}", operation.path)
    return None if match is None else request.path[match[1]]
