"""Whose records an inferred operation is about."""

import re
from collections.abc import Set

from mock_server.contract.document import Operation
from mock_server.domain.model import OrganisationId
from mock_server.domain.principal import Anonymous
from mock_server.domain.rules.clients import require_same_client
from mock_server.domain.rules.organisations import require_organisation_of
from mock_server.domain.tables import ORGANISATIONS
from mock_server.domain.world import OperationRequest, World

NOBODY = "nobody"
"""Who owns what a public operation makes."""


def owner_of(world: World, request: OperationRequest, operation: Operation, records: Set[str] = frozenset()) -> str:
    """The selected organisation; else the organisation or client that the path names; else the caller's client.

    `records` are the path parameters that name records of the contract: its `clients` may be no clients of ours.
    Raises Violation where the path names one that is not the caller's.
    """
    if isinstance(request.principal, Anonymous):
        return NOBODY
    if request.organisation is not None:
        return request.organisation.id
    organisation = _named("organisations", operation, request, records)
    if organisation is not None:
        known = world.store.get(ORGANISATIONS, OrganisationId(organisation))
        return require_organisation_of(request.principal.client_id, known).id
    client = _named("clients", operation, request, records)
    if client is not None:
        require_same_client(request.principal.client_id, client)
    return request.principal.client_id


def _named(segment: str, operation: Operation, request: OperationRequest, records: Set[str]) -> str | None:
    """The id behind the segment, or in a parameter that is called after it."""
    named = f"{segment.removesuffix('s')}Id"
    match = re.match(rf"/{segment}/\{{([^}}]+)\}}", operation.path) or re.search(rf"\{{({named})\}}", operation.path)
    return None if match is None or match[1] in records else request.path[match[1]]
